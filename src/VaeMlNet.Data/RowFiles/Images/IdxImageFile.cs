namespace VaeMlNet.Data;

/// <summary>An IDX file of gray images with one byte per pixel. A row is one image, scaled to [0, 1].</summary>
internal sealed class IdxImageFile : ImageFile
{
    private FileSlices? slices;

    private IdxImageFile(long rowCount)
    {
        RowCount = rowCount;
    }

    public override long RowCount { get; }

    /// <summary>Gets the number of bytes before the first image.</summary>
    public required int HeaderLength { get; init; }

    /// <summary>Opens a file and compares its header with its length.</summary>
    /// <param name="path">The path of the file.</param>
    /// <param name="expected">The size that the images must have; null for any.</param>
    /// <exception cref="CommandException">
    /// The file is missing or damaged, or has no images of unsigned bytes, or images of another size.
    /// </exception>
    public static IdxImageFile Open(string path, VaeImageShape? expected = null)
    {
        var header = InputFile.Read(path, stream => IdxHeader.Read(stream, path, dimensionCount: 3));
        VaeImageShape shape = new(Channels: 1, header.Dimensions[1], header.Dimensions[2]);
        return expected is null || expected == shape
            ? new IdxImageFile(header.Dimensions[0])
            {
                Path = path,
                HeaderLength = header.Length,
                Shape = shape,
                Width = (int)shape.Size,
            }
            : throw new CommandException(
                $"'{path}' has images of {shape}, but --image is {expected}. IDX images are not resized. Leave --image out."
            );
    }

    public override IdxImageFile Slice(FileSlices slices) =>
        new(slices.RowCount)
        {
            Path = Path,
            Width = Width,
            HeaderLength = HeaderLength,
            Shape = Shape,
            slices = slices,
        };

    public override FeatureFileReader OpenReader(IProgress<double>? progress = null) =>
        new IdxImageReader(this, progress);

    /// <summary>Opens the pixels, from the first image. The caller must dispose the stream.</summary>
    /// <exception cref="CommandException">A file is missing or was changed.</exception>
    public Stream OpenPixels()
    {
        if (slices is not null)
        {
            return slices.OpenRows();
        }

        var stream = InputFile.Open(Path);
        try
        {
            IdxHeader.Read(stream, Path, dimensionCount: 3);
            return stream;
        }
        catch
        {
            stream.Dispose();
            throw;
        }
    }
}

/// <summary>Reads gray images of an IDX file, scaled to [0, 1].</summary>
internal sealed class IdxImageReader : FeatureFileReader
{
    /// <summary>
    /// The number of pixels read at once. They are still in the processor's cache when they are scaled.
    /// </summary>
    private const int BlockLength = 1 << 17;

    private static readonly float[] GrayLevels =
    [
        .. Enumerable.Range(0, byte.MaxValue + 1).Select(level => level / (float)byte.MaxValue),
    ];

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

    public override int Read(Span<float> rows)
    {
        var count = (int)Math.Min(rows.Length / file.Width, file.RowCount - rowsRead);
        var rowsPerBlock = block.Length / file.Width;
        for (var row = 0; row < count; row += rowsPerBlock)
        {
            var pixels = block.AsSpan(0, Math.Min(rowsPerBlock, count - row) * file.Width);
            ReadPixels(pixels);
            var scaled = rows.Slice(row * file.Width, pixels.Length);
            for (var i = 0; i < pixels.Length; i++)
            {
                scaled[i] = GrayLevels[pixels[i]];
            }

            rowsRead += pixels.Length / file.Width;
            InputFile.Report(progress, rowsRead, stream);
        }

        return count;
    }

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
