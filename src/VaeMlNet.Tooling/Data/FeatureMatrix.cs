namespace VaeMlNet.Tooling;

/// <summary>All rows of a data file in memory, for training and for the figures after it.</summary>
/// <param name="Values">Row-major, float32 [N, D].</param>
/// <param name="RowCount">N.</param>
/// <param name="Width">D.</param>
internal sealed record FeatureMatrix(float[] Values, int RowCount, int Width)
{
    private const long FirstRowsOfCsv = 1024;
    private const long MostFirstValuesOfCsv = 1 << 20;
    private const int ValuesPerBlock = 1 << 20;

    /// <summary>Reads all rows of a file.</summary>
    /// <exception cref="CommandException">The file is damaged, holds no rows, or more than fit into one array.</exception>
    public static FeatureMatrix Read(FeatureFile file, CancellationToken cancellationToken = default)
    {
        var values = GC.AllocateUninitializedArray<float>((int)InitialLength(file));
        var length = 0;
        using var reader = file.OpenReader();
        var goesOn = true;
        while (goesOn)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var count = ReadBlock(reader, values.AsSpan(length), file.Width);
            length += count;
            var isFull = length + file.Width > values.Length;
            goesOn = isFull ? ReadGrowing(reader, file, ref values, ref length) : count > 0;
        }

        Array.Resize(ref values, length);
        return length > 0
            ? new FeatureMatrix(values, length / file.Width, file.Width)
            : throw new CommandException($"'{file.Path}' holds no rows; at least one is needed.");
    }

    /// <summary>The values of one row.</summary>
    public ReadOnlySpan<float> Row(int index) => Values.AsSpan(index * Width, Width);

    /// <summary>The first rows, or all of them when there are fewer.</summary>
    public ReadOnlyMemory<float> FirstRows(int count) => Values.AsMemory(0, Math.Min(count, RowCount) * Width);

    /// <summary>The first rows, or all of them when there are fewer, as a matrix of their own.</summary>
    public FeatureMatrix Take(int count) =>
        count >= RowCount ? this : new FeatureMatrix(FirstRows(count).ToArray(), count, Width);

    /// <summary>Some of the rows, in the order given, as a matrix of their own.</summary>
    public FeatureMatrix Select(IReadOnlyList<int> rows)
    {
        var values = new float[rows.Count * Width];
        for (var i = 0; i < rows.Count; i++)
        {
            Row(rows[i]).CopyTo(values.AsSpan(i * Width));
        }

        return new FeatureMatrix(values, rows.Count, Width);
    }

    /// <summary>Reads some rows, so that canceling takes effect soon; the number of values.</summary>
    private static int ReadBlock(FeatureReader reader, Span<float> room, int width)
    {
        var rows = Math.Min(room.Length / width, Math.Max(1, ValuesPerBlock / width));
        return reader.Read(room[..(rows * width)]) * width;
    }

    /// <summary>Reads a row, and makes room for it and more to come; false when there is none.</summary>
    private static bool ReadGrowing(FeatureReader reader, FeatureFile file, ref float[] values, ref int length)
    {
        var row = new float[file.Width];
        if (reader.Read(row) == 0)
        {
            return false;
        }

        Array.Resize(ref values, Grow(values.Length, (long)length + file.Width, file.Path));
        row.CopyTo(values, length);
        length += file.Width;
        return true;
    }

    // An IDX file says how many rows it holds; a CSV file does not, and its header may be wide and its rows none.
    private static long InitialLength(FeatureFile file)
    {
        var length = file is IdxImageFile images
            ? (long)images.RowCount * images.Width
            : Math.Max(file.Width, Math.Min(MostFirstValuesOfCsv, FirstRowsOfCsv * file.Width));
        return length <= Array.MaxLength ? length : throw TooLarge(file.Path);
    }

    private static int Grow(long length, long needed, string path)
    {
        return needed <= Array.MaxLength
            ? (int)Math.Min(Array.MaxLength, Math.Max(needed, 2 * length))
            : throw TooLarge(path);
    }

    private static CommandException TooLarge(string path)
    {
        return new CommandException(
            $"'{path}' is too large to train on in memory: at most {Array.MaxLength} values are held. Train on a part of it."
        );
    }
}
