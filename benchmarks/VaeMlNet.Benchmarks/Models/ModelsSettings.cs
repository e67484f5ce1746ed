namespace VaeMlNet.Benchmarks;

/// <summary>What to run, and where results go.</summary>
internal sealed record ModelsSettings
{
    /// <summary>Folder with MNIST's unpacked files.</summary>
    public required string Mnist { get; init; }

    /// <summary>Names of the sections to run; empty for all.</summary>
    public required IReadOnlyList<string> Only { get; init; }

    /// <summary>Passes over the training images, or null for those of the figures beside.</summary>
    public required int? EpochCount { get; init; }

    /// <summary>Seeds for the section that takes several.</summary>
    public required IReadOnlyList<int> Seeds { get; init; }

    /// <summary>How many of the first training images to use, or null for all.</summary>
    public required int? RowCount { get; init; }

    /// <summary>Folder for the JSON and Markdown files.</summary>
    public required string OutputFolder { get; init; }

    /// <summary>Folder for the pictures.</summary>
    public required string PictureFolder { get; init; }

    /// <summary>Another place for the Markdown, or null.</summary>
    public required string? Page { get; init; }

    /// <summary>The options as they stand on Cake's command line, for a section.</summary>
    public string Command(string section) =>
        "dotnet cake --target=Benchmark --filter=models --only="
        + section
        + (EpochCount is { } epochs ? FormattableString.Invariant($" --epochs={epochs}") : "")
        + (Seeds is [1] ? "" : $" --seeds={string.Join(',', Seeds)}")
        + (RowCount is { } rows ? FormattableString.Invariant($" --rows={rows}") : "");
}
