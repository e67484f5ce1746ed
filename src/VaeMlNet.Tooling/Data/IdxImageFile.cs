namespace VaeMlNet.Tooling;

/// <summary>An IDX file of gray images, one byte a pixel; a row is one image, scaled to [0, 1].</summary>
internal sealed class IdxImageFile : FeatureFile
{
    private FileParts? parts;

    private IdxImageFile() { }

    /// <summary>Number of images.</summary>
    public required long RowCount { get; init; }

    /// <summary>Pixel rows of an image.</summary>
    public required int ImageHeight { get; init; }

    /// <summary>Pixel columns of an image.</summary>
    public required int ImageWidth { get; init; }

    /// <summary>Bytes before the first image.</summary>
    public required int HeaderLength { get; init; }

    /// <inheritdoc />
    public override string FeatureNoun => "pixel";

    /// <summary>Opens a file and checks its header against its length.</summary>
    /// <exception cref="CommandException">The file is missing, damaged, or holds no images of unsigned bytes.</exception>
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
    public override IdxImageFile Of(FileParts some) =>
        new()
        {
            Path = Path,
            Width = Width,
            HeaderLength = HeaderLength,
            RowCount = some.RowCount,
            ImageHeight = ImageHeight,
            ImageWidth = ImageWidth,
            parts = some,
        };

    /// <inheritdoc />
    public override FeatureReader OpenReader(IProgress<double>? progress = null) => new IdxImageReader(this, progress);

    /// <summary>Opens the pixels, from the first image on; the caller disposes the stream.</summary>
    /// <exception cref="CommandException">A file is missing or has changed.</exception>
    public Stream OpenPixels()
    {
        if (parts is not null)
        {
            return parts.OpenRows();
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
