using static TorchSharp.torch;

namespace VaeMlNet;

/// <summary>Options for recurrent networks of gated recurrent units (GRU), for windows of time series.</summary>
/// <remarks>
/// <para>The encoder reads a window place by place, and its state after the last place determines the latents. The decoder reads the latents in
/// each place, and its state in a place determines the distribution of the row there. Both start with a state of 0.</para>
/// <para>Training takes longer than with fully connected layers, because the places of a window are computed one after the other.</para>
/// Source: Cho et al. 2014.
/// </remarks>
public sealed record RecurrentNetworkOptions : WindowNetworkOptions
{
    private const int MostLayers = 16;

    /// <summary>Gets the number of states of a layer, H.</summary>
    /// <value>Default: 64. Range: 1 and up.</value>
    public int HiddenDim { get; init; } = 64;

    /// <summary>Gets the number of layers of the encoder and of the decoder. Each layer reads the states of the layer before it.</summary>
    /// <value>Default: 1. Range: 1 to 16.</value>
    public int LayerCount { get; init; } = 1;

    internal override VaeNetworkOptions ToChecked()
    {
        OptionRange.AtLeast(HiddenDim, 1, "Network.HiddenDim");
        OptionRange.Require(
            LayerCount is >= 1 and <= MostLayers,
            "Network.LayerCount",
            LayerCount,
            $"1 to {MostLayers}"
        );
        return this;
    }

    private protected override (nn.Module<Tensor, Tensor> Module, int HiddenDim) CreateEncoder(WindowShape window) =>
        (
            nn.Sequential(
                ("window", nn.Unflatten(1, [window.Length, window.Channels])), // [N, W, C]
                ("gru", new RecurrentLayers(window.Channels, HiddenDim, LayerCount, givesLastPlace: true)) // [N, H]
            ),
            HiddenDim
        );

    private protected override nn.Module<Tensor, Tensor> CreateDecoder(
        int latentWidth,
        WindowShape window,
        int parameterCount
    ) =>
        nn.Sequential(
            ("window", new RepeatedRow(window.Length)), // [N, W, Z]
            ("gru", new RecurrentLayers(latentWidth, HiddenDim, LayerCount, givesLastPlace: false)), // [N, W, H]
            ("output", nn.Linear(HiddenDim, checked(parameterCount * window.Channels))), // [N, W, K * C]
            ("parameters", nn.Unflatten(2, [parameterCount, window.Channels])), // [N, W, K, C]
            ("places", new SwappedAxes(1)), // [N, K, W, C]
            ("flat", nn.Flatten())
        );

    internal override VaeArchitecture Describe(int inputDim, int latentWidth) =>
        new()
        {
            Kind = VaeArchitecture.Recurrent,
            InputDim = inputDim,
            HiddenDims = [.. Enumerable.Repeat(HiddenDim, LayerCount)],
            LatentDim = latentWidth,
            Activation = "tanh",
        };
}
