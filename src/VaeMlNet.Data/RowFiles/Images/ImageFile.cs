namespace VaeMlNet.Data;

/// <summary>Images as rows of pixels. The values of a row are [channels, height, width], scaled to [0, 1].</summary>
internal abstract class ImageFile : FeatureFile
{
    /// <summary>Gets the number of images.</summary>
    public abstract long RowCount { get; }

    /// <summary>Gets the size of the images.</summary>
    public required ImageShape Shape { get; init; }

    public override string FeatureNoun => "pixel";
}

/// <summary>The size of images, whose values are [channels, height, width].</summary>
/// <param name="Height">The number of pixel rows.</param>
/// <param name="Width">The number of pixel columns.</param>
/// <param name="Channels">1 for gray, 3 for red, green and blue.</param>
internal readonly record struct ImageShape(int Height, int Width, int Channels)
{
    /// <summary>Gets the number of values of an image.</summary>
    public long Length => (long)Height * Width * Channels;

    public override string ToString() =>
        FormattableString.Invariant($"{Height}x{Width}{(Channels == 1 ? "" : $"x{Channels}")}");
}
