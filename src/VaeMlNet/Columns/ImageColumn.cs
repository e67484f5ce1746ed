using Microsoft.ML.Data;

namespace VaeMlNet;

/// <summary>The shape of the images in a vector column, where its type declares one: Vector&lt;Single, channels, height, width&gt;.</summary>
internal static class ImageColumn
{
    /// <summary>The channels of ExtractPixels: alpha and three colors. A first dimension above it is the height of images with interleaved colors, or something else.</summary>
    private const int MostChannels = 4;

    /// <summary>Returns the shape that a type declares; null if its dimensions are not channels, height and width.</summary>
    public static VaeImageShape? Find(VectorDataViewType type) =>
        type
            is {
                IsKnownSize: true,
                Dimensions: [<= MostChannels and var channels, > 1 and var height, > 1 and var width]
            }
            ? new(channels, height, width)
            : null;

    /// <summary>Returns whether a column can contain such images: it declares their shape, with or without dimensions of 1, or none.</summary>
    public static bool CanContain(VectorDataViewType type, VaeImageShape image)
    {
        int[] sizes = [.. type.Dimensions.Where(size => size != 1)];
        int[] expected = [image.Channels, image.Height, image.Width];
        return sizes.Length < 2 || sizes.SequenceEqual(expected.Where(size => size != 1));
    }

    /// <summary>Returns the type of a column of images for messages.</summary>
    public static string Describe(VaeImageShape image) =>
        FormattableString.Invariant(
            $"Vector<Single, {image.Channels}, {image.Height}, {image.Width}> (channels, height, width)"
        );

    /// <summary>Returns what to do with a column of MLImage, the images of Microsoft.ML.ImageAnalytics, for messages; null for other columns.</summary>
    /// <param name="type">The type of the column.</param>
    /// <param name="image">The shape of the images of the model; null if it is unknown.</param>
    public static string? AdviseFor(DataViewType type, VaeImageShape? image) =>
        type.RawType.Name != "MLImage" ? null // the package is not referenced
        : image is null ? "Use ResizeImages, and ExtractPixels with interleavePixelColors: false."
        : $"Use {Advise(image)}.";

    /// <summary>Returns how a pipeline gets a column of such images, for messages.</summary>
    public static string Advise(VaeImageShape image) =>
        FormattableString.Invariant(
            $"ResizeImages with imageWidth {image.Width} and imageHeight {image.Height}, and ExtractPixels with interleavePixelColors: false"
        );
}
