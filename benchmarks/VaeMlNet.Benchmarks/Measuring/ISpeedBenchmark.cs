namespace VaeMlNet.Benchmarks;

/// <summary>Contestants that take turns, and the ratios that are told of them.</summary>
internal interface ISpeedBenchmark : IDisposable
{
    /// <summary>What is measured, and what a pass includes.</summary>
    string Subject { get; }

    IReadOnlyList<Contestant> Contestants { get; }

    IReadOnlyList<SpeedRatio> Ratios { get; }
}
