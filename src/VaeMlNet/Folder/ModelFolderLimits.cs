namespace VaeMlNet;

/// <summary>Limits the sizes of a model folder's files. docs/model-folder.md lists the limits.</summary>
internal static class ModelFolderLimits
{
    /// <summary>The largest number of files and folders in a model folder.</summary>
    public const int MostEntries = 100_000;

    /// <summary>The largest depth of nested folders.</summary>
    public const int DeepestFolder = 8;

    /// <summary>The largest size of all files together: 8 GiB.</summary>
    public const long LargestFolder = 8L << 30;

    /// <summary>The largest number of numbers, texts, names and brackets in manifest.json.</summary>
    public const int MostManifestTokens = 1 << 21;

    /// <summary>The largest number of numbers, texts, names and brackets in each other JSON file.</summary>
    public const int MostOtherTokens = 1 << 20;

    /// <summary>Returns the largest size of a file in bytes.</summary>
    public static long LargestFile(string relativePath) =>
        relativePath switch
        {
            ChecksumFile.Name or ModelFolderFiles.History => 16L << 20,
            ModelFolderFiles.Manifest => 32L << 20,
            ModelFolderFiles.Calibration => 2L << 20,
            ModelFolderFiles.DensityRatio => 16L << 20,
            // The file must fit into one byte array, and into one message of Protocol Buffers.
            _ => Array.MaxLength,
        };
}
