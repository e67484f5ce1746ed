namespace VaeMlNet.Benchmarks;

/// <summary>The tables and the output of a run of <see cref="PlantedRun"/>.</summary>
/// <param name="Folder">A folder of CSV files.</param>
/// <param name="Only">The names of the files without ".csv"; empty takes all.</param>
/// <param name="Seeds">The seeds; each has a split, planted cells and fits of its own.</param>
/// <param name="ExportArguments">More arguments of <c>vaemlnet export</c>; empty for the defaults.</param>
/// <param name="OutputFolder">The folder for the figures and the files of each table.</param>
internal sealed record PlantedSettings(
    string Folder,
    string[] Only,
    int[] Seeds,
    string[] ExportArguments,
    string OutputFolder
);
