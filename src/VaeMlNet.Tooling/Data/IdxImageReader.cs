namespace VaeMlNet.Tooling;

/// <summary>Reads gray images of an IDX file, scaled to [0, 1].</summary>
internal sealed class IdxImageReader : FeatureFileReader
{
    /// <summary>
    /// The number of pixels read at once. They are still in the processor's cache when they are scaled.
    /// </summary>
    private const int BlockLength = 1 << 17;

    private readonly IdxImageFile file;
    private readonly IProgress<double>? progress;
    private readonly Stream stream;
    private readonly byte[] block;
    private long rowsRead;

    /// <summary>Opens the file.</summary>
    /// <exception cref="CommandException">The file is missing or was changed.</exception>
    public IdxImageReader(IdxImageFile file, IProgress<double>? progress)
    {
        this.file = file;
        this.progress = progress;
        block = new byte[Math.Max(1, BlockLength / file.Width) * file.Width];
        stream = file.OpenPixels();
    }

    /// <inheritdoc />
    public override int Read(Span<float> rows)
    {
        var count = (int)Math.Min(rows.Length / file.Width, file.RowCount - rowsRead);
        var rowsPerBlock = block.Length / file.Width;
        for (var row = 0; row < count; row += rowsPerBlock)
        {
            var pixels = block.AsSpan(0, Math.Min(rowsPerBlock, count - row) * file.Width);
            ReadPixels(pixels);
            GrayLevels.Scale(pixels, rows.Slice(row * file.Width, pixels.Length));
            rowsRead += pixels.Length / file.Width;
            InputFile.Report(progress, rowsRead, stream);
        }

        return count;
    }

    /// <inheritdoc />
    public override void Dispose() => stream.Dispose();

    private void ReadPixels(Span<byte> pixels)
    {
        try
        {
            stream.ReadExactly(pixels);
        }
        catch (IOException e)
        {
            throw InputFile.Unreadable(file.Path, e);
        }
    }
}
