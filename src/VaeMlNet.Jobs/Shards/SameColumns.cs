namespace VaeMlNet.Jobs;

/// <summary>Files that are read as one: all of one kind, and with the same columns in the same order.</summary>
internal static class SameColumns
{
    /// <summary>Holds each file against the first.</summary>
    /// <exception cref="CommandException">One differs, is missing or damaged.</exception>
    public static void Check(IReadOnlyList<string> paths)
    {
        (var first, var shown) = Columns(paths[0]);
        foreach (var path in paths.Skip(1))
        {
            (var columns, var others) = Columns(path);
            if (columns != first)
            {
                throw new CommandException(
                    $"The files of --data are read as one, but '{path}' has {others}, and '{paths[0]}' has {shown}. Give files of the same columns in the same order."
                );
            }
        }
    }

    // What is compared, and what of it a message shows.
    private static (string All, string Shown) Columns(string path)
    {
        if (IdxHeader.StartsFile(path))
        {
            var images = IdxImageFile.Open(path);
            var size = $"images of {images.ImageHeight} x {images.ImageWidth} pixels";
            return (size, size);
        }

        var file = CsvFile.Open(path);
        return (
            $"{file.Separator}{string.Join('\0', file.Header)}",
            $"the columns {ColumnNames.List(file.Header)}, separated by '{file.Separator}'"
        );
    }
}
