namespace VaeMlNet.Benchmarks;

/// <summary>The tables of a section with what is needed to repeat them.</summary>
internal sealed record SectionFigures
{
    /// <summary>What the section is about.</summary>
    public required string Title { get; init; }

    /// <summary>The command line that gave the tables.</summary>
    public required string Command { get; init; }

    /// <summary>The day it ran.</summary>
    public required DateOnly Date { get; init; }

    /// <summary>Processor, number of cores, and whether the real packages ran.</summary>
    public required string Machine { get; init; }

    /// <summary>The tables.</summary>
    public required IReadOnlyList<FigureTable> Tables { get; init; }

    /// <summary>What was drawn, for the end of the section.</summary>
    public IReadOnlyList<FigurePicture> Pictures { get; init; } = [];
}
