namespace VaeMlNet.Cli.Data;

/// <summary>An IDX file of grey images, one byte a pixel; a row is one image, scaled to [0, 1].</summary>
internal sealed class IdxImageFile : FeatureFile
{
    private IdxImageFile() { }

    /// <summary>Number of images.</summary>
    public required int RowCount { get; init; }

    /// <summary>Pixel rows of an image.</summary>
    public required int ImageHeight { get; init; }

    /// <summary>Pixel columns of an image.</summary>
    public required int ImageWidth { get; init; }

    /// <inheritdoc />
    public override string FeatureNoun => "pixel";

    /// <summary>Opens a file and checks its header against its length.</summary>
    /// <exception cref="CommandException">The file is missing, damaged, or holds no images of unsigned bytes.</exception>
    public static IdxImageFile Open(string path)
    {
        IdxHeader header = InputFile.Read(path, stream => IdxHeader.Read(stream, path, dimensionCount: 3));
        return new IdxImageFile
        {
            Path = path,
            RowCount = header.Dimensions[0],
            ImageHeight = header.Dimensions[1],
            ImageWidth = header.Dimensions[2],
            Width = header.Dimensions[1] * header.Dimensions[2],
        };
    }

    /// <inheritdoc />
    public override IEnumerable<float[]> ReadRows(IProgress<double>? progress = null)
    {
        using FileStream stream = InputFile.Open(Path);
        IdxHeader.Read(stream, Path, dimensionCount: 3);
        byte[] pixels = new byte[Width];
        for (int row = 0; row < RowCount; row++)
        {
            ReadImage(stream, pixels);
            InputFile.Report(progress, row, stream);
            yield return Scale(pixels);
        }
    }

    /// <summary>Turns grey levels 0..255 into values of [0, 1].</summary>
    public static float[] Scale(ReadOnlySpan<byte> pixels)
    {
        float[] scaled = new float[pixels.Length];
        for (int i = 0; i < scaled.Length; i++)
        {
            scaled[i] = pixels[i] / 255f;
        }

        return scaled;
    }

    private void ReadImage(FileStream stream, byte[] pixels)
    {
        try
        {
            stream.ReadExactly(pixels);
        }
        catch (IOException e)
        {
            throw InputFile.Unreadable(Path, e);
        }
    }
}
