namespace VaeMlNet.Tests.Shared;

/// <summary>Files of the source tree that tests read.</summary>
public static class Repository
{
    /// <summary>
    /// Gets the folder that contains VaeMlNet.sln. The search starts in the folder of the tests and goes upwards.
    /// </summary>
    public static string Root { get; } = FindRoot();

    /// <summary>Returns the full path of a file or folder of the source tree.</summary>
    /// <param name="parts">Its path relative to the root, in parts.</param>
    public static string PathOf(params string[] parts) => Path.Combine([Root, .. parts]);

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "VaeMlNet.sln")))
            {
                return folder.FullName;
            }
        }

        throw new InvalidOperationException($"No VaeMlNet.sln above '{AppContext.BaseDirectory}'.");
    }
}
