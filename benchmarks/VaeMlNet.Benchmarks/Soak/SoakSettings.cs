namespace VaeMlNet.Benchmarks;

/// <summary>The duration of a soak and the folder that it writes to.</summary>
internal sealed record SoakSettings
{
    public required double Minutes { get; init; }

    /// <summary>Gets the seed of the first cycle. Each later cycle increases it by one.</summary>
    public required int Seed { get; init; }

    /// <summary>Gets the folder for the samples and the report.</summary>
    public required string OutputFolder { get; init; }

    public string SamplesFile => Path.Combine(OutputFolder, $"{SoakBenchmark.Name}.csv");

    /// <summary>Gets the folder of the soak process: its temporary files, its home and its models.</summary>
    public string WorkFolder => Path.Combine(OutputFolder, $"{SoakBenchmark.Name}-work");
}
