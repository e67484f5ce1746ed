namespace VaeMlNet.Jobs;

/// <summary>Finds the byte offsets of the rows of a file.</summary>
/// <remarks>
/// A CSV file is read from start to end. Only this distinguishes a line break between rows from one inside quotes, and gives
/// every row its number.
/// </remarks>
/// <param name="blockRows">The number of rows from one mark to the next.</param>
/// <param name="allowsFaults">Whether rows may have more or fewer cells than the header.</param>
internal sealed class RowScan(int blockRows, bool allowsFaults = false)
{
    /// <summary>Marks the rows of an IDX file or a CSV file.</summary>
    /// <param name="path">The path of the file.</param>
    /// <param name="rowsBefore">The number of rows in the files before it.</param>
    /// <param name="cancellationToken">Checked before each row.</param>
    /// <exception cref="CommandException">The file is missing or damaged.</exception>
    public RowMarks Scan(string path, long rowsBefore, CancellationToken cancellationToken) =>
        IdxHeader.StartsFile(path)
            ? ScanImages(IdxImageFile.Open(path), rowsBefore)
            : ScanRecords(CsvFile.Open(path), rowsBefore, cancellationToken);

    private RowMarks ScanRecords(CsvFile file, long rowsBefore, CancellationToken cancellationToken)
    {
        RowMarks? marks = null;
        long row = 0;
        foreach (var record in allowsFaults ? file.ReadAll() : file.ReadRecords())
        {
            cancellationToken.ThrowIfCancellationRequested();
            marks ??= NewMarks(record.ByteOffset, rowsBefore);
            if (row == marks.NextMarked)
            {
                marks.Add(record.ByteOffset);
            }

            row++;
        }

        var end = file.MeasureText();
        marks ??= NewMarks(end, rowsBefore);
        (marks.Rows, marks.End) = (row, end);
        return marks;
    }

    private RowMarks ScanImages(IdxImageFile file, long rowsBefore)
    {
        var marks = NewMarks(Place(file, 0), rowsBefore);
        (marks.Rows, marks.End) = (file.RowCount, Place(file, file.RowCount));
        while (marks.NextMarked < file.RowCount)
        {
            marks.Add(Place(file, marks.NextMarked));
        }

        return marks;
    }

    private RowMarks NewMarks(long start, long rowsBefore)
    {
        var intoBlock = rowsBefore % blockRows;
        return new RowMarks(start, blockRows - intoBlock, blockRows);
    }

    private static long Place(IdxImageFile file, long row) => file.HeaderLength + row * file.Width;
}

/// <summary>
/// The byte offsets of some rows of a file: the first row, and every row whose index among all rows is a multiple of
/// a block.
/// </summary>
/// <param name="start">The byte offset of the first row.</param>
/// <param name="firstMarked">The index in the file of the second marked row.</param>
/// <param name="blockRows">The number of rows from one marked row to the next.</param>
internal sealed class RowMarks(long start, long firstMarked, int blockRows)
{
    // A file of 10^9 rows has about 4 million marks.
    private readonly List<long> marks = [];

    /// <summary>Gets or sets the number of rows of the file. It is set after the scan.</summary>
    public long Rows { get; set; }

    /// <summary>Gets or sets the length of the text of the rows in bytes. It is set after the scan.</summary>
    public long End { get; set; }

    /// <summary>Gets the index of the row that the next mark belongs to.</summary>
    public long NextMarked => firstMarked + (long)marks.Count * blockRows;

    /// <summary>Adds the byte offset of <see cref="NextMarked"/>.</summary>
    public void Add(long offset) => marks.Add(offset);

    /// <summary>Gets the byte offset of a marked row.</summary>
    public long this[long row] => row == 0 ? start : marks[(int)((row - firstMarked) / blockRows)];
}
