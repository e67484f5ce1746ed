namespace VaeMlNet.Benchmarks;

/// <summary>The data, the methods, the seeds and the output of a comparison of detectors.</summary>
/// <param name="DataFolder">The folder of labeled sets.</param>
/// <param name="Sets">The names of the sets to use; empty for all.</param>
/// <param name="Methods">The names of the detectors to run; empty for all except variants.</param>
/// <param name="ReferencePath">A file with figures of other methods; null for none.</param>
/// <param name="Seeds">The seeds. Each seed gives one split and one fit of every detector.</param>
/// <param name="EpochCount">The number of epochs of the VAE; null: the detector chooses it.</param>
/// <param name="OutputFolder">The folder for the figures.</param>
/// <param name="WritesSplits">Whether the standardized rows of each split are written, for programs in other languages.</param>
/// <param name="TrainsOnNormalRows">Whether detectors are fitted to half of the normal rows, and score all other rows.</param>
internal sealed record AnomalySettings(
    string DataFolder,
    string[] Sets,
    string[] Methods,
    string? ReferencePath,
    int[] Seeds,
    int? EpochCount,
    string OutputFolder,
    bool WritesSplits = false,
    bool TrainsOnNormalRows = false
);
