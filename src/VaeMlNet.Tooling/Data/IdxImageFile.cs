namespace VaeMlNet.Tooling;

/// <summary>An IDX file of gray images with one byte per pixel. A row is one image, scaled to [0, 1].</summary>
internal sealed class IdxImageFile : FeatureFile
{
    private FileSlices? slices;

    private IdxImageFile() { }

    /// <summary>Gets the number of images.</summary>
    public required long RowCount { get; init; }

    /// <summary>Gets the number of pixel rows of an image.</summary>
    public required int ImageHeight { get; init; }

    /// <summary>Gets the number of pixel columns of an image.</summary>
    public required int ImageWidth { get; init; }

    /// <summary>Gets the number of bytes before the first image.</summary>
    public required int HeaderLength { get; init; }

    /// <inheritdoc />
    public override string FeatureNoun => "pixel";

    /// <summary>Opens a file and compares its header with its length.</summary>
    /// <exception cref="CommandException">
    /// The file is missing or damaged, or has no images of unsigned bytes.
    /// </exception>
    public static IdxImageFile Open(string path)
    {
        var header = InputFile.Read(path, stream => IdxHeader.Read(stream, path, dimensionCount: 3));
        return new IdxImageFile
        {
            Path = path,
            HeaderLength = header.Length,
            RowCount = header.Dimensions[0],
            ImageHeight = header.Dimensions[1],
            ImageWidth = header.Dimensions[2],
            Width = header.Dimensions[1] * header.Dimensions[2],
        };
    }

    /// <inheritdoc />
    public override IdxImageFile Slice(FileSlices slices) =>
        new()
        {
            Path = Path,
            Width = Width,
            HeaderLength = HeaderLength,
            RowCount = slices.RowCount,
            ImageHeight = ImageHeight,
            ImageWidth = ImageWidth,
            slices = slices,
        };

    /// <inheritdoc />
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
