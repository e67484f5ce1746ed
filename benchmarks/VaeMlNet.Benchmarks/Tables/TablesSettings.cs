namespace VaeMlNet.Benchmarks;

/// <summary>What to run of the guide to tables, and where results go.</summary>
internal sealed record TablesSettings
{
    /// <summary>Names of the parts to run; empty for all.</summary>
    public required IReadOnlyList<string> Only { get; init; }

    /// <summary>Seeds for the table of troubles.</summary>
    public required IReadOnlyList<int> Seeds { get; init; }

    /// <summary>Folder for the JSON and Markdown files.</summary>
    public required string OutputFolder { get; init; }

    /// <summary>Another place for the page, or null.</summary>
    public required string? Page { get; init; }

    /// <summary>Changes training options, so that a test can train for a moment only.</summary>
    public Func<VaeTrainerOptions, VaeTrainerOptions> Change { get; init; } = options => options;
}
