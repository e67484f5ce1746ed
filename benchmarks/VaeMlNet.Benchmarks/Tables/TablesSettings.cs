namespace VaeMlNet.Benchmarks;

/// <summary>The parts of the guide to run, and the folders for their results.</summary>
internal sealed record TablesSettings
{
    /// <summary>Gets the names of the parts to run; empty for all.</summary>
    public required IReadOnlyList<string> Only { get; init; }

    /// <summary>Gets the seeds for the table of data problems.</summary>
    public required IReadOnlyList<int> Seeds { get; init; }

    /// <summary>Gets the folder for the JSON and Markdown files.</summary>
    public required string OutputFolder { get; init; }

    /// <summary>Gets the path of a second copy of the page, or null.</summary>
    public required string? Page { get; init; }

    /// <summary>Gets a function that changes training options, so that tests can train for a short time only.</summary>
    public Func<VaeTrainerOptions, VaeTrainerOptions> Change { get; init; } = options => options;
}
