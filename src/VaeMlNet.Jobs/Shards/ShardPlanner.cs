namespace VaeMlNet.Jobs;

/// <summary>Divides the rows of a job's files into shards.</summary>
internal static class ShardPlanner
{
    /// <summary>
    /// The number of rows of a block. Shards start at multiples of it, so that their batches equal those of a run
    /// without shards, except those of narrow models, which are larger.
    /// </summary>
    private const int BlockRows = 256; // the default of VaeStepOptions.BatchSize on the CPU

    /// <summary>Creates the plan. Reads all files once.</summary>
    /// <param name="paths">The files, in the order of their rows.</param>
    /// <param name="shardCount">
    /// The number of shards. If there are fewer blocks of rows, some shards are empty.
    /// </param>
    /// <param name="cancellationToken">Cancels the scan.</param>
    /// <param name="allowsFaults">Whether rows may have more or fewer cells than the header.</param>
    public static ShardPlan Plan(
        IReadOnlyList<string> paths,
        int shardCount,
        CancellationToken cancellationToken,
        bool allowsFaults = false
    )
    {
        if (paths.FirstOrDefault(InputFile.IsReadOnce) is { } once)
        {
            throw new CommandException(
                $"'{once}' is standard input or a pipe, which cannot be divided into shards or read together with other files. Write the rows to a file first."
            );
        }

        if (paths.FirstOrDefault(Directory.Exists) is { } folder)
        {
            throw new CommandException(
                $"'{folder}' is a folder of pictures, which is not divided into shards or read together with other files. Pass it alone; its subfolders are read, too."
            );
        }

        SameColumns.Check(paths);
        RowScan scan = new(BlockRows, allowsFaults);
        List<RowMarks> marks = [];
        List<PlannedFile> files = [];
        long rows = 0;
        foreach (var path in paths)
        {
            // The size and the time are read before the content, so that a change during the scan is detected.
            var info = PlannedFile.Find(path);
            PlannedFile file = new(path, info.Length, info.LastWriteTimeUtc, 0, 0, 0);
            marks.Add(scan.Scan(path, rows, cancellationToken));
            files.Add(file with { Start = marks[^1][0], Rows = marks[^1].Rows, TextBytes = marks[^1].End });
            rows += marks[^1].Rows;
        }

        return new ShardPlan(
            ShardPlan.CurrentFormatVersion,
            rows,
            files,
            [.. Enumerable.Range(0, shardCount).Select(i => Shard(i, shardCount, rows, files, marks))]
        );
    }

    private static PlannedShard Shard(int index, int count, long rows, List<PlannedFile> files, List<RowMarks> marks)
    {
        var blocks = (rows + BlockRows - 1) / BlockRows;
        var first = Math.Min(rows, blocks * index / count * BlockRows);
        var end = Math.Min(rows, blocks * (index + 1) / count * BlockRows);
        List<FilePiece> pieces = [];
        long before = 0;
        for (var i = 0; i < files.Count; before += files[i].Rows, i++)
        {
            var from = Math.Max(0, first - before);
            var to = Math.Min(files[i].Rows, end - before);
            if (from < to)
            {
                pieces.Add(Piece(i, from, to, files[i], marks[i]));
            }
        }

        return new PlannedShard(first, end - first, pieces);
    }

    private static FilePiece Piece(int index, long from, long to, PlannedFile file, RowMarks marks)
    {
        var end = to == file.Rows ? file.TextBytes : marks[to];
        return new FilePiece(index, from, to - from, marks[from], end - marks[from]);
    }
}

/// <summary>
/// Checks that files that are read as one have the same type and the same columns in the same order.
/// </summary>
internal static class SameColumns
{
    /// <summary>Compares each file with the first.</summary>
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
            var size = $"images of {images.Shape.Height} x {images.Shape.Width} pixels";
            return (size, size);
        }

        var file = CsvFile.Open(path);
        return (
            $"{file.Separator}{string.Join('\0', file.Header)}",
            $"the columns {ColumnNames.List(file.Header)}, separated by '{file.Separator}'"
        );
    }
}
