using TorchSharp.Modules;
using static TorchSharp.torch;

namespace VaeMlNet;

/// <summary>The shape of a row between two layers.</summary>
/// <param name="Width">The number of values; null before the first layer that determines it.</param>
/// <param name="Image">The shape of the channels-last image that the row contains; null for a plain vector.</param>
/// <param name="MayBeOverwritten">
/// Whether an activation may overwrite the row. It may not if an earlier layer reads it again, as for the batch itself, or for
/// the output of another activation, whose derivative is computed from it.
/// </param>
internal sealed record RowShape(long? Width, VaeImageShape? Image, bool MayBeOverwritten)
{
    /// <summary>Gets the shape before the first layer.</summary>
    public static RowShape Unknown { get; } = new(null, null, false);

    /// <summary>Returns the shape after a layer; null if manual backpropagation does not support the layer.</summary>
    public RowShape? After(nn.Module module) =>
        module switch
        {
            Linear linear when Image is null && HasWidth(linear.in_features) => new(linear.out_features, null, true),
            Unflatten unflatten
                when Image is null && ImageOrderLayer.FindImageShape(unflatten) is { } image && HasWidth(image.Size) =>
                this with
                {
                    Width = image.Size,
                    Image = image,
                },
            Flatten flatten when Image is not null && ImageOrderLayer.Supports(flatten) => this with { Image = null },
            Convolution convolution when Image is not null => AfterImage(
                WindowGrid.TryCreate(convolution, Image)?.OutputOf(convolution)
            ),
            WithInput path when Image is null && InputWidth(path) is { } input && HasWidth(input) => GradientLayers
                .ShapeAfter(path.Layers, this with { MayBeOverwritten = false })
                ?.WithInput(input),
            SeededDropout or SiLU when Image is null && Width is not null => this with { MayBeOverwritten = false },
            _ when MayBeOverwritten && ActivationLayer.TryCreate(module) is not null => this with
            {
                MayBeOverwritten = false,
            },
            _ => null,
        };

    /// <summary>Returns the width of the input of layers beside their input; null if no layer determines it.</summary>
    public static long? InputWidth(WithInput path) =>
        path.Layers.children().OfType<Linear>().FirstOrDefault()?.in_features;

    private RowShape? WithInput(long inputWidth) => Image is null ? new(Width + inputWidth, null, false) : null;

    private static RowShape? AfterImage(VaeImageShape? output) =>
        output is null ? null : new(output.Size, output, true);

    private bool HasWidth(long width) => Width is null || Width == width;
}
