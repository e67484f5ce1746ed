namespace VaeMlNet.Cli;

/// <summary>What an anomaly run is asked.</summary>
/// <param name="DataFolder">The folder of labelled sets.</param>
/// <param name="Sets">Names of sets to take; null takes all.</param>
/// <param name="ReferencePath">Figures of other methods; null for none.</param>
/// <param name="Seeds">A split and a fit for each.</param>
/// <param name="EpochCount">Epochs of the VAE; null leaves them to the detector.</param>
/// <param name="OutputFolder">Where the figures go.</param>
internal sealed record AnomalySettings(
    string DataFolder,
    string[]? Sets,
    string? ReferencePath,
    int[] Seeds,
    int? EpochCount,
    string OutputFolder
);
