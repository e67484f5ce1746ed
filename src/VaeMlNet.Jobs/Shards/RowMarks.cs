namespace VaeMlNet.Jobs;

/// <summary>Where some of a file's rows begin, in bytes from the file's start: the first, and every one whose place among all rows is a multiple of a block.</summary>
/// <param name="start">Where the file's first row begins.</param>
/// <param name="firstMarked">The place in the file of the first row after it that is marked.</param>
/// <param name="blockRows">Rows from one marked row to the next.</param>
internal sealed class RowMarks(long start, long firstMarked, int blockRows)
{
    // Of a file of 10^9 rows, 4 million.
    private readonly List<long> marks = [];

    /// <summary>The file's rows; set when all are known.</summary>
    public long Rows { get; set; }

    /// <summary>The row that the next mark belongs to.</summary>
    public long NextMarked => firstMarked + (long)marks.Count * blockRows;

    /// <summary>Adds the place of <see cref="NextMarked"/>.</summary>
    public void Add(long offset) => marks.Add(offset);

    /// <summary>Where a marked row begins.</summary>
    public long this[long row] => row == 0 ? start : marks[(int)((row - firstMarked) / blockRows)];
}
