namespace VaeMlNet.Benchmarks;

/// <summary>A step with a batch size.</summary>
/// <param name="Step">The name of the step, such as <c>VaeEncode</c>.</param>
/// <param name="BatchSize">The number of rows of a run.</param>
internal sealed record GpuPoint(string Step, int BatchSize)
{
    /// <summary>Gets ONNX Runtime alone on the device.</summary>
    public required Candidate Raw { get; init; }

    /// <summary>Gets the step on the device.</summary>
    public required Candidate Ours { get; init; }

    /// <summary>Gets the step on the CPU; null if the device is the CPU.</summary>
    public required Candidate? OnCpu { get; init; }

    /// <summary>Gets the figures of all candidates.</summary>
    public Measurements Measurements { get; init; } = new([]);

    public IEnumerable<Candidate> Candidates => OnCpu is null ? [Raw, Ours] : [Raw, Ours, OnCpu];

    /// <summary>Gets how many times as fast the step is as ONNX Runtime alone.</summary>
    public Quartiles OverRaw => Measurements.Speed(new(Ours.Name, Raw.Name));

    /// <summary>Gets how many times as fast the step is as on the CPU; null if the device is the CPU.</summary>
    public Quartiles? OverCpu => OnCpu is null ? null : Measurements.Speed(new(Ours.Name, OnCpu.Name));

    public double RowsPerSecond(Candidate candidate) => Measurements.RowsPerSecond(candidate).Median;
}
