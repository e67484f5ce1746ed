using System.Text.Json;
using static TorchSharp.torch;

namespace VaeMlNet;

/// <summary>
/// Options for convolutional networks, for images. Rows are flat vectors, which the network converts to images and back.
/// </summary>
/// <remarks>
/// <para> The encoder has a convolution for each of <see cref="Filters"/>, padded so that an axis of n pixels becomes ceil(n /
/// <see cref="Stride"/>), followed by fully connected layers. The decoder mirrors it with transposed convolutions, whose output
/// padding restores each size exactly, so that images of any size work. If <see cref="DecoderHiddenDims"/> is set, the decoder
/// is fully connected instead. </para> <para> By default, there are two strided convolutions. For two unstrided convolutions
/// with a dense bottleneck and a dense decoder, use <c>new() { Stride = 1, HiddenDims = [32], DecoderHiddenDims = [] }</c>.
/// </para>
/// </remarks>
public sealed record ConvolutionalNetworkOptions : VaeNetworkOptions
{
    /// <summary>The path of <see cref="Image"/> in the options of the trainer, for messages.</summary>
    internal const string ImageOption = "Network.Image";

    /// <summary>Gets the shape of an image. It must have as many numbers as the rows have features.</summary>
    /// <value>Default: 1 x 28 x 28.</value>
    public VaeImageShape Image { get; init; } = new(1, 28, 28);

    /// <summary>Gets the number of filters of each convolution of the encoder.</summary>
    /// <value>Default: [32, 64]. Range: at least one convolution, each with 1 to 65,536 filters.</value>
    public int[] Filters { get; init; } = [32, 64];

    /// <summary>Gets the side of the square that a filter covers.</summary>
    /// <value>Default: 3. Range: odd numbers from 1.</value>
    public int KernelSize { get; init; } = 3;

    /// <summary>
    /// Gets the stride: the number of pixels between two positions of a filter. Each convolution makes images smaller by this
    /// factor.
    /// </summary>
    /// <value>Default: 2. Range: 1 to <see cref="KernelSize"/>.</value>
    public int Stride { get; init; } = 2;

    /// <summary>
    /// Gets the widths of the fully connected layers between the last convolution and the latents. A decoder of transposed convolutions
    /// has them in reverse order.
    /// </summary>
    /// <value>Default: empty. Range: each 1 to 65,536.</value>
    public int[] HiddenDims { get; init; } = [];

    /// <summary>Gets the widths of the hidden layers of a fully connected decoder, which replaces transposed convolutions.</summary>
    /// <value>Default: null, which means transposed convolutions. Range: each 1 to 65,536. An empty array makes one layer from the latents to the pixels.</value>
    /// <remarks>Set it for tables with columns that are not all numbers with the same likelihood: these are no images.</remarks>
    public int[]? DecoderHiddenDims { get; init; }

    /// <summary>Gets the activation function between layers.</summary>
    /// <value>Default: <see cref="VaeActivation.Relu"/>.</value>
    public VaeActivation Activation { get; init; } = VaeActivation.Relu;

    // Convolutions read images, which have no place for conditions.
    internal override bool EncodesConditions => false;

    internal override VaeNetworkOptions ToChecked()
    {
        CheckImage(Image, ImageOption);
        OptionRange.Require(
            Filters is { Length: > 0 },
            "Network.Filters",
            Filters is null ? "null" : "empty",
            $"the number of filters of at least one convolution"
        );
        FullyConnectedNetworkOptions.CheckWidths(Filters!, "Network.Filters");
        OptionRange.Require(
            KernelSize >= 1 && KernelSize % 2 == 1,
            "Network.KernelSize",
            KernelSize,
            $"odd and at least 1"
        );
        OptionRange.Require(
            Stride >= 1 && Stride <= KernelSize,
            "Network.Stride",
            Stride,
            $"at least 1 and at most Network.KernelSize, {KernelSize}, so that filters miss no pixel"
        );
        OptionRange.Given(HiddenDims, "Network.HiddenDims");
        FullyConnectedNetworkOptions.CheckWidths(HiddenDims, "Network.HiddenDims");
        FullyConnectedNetworkOptions.CheckWidths(DecoderHiddenDims ?? [], "Network.DecoderHiddenDims");
        OptionRange.Member(Activation, "Network.Activation");
        return this with
        {
            Filters = [.. Filters!],
            HiddenDims = [.. HiddenDims],
            DecoderHiddenDims = DecoderHiddenDims?.ToArray(),
        };
    }

    internal override (nn.Module<Tensor, Tensor> Module, int HiddenDim) CreateEncoder(int inputDim)
    {
        CheckWidth(inputDim);
        return ConvolutionalLayers.NewEncoder(this);
    }

    internal override nn.Module<Tensor, Tensor> CreateDecoder(int latentWidth, int parameterWidth)
    {
        // A likelihood with several parameters per feature needs one image for each.
        var images = (int)(parameterWidth / Image.Size);
        OptionRange.Require(
            DecoderHiddenDims is not null || parameterWidth % Image.Size == 0,
            "Network.DecoderHiddenDims",
            "null",
            $"set for columns that are not all numbers with the same likelihood, because a decoder of images has {Image.Size} numbers for each parameter, and these columns need {parameterWidth}; an empty array makes one layer"
        );
        return DecoderHiddenDims is null
            ? ConvolutionalLayers.NewDecoder(this, latentWidth, Image with { Channels = images * Image.Channels })
            : new FullyConnectedNetworkOptions
            {
                DecoderHiddenDims = DecoderHiddenDims,
                Activation = Activation,
            }.CreateDecoder(latentWidth, parameterWidth);
    }

    internal override VaeArchitecture Describe(int inputDim, int latentWidth) =>
        new()
        {
            Kind = VaeArchitecture.Convolutional,
            InputDim = inputDim,
            Filters = Filters,
            Stride = Stride,
            HiddenDims = HiddenDims,
            DecoderHiddenDims = DecoderHiddenDims,
            LatentDim = latentWidth,
            Activation = JsonNamingPolicy.SnakeCaseLower.ConvertName(Activation.ToString()),
        };

    internal static void CheckImage(VaeImageShape image, string name)
    {
        OptionRange.Given(image, name);
        OptionRange.AtLeast(image.Channels, 1, $"{name}.Channels");
        OptionRange.AtLeast(image.Height, 1, $"{name}.Height");
        OptionRange.AtLeast(image.Width, 1, $"{name}.Width");
    }

    /// <summary>Throws if an image has the wrong number of pixels.</summary>
    /// <param name="image">The shape.</param>
    /// <param name="name">The option with the shape.</param>
    /// <param name="isSuitable">Whether the number of pixels is right.</param>
    /// <param name="expected">The requirement.</param>
    /// <exception cref="ArgumentOutOfRangeException">It is wrong.</exception>
    internal static void CheckSize(VaeImageShape image, string name, bool isSuitable, FormattableString expected) =>
        OptionRange.Require(
            isSuitable,
            name,
            FormattableString.Invariant(
                $"{image.Channels} x {image.Height} x {image.Width}, {image.Size} numbers (channels, height, width)"
            ),
            expected
        );

    /// <summary>Checks the number of pixels against the width of the encoder's input.</summary>
    /// <exception cref="ArgumentOutOfRangeException">They differ.</exception>
    internal void CheckWidth(int width) =>
        CheckSize(
            Image,
            ImageOption,
            Image.Size == width,
            $"of as many numbers as the network reads from a row, {width}: those of its columns and a mark of each that InputNoise hides or that has missing values"
        );
}
