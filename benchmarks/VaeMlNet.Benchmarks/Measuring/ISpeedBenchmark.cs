namespace VaeMlNet.Benchmarks;

/// <summary>Candidates to measure in turn, and the ratios of their speeds to report.</summary>
internal interface ISpeedBenchmark : IDisposable
{
    /// <summary>Gets a description of the benchmark and of the work of a pass.</summary>
    string Subject { get; }

    IReadOnlyList<Candidate> Candidates { get; }

    IReadOnlyList<SpeedRatio> Ratios { get; }
}
