namespace VaeMlNet.Cli;

/// <summary>The first rows of a data file of features. Every pass reads the file again.</summary>
/// <param name="File">The file.</param>
/// <param name="Count">The number of rows, N.</param>
internal sealed record FeatureRows(FeatureFile File, long Count)
{
    /// <summary>Gets the number of features per row, D.</summary>
    public int Width => File.Width;

    /// <summary>Opens a file and counts its rows.</summary>
    /// <param name="file">The file.</param>
    /// <param name="rowLimit">The largest number of rows; null for all.</param>
    /// <param name="cancellationToken">Cancels the counting.</param>
    /// <exception cref="CommandException">The file is damaged or has no rows.</exception>
    public static FeatureRows Open(FeatureFile file, int? rowLimit, CancellationToken cancellationToken)
    {
        var count = CountRows(file, rowLimit ?? long.MaxValue, cancellationToken);
        return count > 0
            ? new(file, count)
            : throw new CommandException($"'{file.Path}' has no rows. At least one is needed.");
    }

    /// <summary>Returns the same rows, or fewer of them.</summary>
    public FeatureRows Take(long count) => this with { Count = Math.Min(count, Count) };

    /// <summary>Returns the rows as ML.NET data with the column <see cref="FeatureDataView.ColumnName"/>.</summary>
    public FeatureFileView View() => new(File) { RowLimit = Count };

    /// <summary>Reads the rows one by one.</summary>
    public IEnumerable<float[]> ReadRows() => File.ReadRows().Take((int)Math.Min(Count, int.MaxValue));

    private static long CountRows(FeatureFile file, long limit, CancellationToken cancellationToken)
    {
        if (file is IdxImageFile images)
        {
            return Math.Min(images.RowCount, limit);
        }

        var count = 0L;
        foreach (var _ in ((CsvFeatureFile)file).File.ReadRecords())
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (++count == limit)
            {
                break;
            }
        }

        return count;
    }
}
