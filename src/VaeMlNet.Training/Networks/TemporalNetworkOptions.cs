using System.Text.Json;
using static TorchSharp.torch;

namespace VaeMlNet;

/// <summary>Options for temporal convolutional networks, for windows of time series.</summary>
/// <remarks>
/// <para>The encoder has a convolution over the places of a window for each of <see cref="Filters"/>, followed by fully connected layers. The
/// first convolution reads neighboring places, and each further one has twice the dilation of the one before it: the distance between the places
/// that a filter reads. So n convolutions see (<see cref="KernelSize"/> - 1) (2^n - 1) + 1 places. The decoder mirrors it with transposed
/// convolutions. No layer changes the length of a window, so that windows of any length work.</para>
/// Source: Bai, Kolter &amp; Koltun 2018 for doubled dilations. Unlike there, filters also read later places, because a window is known as a
/// whole, and there are no residual connections.
/// </remarks>
public sealed record TemporalNetworkOptions : WindowNetworkOptions
{
    private const int MostConvolutions = 16;

    /// <summary>Gets the number of filters of each convolution of the encoder.</summary>
    /// <value>Default: [32, 32, 32]. Range: 1 to 16 convolutions, each with at least 1 filter.</value>
    /// <remarks>Choose more convolutions if a pattern is longer than the places that they see, 15 by default.</remarks>
    public int[] Filters { get; init; } = [32, 32, 32];

    /// <summary>Gets the number of places that a filter reads.</summary>
    /// <value>Default: 3. Range: odd numbers from 1.</value>
    public int KernelSize { get; init; } = 3;

    /// <summary>
    /// Gets the widths of the fully connected layers between the last convolution and the latents. The decoder has them in reverse order.
    /// </summary>
    /// <value>Default: empty. Range: each at least 1.</value>
    public int[] HiddenDims { get; init; } = [];

    /// <summary>Gets the activation function between layers.</summary>
    /// <value>Default: <see cref="VaeActivation.Relu"/>.</value>
    public VaeActivation Activation { get; init; } = VaeActivation.Relu;

    internal override VaeNetworkOptions ToChecked()
    {
        OptionRange.Require(
            Filters is { Length: >= 1 and <= MostConvolutions },
            "Network.Filters",
            Filters is null ? "null" : FormattableString.Invariant($"of {Filters.Length} convolutions"),
            $"the number of filters of 1 to {MostConvolutions} convolutions"
        );
        FullyConnectedNetworkOptions.CheckWidths(Filters!, "Network.Filters");
        OptionRange.Require(
            KernelSize >= 1 && KernelSize % 2 == 1,
            "Network.KernelSize",
            KernelSize,
            $"odd and at least 1"
        );
        OptionRange.Given(HiddenDims, "Network.HiddenDims");
        FullyConnectedNetworkOptions.CheckWidths(HiddenDims, "Network.HiddenDims");
        OptionRange.Member(Activation, "Network.Activation");
        return this with { Filters = [.. Filters!], HiddenDims = [.. HiddenDims] };
    }

    private protected override (nn.Module<Tensor, Tensor> Module, int HiddenDim) CreateEncoder(WindowShape window)
    {
        var layers = NewLayers()
            .Add("window", nn.Unflatten(1, [window.Length, window.Channels])) // [N, W, C]
            .Add("channels", new SwappedAxes(1)); // [N, C, W]
        int[] channels = [window.Channels, .. Filters];
        for (var i = 1; i < channels.Length; i++)
        {
            var dilation = Dilation(i);
            var convolution = nn.Conv1d(
                channels[i - 1],
                channels[i],
                KernelSize,
                padding: Padding(dilation),
                dilation: dilation
            );
            layers.AddConvolution("conv", i, convolution, channels[i]);
        }

        var width = checked(channels[^1] * window.Length);
        layers.Add("flat", nn.Flatten()).AddHidden([width, .. HiddenDims]);
        return (layers.ToSequential(), HiddenDims is [.., var last] ? last : width);
    }

    private protected override nn.Module<Tensor, Tensor> CreateDecoder(
        int latentWidth,
        WindowShape window,
        int parameterCount
    )
    {
        var layers = NewLayers();
        layers
            .AddHidden([latentWidth, .. HiddenDims.Reverse(), checked(Filters[^1] * window.Length)])
            .Add("window", nn.Unflatten(1, [Filters[^1], window.Length])); // [N, F, W]
        for (var i = Filters.Length; i > 1; i--)
        {
            layers.AddConvolution("conv", i, NewTransposed(Filters[i - 1], Filters[i - 2], i), Filters[i - 2]);
        }

        return layers
            .Add("output", NewTransposed(Filters[0], checked(parameterCount * window.Channels), 1)) // [N, K * C, W]
            .Add("parameters", nn.Unflatten(1, [parameterCount, window.Channels])) // [N, K, C, W]
            .Add("places", new SwappedAxes(2)) // [N, K, W, C]
            .Add("flat", nn.Flatten())
            .ToSequential();
    }

    internal override VaeArchitecture Describe(int inputDim, int latentWidth) =>
        new()
        {
            Kind = VaeArchitecture.Temporal,
            InputDim = inputDim,
            Filters = Filters,
            HiddenDims = HiddenDims,
            LatentDim = latentWidth,
            Activation = JsonNamingPolicy.SnakeCaseLower.ConvertName(Activation.ToString()),
        };

    private static long Dilation(int number) => 1L << (number - 1);

    // The kernel is odd, so that a window keeps its length.
    private long Padding(long dilation) => dilation * (KernelSize / 2);

    private nn.Module<Tensor, Tensor> NewTransposed(int from, int to, int number)
    {
        var dilation = Dilation(number);
        return nn.ConvTranspose1d(from, to, KernelSize, padding: Padding(dilation), dilation: dilation);
    }

    private LayerList NewLayers() => new(Activation, VaeNormalization.None, dropout: 0);
}
