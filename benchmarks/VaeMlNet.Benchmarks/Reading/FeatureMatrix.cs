namespace VaeMlNet.Benchmarks;

/// <summary>All rows of a data file in memory.</summary>
/// <param name="Values">The values, row-major, float32 [N, D].</param>
/// <param name="RowCount">The number of rows, N.</param>
/// <param name="Width">The number of features per row, D.</param>
internal sealed record FeatureMatrix(float[] Values, int RowCount, int Width)
{
    private const long FirstRowsOfCsv = 1024;
    private const long MostFirstValuesOfCsv = 1 << 20;
    private const int ValuesPerBlock = 1 << 20;

    /// <summary>Reads all rows of a file.</summary>
    /// <exception cref="CommandException">
    /// The file is damaged, has no rows, or more values than fit into one array.
    /// </exception>
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
            : throw new CommandException($"'{file.Path}' has no rows. At least one is needed.");
    }

    /// <summary>Returns the values of one row.</summary>
    public ReadOnlySpan<float> Row(int index) => Values.AsSpan(index * Width, Width);

    /// <summary>Returns the values of the first rows, or of all rows when there are fewer.</summary>
    public ReadOnlyMemory<float> FirstRows(int count) => Values.AsMemory(0, Math.Min(count, RowCount) * Width);

    /// <summary>Copies the first rows, or all rows when there are fewer, to a new matrix.</summary>
    public FeatureMatrix Take(int count) =>
        count >= RowCount ? this : new FeatureMatrix(FirstRows(count).ToArray(), count, Width);

    /// <summary>Copies some of the rows, in the given order, to a new matrix.</summary>
    public FeatureMatrix Select(IReadOnlyList<int> rows)
    {
        var values = new float[rows.Count * Width];
        for (var i = 0; i < rows.Count; i++)
        {
            Row(rows[i]).CopyTo(values.AsSpan(i * Width));
        }

        return new FeatureMatrix(values, rows.Count, Width);
    }

    /// <summary>
    /// Reads a block of rows, small enough that a cancellation takes effect soon. Returns the number of values.
    /// </summary>
    private static int ReadBlock(FeatureFileReader reader, Span<float> target, int width)
    {
        var rows = Math.Min(target.Length / width, Math.Max(1, ValuesPerBlock / width));
        return reader.Read(target[..(rows * width)]) * width;
    }

    /// <summary>
    /// Reads a row, and enlarges the array when it is full. Returns false when there is no more row.
    /// </summary>
    private static bool ReadGrowing(FeatureFileReader reader, FeatureFile file, ref float[] values, ref int length)
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

    // An IDX file has the number of its rows in its header. A CSV file does not, and it may have many columns but no rows.
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
            $"'{path}' has too many values for one array, at most {Array.MaxLength} are possible. Use fewer rows or columns."
        );
    }
}
