using System.Text.Json;
using static TorchSharp.torch;

namespace VaeMlNet;

/// <summary>Fully connected layers, for rows without an order of their features.</summary>
public sealed record FullyConnectedNetworkOptions : VaeNetworkOptions
{
    /// <summary>
    /// Gets the widths of the encoder's hidden layers, from the data to the latents. Each at least 1; none makes a linear
    /// encoder. Default: [400].
    /// </summary>
    public int[] HiddenDims { get; init; } = [400];

    /// <summary>
    /// Gets the widths of the decoder's hidden layers, from the latents to the data. Each at least 1; none makes a linear
    /// decoder. Default null: those of the encoder, mirrored.
    /// </summary>
    public int[]? DecoderHiddenDims { get; init; }

    /// <summary>Gets what stands between the layers. Default: <see cref="VaeActivation.Relu"/>.</summary>
    public VaeActivation Activation { get; init; } = VaeActivation.Relu;

    /// <summary>Gets what is normalised before each activation. Default: <see cref="VaeNormalization.None"/>.</summary>
    public VaeNormalization Normalization { get; init; } = VaeNormalization.None;

    /// <summary>
    /// Gets the share of a hidden layer's outputs that is dropped while training (Srivastava et al. 2014). At least 0,
    /// below 1. Default: 0.
    /// </summary>
    public double Dropout { get; init; }

    private int[] DecoderDims => DecoderHiddenDims ?? [.. HiddenDims.Reverse()];

    internal override VaeNetworkOptions ToChecked()
    {
        OptionRange.Given(HiddenDims, "Network.HiddenDims");
        CheckWidths(HiddenDims, "Network.HiddenDims");
        CheckWidths(DecoderHiddenDims ?? [], "Network.DecoderHiddenDims");
        OptionRange.Member(Activation, "Network.Activation");
        OptionRange.Member(Normalization, "Network.Normalization");
        OptionRange.Share(Dropout, "Network.Dropout");
        return this with { HiddenDims = [.. HiddenDims], DecoderHiddenDims = DecoderHiddenDims?.ToArray() };
    }

    internal override (nn.Module<Tensor, Tensor> Module, int HiddenDim) CreateEncoder(int inputDim) =>
        (
            NewLayers().AddHidden([inputDim, .. HiddenDims]).ToSequential(),
            HiddenDims is [.., var last] ? last : inputDim
        );

    internal override nn.Module<Tensor, Tensor> CreateDecoder(int latentWidth, int parameterWidth)
    {
        int[] widths = [latentWidth, .. DecoderDims];
        return NewLayers().AddHidden(widths).Add("output", nn.Linear(widths[^1], parameterWidth)).ToSequential();
    }

    internal override VaeArchitecture Describe(int inputDim, int latentWidth) =>
        new()
        {
            Kind = VaeArchitecture.FullyConnected,
            InputDim = inputDim,
            HiddenDims = HiddenDims,
            DecoderHiddenDims = DecoderHiddenDims,
            LatentDim = latentWidth,
            Activation = JsonNamingPolicy.SnakeCaseLower.ConvertName(Activation.ToString()),
        };

    internal static void CheckWidths(int[] widths, string name)
    {
        for (var i = 0; i < widths.Length; i++)
        {
            OptionRange.AtLeast(widths[i], 1, FormattableString.Invariant($"{name}[{i}]"));
        }
    }

    private LayerList NewLayers() => new(Activation, Normalization, Dropout);
}
