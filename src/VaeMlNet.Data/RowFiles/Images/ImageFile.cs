namespace VaeMlNet.Data;

/// <summary>Images as rows of pixels. The values of a row are [channels, height, width], scaled to [0, 1].</summary>
internal abstract class ImageFile : FeatureFile
{
    /// <summary>Gets the number of images.</summary>
    public abstract long RowCount { get; }

    /// <summary>Gets the size of the images.</summary>
    public required VaeImageShape Shape { get; init; }

    public override VaeImageShape? ImageShape => Shape;

    public override string FeatureNoun => "pixel";
}
