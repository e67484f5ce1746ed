namespace VaeMlNet.Benchmarks;

/// <summary>The inputs of the growth benchmark.</summary>
internal sealed record GrowthSettings
{
    /// <summary>Gets the folder of MNIST's unpacked files.</summary>
    public required string Mnist { get; init; }

    /// <summary>Gets the folder of a model with MNIST's input width.</summary>
    public required string ModelFolder { get; init; }

    public required int Rounds { get; init; }

    /// <summary>Gets the largest number of rows in one process.</summary>
    public required int LargestRowCount { get; init; }

    /// <summary>Gets the folder for generated models.</summary>
    public required string WorkFolder { get; init; }
}
