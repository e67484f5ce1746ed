using VaeMlNet.Cli.Data;

namespace VaeMlNet.Cli.Shards;

/// <summary>Files that are read as one: all of one kind, and with the same columns in the same order.</summary>
internal static class SameColumns
{
    /// <summary>Holds each file against the first.</summary>
    /// <exception cref="CommandException">One differs, is missing or damaged.</exception>
    public static void Check(IReadOnlyList<string> paths)
    {
        string first = Columns(paths[0]);
        foreach (string path in paths.Skip(1))
        {
            string columns = Columns(path);
            if (columns != first)
            {
                throw new CommandException(
                    $"The files of --data are read as one, but '{path}' has {columns}, and '{paths[0]}' has {first}. Give files of the same columns in the same order."
                );
            }
        }
    }

    private static string Columns(string path)
    {
        if (IdxHeader.StartsFile(path))
        {
            IdxImageFile images = IdxImageFile.Open(path);
            return $"images of {images.ImageHeight} x {images.ImageWidth} pixels";
        }

        CsvFile file = CsvFile.Open(path);
        return $"the columns {string.Join(", ", file.Header.Select(name => $"'{name}'"))}, separated by '{file.Separator}'";
    }
}
