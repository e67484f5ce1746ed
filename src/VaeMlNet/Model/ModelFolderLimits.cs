namespace VaeMlNet;

/// <summary>The sizes that files of a model folder may have. docs/model-folder.md states them.</summary>
internal static class ModelFolderLimits
{
    /// <summary>Largest number of files and folders in a model folder.</summary>
    public const int MostEntries = 100_000;

    /// <summary>The largest depth of nested folders.</summary>
    public const int DeepestFolder = 8;

    /// <summary>Largest size of all files together: 8 GiB.</summary>
    public const long LargestFolder = 8L << 30;

    /// <summary>Largest number of numbers, texts, names and brackets of manifest.json.</summary>
    public const int MostManifestTokens = 1 << 21;

    /// <summary>The same for sampler.json.</summary>
    public const int MostSamplerTokens = 1 << 23;

    /// <summary>The same for history.json and calibration.json.</summary>
    public const int MostOtherTokens = 1 << 20;

    /// <summary>Gets the most bytes of a file.</summary>
    /// <param name="relativePath">Its path in the model folder.</param>
    public static long LargestFile(string relativePath) =>
        relativePath switch
        {
            ChecksumFile.Name or ModelFolderFiles.History => 16L << 20,
            ModelFolderFiles.Manifest => 32L << 20,
            ModelFolderFiles.Calibration => 2L << 20,
            ModelFolderFiles.Sampler => 256L << 20,
            // One byte array, and one message of Protocol Buffers.
            _ => Array.MaxLength,
        };
}
