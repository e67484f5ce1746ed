using Microsoft.Extensions.FileSystemGlobbing;

namespace VaeMlNet.Jobs;

/// <summary>The files that a list of paths, folders and patterns stands for, in an order that every process finds.</summary>
internal static class InputFiles
{
    /// <summary>
    /// A file stands for itself, a folder for the files in it (not those below, nor hidden ones), a pattern for what it
    /// matches (* within a name, ** through folders); files of a folder or pattern are in ordinal order.
    /// </summary>
    /// <param name="sources">As the user gave them, separated by commas; their order counts. A file may have commas in its name.</param>
    /// <exception cref="CommandException">One stands for nothing, or a file is there twice.</exception>
    public static IReadOnlyList<string> Expand(string sources)
    {
        string[] files = [.. (File.Exists(sources) ? [sources] : sources.Split(',')).SelectMany(Files)];
        var twice = files.GroupBy(Path.GetFullPath).FirstOrDefault(group => group.Count() > 1)?.First();
        return twice is null
            ? files
            : throw new CommandException($"--data names '{twice}' twice, so each of its rows would be there twice.");
    }

    private static IEnumerable<string> Files(string source)
    {
        if (Directory.Exists(source))
        {
            return Ordered(Directory.EnumerateFiles(source), $"Folder '{source}' holds no files.");
        }

        return source.Contains('*', StringComparison.Ordinal)
            ? Ordered(Matches(source), $"No file matches '{source}'.")
            : [source];
    }

    private static IEnumerable<string> Matches(string pattern)
    {
        var segments = pattern.Split('/', Path.DirectorySeparatorChar);
        var fixedCount = Array.FindIndex(segments, segment => segment.Contains('*', StringComparison.Ordinal));
        var root = string.Join('/', segments[..fixedCount]);
        root = fixedCount == 0 ? "." : root + '/';
        Matcher matcher = new(StringComparison.Ordinal);
        matcher.AddInclude(string.Join('/', segments[fixedCount..]));
        return matcher
            .GetResultsInFullPath(root)
            .Select(path =>
                fixedCount == 0 ? Path.GetRelativePath(root, path) : root + Path.GetRelativePath(root, path)
            );
    }

    private static string[] Ordered(IEnumerable<string> files, string complaint)
    {
        string[] visible =
        [
            .. files.Where(path => !Path.GetFileName(path).StartsWith('.')).Order(StringComparer.Ordinal),
        ];
        return visible.Length > 0
            ? visible
            : throw new CommandException($"{complaint} Give --data files, folders or patterns of rows.");
    }
}
