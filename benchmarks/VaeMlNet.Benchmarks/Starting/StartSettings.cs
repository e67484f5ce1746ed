namespace VaeMlNet.Benchmarks;

/// <summary>What is started.</summary>
internal sealed record StartSettings
{
    /// <summary>Folder of the tool as 'dotnet build' leaves it.</summary>
    public required string Built { get; init; }

    /// <summary>Folder of the tool as it is published for this machine; left out where it is not there.</summary>
    public required string Published { get; init; }

    /// <summary>Folder of another build of the tool to compare with, such as one of an earlier commit; null for none.</summary>
    public string? Before { get; init; }

    /// <summary>Folder of MNIST's files; rows of its test images are scored.</summary>
    public required string Mnist { get; init; }

    public required int Rounds { get; init; }

    public required string OutputFolder { get; init; }
}
