namespace VaeMlNet.Benchmarks;

/// <summary>What to measure, and where to write it.</summary>
internal sealed record GrowthSettings
{
    /// <summary>Folder with MNIST's unpacked files.</summary>
    public required string Mnist { get; init; }

    /// <summary>A model of MNIST's width.</summary>
    public required string ModelFolder { get; init; }

    public required int Rounds { get; init; }

    /// <summary>The most rows of one process.</summary>
    public required int LargestRowCount { get; init; }

    /// <summary>Where fresh models are kept meanwhile.</summary>
    public required string WorkFolder { get; init; }
}
