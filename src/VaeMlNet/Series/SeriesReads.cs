namespace VaeMlNet;

/// <summary>The results of windows that a pass over a series reads.</summary>
[Flags]
internal enum SeriesReads
{
    /// <summary>The scores.</summary>
    Scores = 1,

    /// <summary>The contributions of the windows' cells to the scores.</summary>
    Contributions = 2,

    /// <summary>The expected values of the windows' cells and their uncertainties.</summary>
    Expectations = 4,
}
