namespace VaeMlNet.Jobs;

/// <summary>
/// Checks that files that are read as one have the same type and the same columns in the same order.
/// </summary>
internal static class SameColumns
{
    /// <summary>Compares each file with the first.</summary>
    /// <exception cref="CommandException">A file differs, is missing or is damaged.</exception>
    public static void Check(IReadOnlyList<string> paths)
    {
        (var first, var shown) = Columns(paths[0]);
        foreach (var path in paths.Skip(1))
        {
            (var columns, var others) = Columns(path);
            if (columns != first)
            {
                throw new CommandException(
                    $"The files of --data must have the same columns in the same order, but '{path}' has {others}, and '{paths[0]}' has {shown}. Pass files with the same columns."
                );
            }
        }
    }

    // Returns the text to compare, and the part of it that a message shows.
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
