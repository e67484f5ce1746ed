namespace VaeMlNet.Benchmarks;

/// <summary>The tables, methods and output of a run of the protocol.</summary>
/// <param name="Folder">The folder of tables, with manifest.csv.</param>
/// <param name="Tables">The names of the tables to take; empty takes all.</param>
/// <param name="Seeds">The seeds; each has a split, a fit and rows of its own.</param>
/// <param name="Methods">The names of the methods to run; empty runs all.</param>
/// <param name="ExportArguments">More arguments of <c>vaemlnet export</c>; empty for the defaults.</param>
/// <param name="ReferencePath">A file with figures of other methods: table, method, metric, value. Null for none.</param>
/// <param name="OutputFolder">The folder for results, the page and the files of methods.</param>
internal sealed record TablesProtocolSettings(
    string Folder,
    string[] Tables,
    int[] Seeds,
    string[] Methods,
    string[] ExportArguments,
    string? ReferencePath,
    string OutputFolder
);
