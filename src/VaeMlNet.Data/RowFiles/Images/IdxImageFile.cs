using System.Numerics;

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
            GrayLevels.Scale(pixels, rows.Slice(row * file.Width, pixels.Length));
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

/// <summary>Converts the gray levels of images.</summary>
internal static class GrayLevels
{
    private const float White = byte.MaxValue;

    /// <summary>Scales 0..255 to values in [0, 1].</summary>
    public static void Scale(ReadOnlySpan<byte> pixels, Span<float> scaled)
    {
        var done = ScaleVectors(pixels, scaled);
        for (var i = done; i < pixels.Length; i++)
        {
            scaled[i] = pixels[i] / White;
        }
    }

    // Divides, as the loop over single values does. Multiplying by 1 / 255 would round differently.
    private static int ScaleVectors(ReadOnlySpan<byte> pixels, Span<float> scaled)
    {
        var white = new Vector<float>(White);
        var floats = Vector<float>.Count;
        var done = 0;
        for (; done <= pixels.Length - Vector<byte>.Count; done += Vector<byte>.Count)
        {
            Vector.Widen(new Vector<byte>(pixels[done..]), out var lower, out var upper);
            Vector.Widen(lower, out var first, out var second);
            Vector.Widen(upper, out var third, out var fourth);
            var target = scaled.Slice(done, Vector<byte>.Count);
            // All values fit into int, whose conversion is one instruction; that of uint takes several.
            (Vector.ConvertToSingle(Vector.AsVectorInt32(first)) / white).CopyTo(target);
            (Vector.ConvertToSingle(Vector.AsVectorInt32(second)) / white).CopyTo(target[floats..]);
            (Vector.ConvertToSingle(Vector.AsVectorInt32(third)) / white).CopyTo(target[(2 * floats)..]);
            (Vector.ConvertToSingle(Vector.AsVectorInt32(fourth)) / white).CopyTo(target[(3 * floats)..]);
        }

        return done;
    }
}
