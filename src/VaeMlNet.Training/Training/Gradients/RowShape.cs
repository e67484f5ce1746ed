using TorchSharp.Modules;
using static TorchSharp.torch;

namespace VaeMlNet;

/// <summary>What a row is between two layers.</summary>
/// <param name="Width">How many numbers it has; null before the first layer that says so.</param>
/// <param name="Image">The image that it is, its numbers channels last; null where it is a plain vector.</param>
/// <param name="MayBeOverwritten">
/// Whether no layer before reads it again, so that an activation may compute in its place: neither the batch itself nor
/// another activation's output, whose slope is told from it.
/// </param>
internal sealed record RowShape(long? Width, ImageShape? Image, bool MayBeOverwritten)
{
    /// <summary>Before the first layer.</summary>
    public static RowShape Unknown { get; } = new(null, null, false);

    /// <summary>What a layer makes of rows of this shape; null where no written-out layer computes that.</summary>
    public RowShape? After(nn.Module module) =>
        module switch
        {
            Linear linear when Image is null && HasWidth(linear.in_features) => new(linear.out_features, null, true),
            Unflatten unflatten
                when Image is null && UnflattenLayer.FindImageShape(unflatten) is { } image && HasWidth(image.Size) =>
                this with
                {
                    Width = image.Size,
                    Image = image,
                },
            Flatten flatten when Image is not null && FlattenLayer.Supports(flatten) => this with { Image = null },
            Convolution convolution when Image is not null => AfterImage(
                WindowGrid.TryCreate(convolution, Image)?.OutputOf(convolution)
            ),
            _ when MayBeOverwritten && ActivationLayer.TryCreate(module) is not null => this with { MayBeOverwritten = false },
            _ => null,
        };

    private static RowShape? AfterImage(ImageShape? output) => output is null ? null : new(output.Size, output, true);

    private bool HasWidth(long width) => Width is null || Width == width;
}
