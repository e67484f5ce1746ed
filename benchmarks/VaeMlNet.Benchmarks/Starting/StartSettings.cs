namespace VaeMlNet.Benchmarks;

/// <summary>The processes to start, and their data.</summary>
internal sealed record StartSettings
{
    /// <summary>Gets the folder of the tool that 'dotnet build' wrote.</summary>
    public required string Built { get; init; }

    /// <summary>Gets the folder of the tool that was published for this machine. It is not measured if it does not exist.</summary>
    public required string Published { get; init; }

    /// <summary>Gets the folder of the tool that was published with its own .NET. It is not measured if it does not exist.</summary>
    public required string SelfContained { get; init; }

    /// <summary>
    /// Gets the folder of another build of the tool to compare with, such as one of an earlier commit; null for none.
    /// </summary>
    public string? Before { get; init; }

    /// <summary>Gets the folder of MNIST's files. The tool scores rows of its test images.</summary>
    public required string Mnist { get; init; }

    public required int Rounds { get; init; }

    public required string OutputFolder { get; init; }
}
