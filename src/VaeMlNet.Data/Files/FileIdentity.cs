namespace VaeMlNet.Data;

/// <summary>Finds out whether two paths name one file: by the path itself, by links, or by names that differ only in case; and whether a file is in a folder.</summary>
internal static class FileIdentity
{
    /// <summary>Returns whether two paths name the same existing file.</summary>
    /// <exception cref="IOException">A folder cannot be read, or links form a circle.</exception>
    public static bool AreSame(string first, string second) =>
        File.Exists(first) && File.Exists(second) && AreSameNames(Resolve(first), Resolve(second));

    /// <summary>Returns whether a file, or the link that names it, is in a folder or below it.</summary>
    /// <exception cref="IOException">A folder cannot be read, or links form a circle.</exception>
    public static bool IsIn(string folder, string path)
    {
        var start = Path.Combine(Resolve(folder), "x")[..^1];
        var full = Path.GetFullPath(path);
        var named = Path.Combine(Resolve(Path.GetDirectoryName(full)!), Path.GetFileName(full));
        return named.StartsWith(start, StringComparison.Ordinal)
            || Resolve(full).StartsWith(start, StringComparison.Ordinal);
    }

    /// <summary>Returns the full path without links.</summary>
    /// <exception cref="IOException">A folder cannot be read, or links form a circle.</exception>
    public static string Resolve(string path)
    {
        var full = Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));
        // The link of a pipe in /proc names no file.
        if (Path.GetDirectoryName(full) is not { } folder || !Path.Exists(full))
        {
            return full;
        }

        var entry = Path.Combine(Resolve(folder), Path.GetFileName(full));
        return new FileInfo(entry).ResolveLinkTarget(returnFinalTarget: true) is { } target
            ? Resolve(target.FullName)
            : entry;
    }

    // Names that differ only in case are one file if the folder ignores case, so that it lists one of them only.
    private static bool AreSameNames(string first, string second)
    {
        if (first == second)
        {
            return true;
        }

        return string.Equals(first, second, StringComparison.OrdinalIgnoreCase)
            && Path.GetDirectoryName(first) is { } folder
            && AreSameNames(folder, Path.GetDirectoryName(second)!)
            && Path.Exists(first)
            && Path.Exists(second)
            && Directory
                .EnumerateFileSystemEntries(folder)
                .Count(entry => string.Equals(entry, first, StringComparison.OrdinalIgnoreCase)) == 1;
    }
}
