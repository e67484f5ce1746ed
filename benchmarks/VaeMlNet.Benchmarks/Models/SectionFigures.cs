namespace VaeMlNet.Benchmarks;

/// <summary>The tables of a section, with the command, date and machine that produced them.</summary>
internal sealed record SectionFigures
{
    /// <summary>Gets the title of the section.</summary>
    public required string Title { get; init; }

    /// <summary>Gets the command line that produced the tables.</summary>
    public required string Command { get; init; }

    /// <summary>Gets the day of the run.</summary>
    public required DateOnly Date { get; init; }

    /// <summary>Gets the processor, the number of cores, and whether the real packages ran.</summary>
    public required string Machine { get; init; }

    /// <summary>Gets the tables.</summary>
    public required IReadOnlyList<FigureTable> Tables { get; init; }

    /// <summary>Gets the pictures, which follow the tables.</summary>
    public IReadOnlyList<FigurePicture> Pictures { get; init; } = [];
}
