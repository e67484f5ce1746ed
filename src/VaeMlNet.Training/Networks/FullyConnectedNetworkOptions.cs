using System.Text.Json;
using static TorchSharp.torch;

namespace VaeMlNet;

/// <summary>Options for fully connected layers, for rows whose features have no order.</summary>
public sealed record FullyConnectedNetworkOptions : VaeNetworkOptions
{
    /// <summary>Gets the widths of the encoder's hidden layers, from the data to the latents.</summary>
    /// <value>Default: [400]. Range: each 1 to 65,536. An empty array makes a linear encoder.</value>
    public int[] HiddenDims { get; init; } = [400];

    /// <summary>Gets the widths of the decoder's hidden layers, from the latents to the data.</summary>
    /// <value>
    /// Default: null, which means the widths of the encoder in reverse order. Range: each 1 to 65,536. An empty array makes a
    /// linear decoder.
    /// </value>
    public int[]? DecoderHiddenDims { get; init; }

    /// <summary>Gets the activation function between layers.</summary>
    /// <value>Default: <see cref="VaeActivation.Relu"/>.</value>
    public VaeActivation Activation { get; init; } = VaeActivation.Relu;

    /// <summary>Gets the share of a hidden layer's outputs that training drops (Srivastava et al. 2014).</summary>
    /// <value>Default: 0. Range: at least 0, below 1.</value>
    public double Dropout { get; init; }

    /// <summary>
    /// Gets whether the last layers of encoder and decoder also read the input of these networks, which adds a linear path beside the
    /// hidden layers.
    /// </summary>
    /// <value>Default: false.</value>
    /// <remarks>Set it if columns depend on each other linearly, or exactly.</remarks>
    public bool LinearPath { get; init; }

    private int[] DecoderDims => DecoderHiddenDims ?? [.. HiddenDims.Reverse()];

    internal override VaeNetworkOptions ToChecked()
    {
        OptionRange.Given(HiddenDims, "Network.HiddenDims");
        CheckWidths(HiddenDims, "Network.HiddenDims");
        CheckWidths(DecoderHiddenDims ?? [], "Network.DecoderHiddenDims");
        OptionRange.Member(Activation, "Network.Activation");
        OptionRange.Share(Dropout, "Network.Dropout");
        return this with { HiddenDims = [.. HiddenDims], DecoderHiddenDims = DecoderHiddenDims?.ToArray() };
    }

    internal override (nn.Module<Tensor, Tensor> Module, int HiddenDim) CreateEncoder(int inputDim) =>
        AddLinearPath(
            NewLayers().AddHidden([inputDim, .. HiddenDims]).ToSequential(),
            HiddenDims is [.., var last] ? last : inputDim,
            inputDim
        );

    internal override nn.Module<Tensor, Tensor> CreateDecoder(int latentWidth, int parameterWidth)
    {
        int[] widths = [latentWidth, .. DecoderDims];
        var layers = NewLayers().AddHidden(widths);
        if (!LinearPath)
        {
            return layers.Add("output", nn.Linear(widths[^1], parameterWidth)).ToSequential();
        }

        var (hidden, width) = AddLinearPath(layers.ToSequential(), widths[^1], latentWidth);
        return nn.Sequential(("hidden", hidden), ("output", nn.Linear(width, parameterWidth)));
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
            OptionRange.Width(widths[i], FormattableString.Invariant($"{name}[{i}]"));
        }
    }

    private (nn.Module<Tensor, Tensor> Module, int Width) AddLinearPath(
        nn.Module<Tensor, Tensor> layers,
        int width,
        int inputDim
    ) => LinearPath ? (new WithInput(layers), width + inputDim) : (layers, width);

    private LayerList NewLayers() => new(Activation, Dropout);
}
