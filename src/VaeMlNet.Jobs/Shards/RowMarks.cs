namespace VaeMlNet.Jobs;

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

    /// <summary>Gets the index of the row that the next mark belongs to.</summary>
    public long NextMarked => firstMarked + (long)marks.Count * blockRows;

    /// <summary>Adds the byte offset of <see cref="NextMarked"/>.</summary>
    public void Add(long offset) => marks.Add(offset);

    /// <summary>Gets the byte offset of a marked row.</summary>
    public long this[long row] => row == 0 ? start : marks[(int)((row - firstMarked) / blockRows)];
}
