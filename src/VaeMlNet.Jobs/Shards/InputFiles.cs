using Microsoft.Extensions.FileSystemGlobbing;

namespace VaeMlNet.Jobs;

/// <summary>Finds the files of a list of paths, folders and patterns, in the same order in every process.</summary>
internal static class InputFiles
{
    /// <summary>
    /// Returns the files of a list. A folder of pictures is one entry. Any other folder means the files in it, without subfolders and hidden files. A pattern means the files that
    /// match it (* within a name, ** through folders). The files of a folder or a pattern are in ordinal order.
    /// </summary>
    /// <param name="sources">
    /// The paths, folders and patterns, in order, separated by commas. A single path, folder or pattern may contain commas.
    /// </param>
    public static IReadOnlyList<string> Expand(string sources)
    {
        string[] files = [.. Sources(sources).SelectMany(Files)];
        var twice = files.GroupBy(Path.GetFullPath).FirstOrDefault(group => group.Count() > 1)?.First();
        return twice is null
            ? files
            : throw new CommandException(
                $"--data names '{twice}' twice, so each of its rows would appear twice. Pass each file once."
            );
    }

    private static string[] Sources(string sources)
    {
        var several = sources.Split(',');
        if (several is [_] || Path.Exists(sources) || (IsPattern(sources) && Matches(sources).Any()))
        {
            return [sources];
        }

        var missing = several.FirstOrDefault(source =>
            !Path.Exists(source) && !IsPattern(source) && !StandardStreams.IsInput(source)
        );
        return missing is null
            ? several
            : throw new CommandException(
                $"Could not read '{missing}': there is no such file. --data is '{sources}', whose commas separate files, folders and patterns. If a comma is part of a path, pass this path, folder or pattern alone."
            );
    }

    private static IEnumerable<string> Files(string source)
    {
        if (PictureFolder.IsFolder(source))
        {
            return [source];
        }

        if (Directory.Exists(source))
        {
            return Ordered(Directory.EnumerateFiles(source), $"Folder '{source}' contains no files.");
        }

        return IsPattern(source) ? Ordered(Matches(source), $"No file matches '{source}'.") : [source];
    }

    private static bool IsPattern(string source) => source.Contains('*', StringComparison.Ordinal);

    private static IEnumerable<string> Matches(string pattern)
    {
        var segments = pattern.Split('/', Path.DirectorySeparatorChar);
        var fixedCount = Array.FindIndex(segments, IsPattern);
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
            : throw new CommandException($"{complaint} Pass files, folders or patterns of rows as --data.");
    }
}
