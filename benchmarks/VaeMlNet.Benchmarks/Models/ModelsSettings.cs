namespace VaeMlNet.Benchmarks;

/// <summary>The sections to run, and the folders for their results.</summary>
internal sealed record ModelsSettings
{
    /// <summary>Gets the folder of MNIST's unpacked files.</summary>
    public required string Mnist { get; init; }

    /// <summary>Gets the names of the sections to run; empty for all.</summary>
    public required IReadOnlyList<string> Only { get; init; }

    /// <summary>Gets the number of epochs; null: the number of the figures that the section compares with.</summary>
    public required int? EpochCount { get; init; }

    /// <summary>Gets the seeds for the section that uses several.</summary>
    public required IReadOnlyList<int> Seeds { get; init; }

    /// <summary>Gets the number of training images to use, from the first one; null for all.</summary>
    public required int? RowCount { get; init; }

    /// <summary>Gets the folder with the tables of the protocol; null to leave them out.</summary>
    public required string? TableFolder { get; init; }

    /// <summary>Gets the folder for the JSON and Markdown files.</summary>
    public required string OutputFolder { get; init; }

    /// <summary>Gets the folder for the pictures.</summary>
    public required string PictureFolder { get; init; }

    /// <summary>Gets the path of a second copy of the Markdown, or null.</summary>
    public required string? Page { get; init; }

    /// <summary>Returns the Cake command line that runs a section with these options.</summary>
    public string Command(string section) =>
        "dotnet cake --target=Benchmark --filter=models --only="
        + section
        + (EpochCount is { } epochs ? FormattableString.Invariant($" --epochs={epochs}") : "")
        + (Seeds is [1] ? "" : $" --seeds={string.Join(',', Seeds)}")
        + (RowCount is { } rows ? FormattableString.Invariant($" --rows={rows}") : "")
        + (TableFolder is null ? "" : " --folder=FOLDER");
}
