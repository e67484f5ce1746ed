using static TorchSharp.torch;

namespace VaeMlNet;

/// <summary>
/// Options for networks that read the rows of a window in the order of time: <see cref="TemporalNetworkOptions"/> and
/// <see cref="RecurrentNetworkOptions"/>.
/// </summary>
/// <remarks>
/// They are for detectors of time series, because the length W and the channels C of a window come from
/// <see cref="VaeTrainerOptions.Series"/>. A row of the model is a window, [N, W * C], place after place. The marks of missing cells have
/// no place in the window: the last layer of the encoder reads them.
/// </remarks>
public abstract record WindowNetworkOptions : VaeNetworkOptions
{
    private protected WindowNetworkOptions() { }

    /// <summary>Gets the shape of a window; null before the network is created.</summary>
    internal WindowShape? Window { get; private init; }

    // A window has no place for conditions.
    internal override bool EncodesConditions => false;

    internal override VaeNetworkOptions ForSeries(VaeSeries? series)
    {
        OptionRange.Require(
            series is not null,
            "Network",
            GetType().Name,
            $"another network, unless VaeSeriesTrainer trains the model"
        );
        return this with { Window = new(series!.WindowLength, series.Channels.Count) };
    }

    internal sealed override (nn.Module<Tensor, Tensor> Module, int HiddenDim) CreateEncoder(int inputDim)
    {
        var markCount = inputDim - RequiredWindow.Size;
        OptionRange.Require(
            markCount >= 0,
            "Series",
            FormattableString.Invariant($"of {RequiredWindow.Length} rows of {RequiredWindow.Channels} channels"),
            $"of at most as many numbers as the rows have features, {inputDim}"
        );
        var (module, hiddenDim) = CreateEncoder(RequiredWindow);
        return markCount == 0
            ? (module, hiddenDim)
            : (new WithMarks(module, RequiredWindow.Size, markCount), hiddenDim + markCount);
    }

    internal sealed override nn.Module<Tensor, Tensor> CreateDecoder(int latentWidth, int parameterWidth)
    {
        OptionRange.Require(
            parameterWidth % RequiredWindow.Size == 0,
            "Network",
            GetType().Name,
            $"a fully connected network, because the likelihood needs {parameterWidth} outputs, which are not equally many for each of the {RequiredWindow.Size} cells of a window"
        );
        return CreateDecoder(latentWidth, RequiredWindow, parameterWidth / RequiredWindow.Size);
    }

    /// <summary>Creates the encoder's layers, [N, W * C] -> hidden [N, H]. The caller must dispose them.</summary>
    private protected abstract (nn.Module<Tensor, Tensor> Module, int HiddenDim) CreateEncoder(WindowShape window);

    /// <summary>Creates the decoder, [N, Z] -> [N, K * W * C]. The caller must dispose it.</summary>
    /// <param name="latentWidth">Z.</param>
    /// <param name="window">W and C.</param>
    /// <param name="parameterCount">K, the number of parameters that the likelihood has for each cell.</param>
    private protected abstract nn.Module<Tensor, Tensor> CreateDecoder(
        int latentWidth,
        WindowShape window,
        int parameterCount
    );

    private WindowShape RequiredWindow =>
        Window ?? throw new InvalidOperationException("The options of the network were not completed by ForSeries.");
}
