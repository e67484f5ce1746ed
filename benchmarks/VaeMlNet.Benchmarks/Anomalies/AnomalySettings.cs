namespace VaeMlNet.Benchmarks;

/// <summary>The data, the seeds and the output of a comparison of detectors.</summary>
/// <param name="DataFolder">The folder of labeled sets.</param>
/// <param name="Sets">The names of the sets to take; empty takes all.</param>
/// <param name="ReferencePath">A file with figures of other methods; null for none.</param>
/// <param name="Seeds">The seeds; each has a split and a fit of every detector.</param>
/// <param name="EpochCount">Epochs of the VAE; null lets the detector choose them.</param>
/// <param name="OutputFolder">The folder for the figures.</param>
internal sealed record AnomalySettings(
    string DataFolder,
    string[] Sets,
    string? ReferencePath,
    int[] Seeds,
    int? EpochCount,
    string OutputFolder
);
