namespace Microsoft.ML.Data;

/// <summary>
/// Patterns for the paths of files: * and ? in a file's name, ... for a folder and all below it, + between several.
/// </summary>
internal static class FilePattern
{
    private const string Recursion = "...";

    /// <summary>Returns the existing files that match the pattern, each once, in order of the parts and then by name.</summary>
    public static string[] Files(string pattern)
    {
        if (File.Exists(pattern) && pattern.IndexOfAny(['*', '?', '+']) < 0 && !pattern.Contains(Recursion))
        {
            return [pattern];
        }

        return (pattern ?? "")
            .Split('+')
            .SelectMany(FilesOfPart)
            .Distinct(StringComparer.CurrentCultureIgnoreCase)
            .ToArray();
    }

    private static IEnumerable<string> FilesOfPart(string part)
    {
        var recursion = part.IndexOf(Recursion, StringComparison.Ordinal);
        if (recursion >= 0)
        {
            var name = part[(recursion + Recursion.Length)..].TrimStart('\\', '/');
            return FilesBelow(part[..recursion], name.Length == 0 ? "*" : name);
        }

        if (part.IndexOfAny(['*', '?']) >= 0)
        {
            return FilesIn(Path.GetDirectoryName(part), Path.GetFileName(part));
        }

        return File.Exists(part) ? [part] : [];
    }

    private static IEnumerable<string> FilesBelow(string folder, string name) =>
        FilesIn(folder, name).Concat(List(folder, Directory.GetDirectories).SelectMany(sub => FilesBelow(sub, name)));

    private static IEnumerable<string> FilesIn(string folder, string name) =>
        List(folder, path => Directory.GetFiles(path, name));

    /// <summary>
    /// Lists the entries of a folder, or of the current one if the name is empty. Returns none if it cannot be read.
    /// </summary>
    private static IEnumerable<string> List(string folder, Func<string, string[]> list)
    {
        var isCurrent = string.IsNullOrEmpty(folder);
        try
        {
            var paths = list(isCurrent ? "." : folder).Order();
            return isCurrent ? paths.Select(path => path[2..]) : paths;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return [];
        }
    }
}
