namespace VaeMlNet.Benchmarks;

/// <summary>The series, methods and output of a run of the protocol.</summary>
/// <param name="Folder">The folder of series, with manifest.csv.</param>
/// <param name="Series">The names of the series to take; empty takes all.</param>
/// <param name="Seeds">The seeds; each has a fit of its own of every method with randomness.</param>
/// <param name="Methods">The names of the methods to run; empty runs all.</param>
/// <param name="ReferencePath">A file with figures of other methods, in the form of series.csv. Null for none.</param>
/// <param name="OutputFolder">The folder for results and the page.</param>
internal sealed record SeriesProtocolSettings(
    string Folder,
    string[] Series,
    int[] Seeds,
    string[] Methods,
    string? ReferencePath,
    string OutputFolder
);
