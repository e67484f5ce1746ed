namespace VaeMlNet.Cli;

/// <summary>The values of <c>--model</c>.</summary>
internal static class ModelPreset
{
    /// <summary>The network 784-400-20 for MNIST.</summary>
    public const string Mnist = "mnist";

    /// <summary>A fully connected network for any data. Options set its sizes and its likelihood.</summary>
    public const string FullyConnected = "fully-connected";

    /// <summary>A model of the raw columns of a table. Options that are not given are chosen from the data.</summary>
    public const string Table = "table";

    /// <summary>A table model for anomaly detection. The training rows may contain anomalies.</summary>
    public const string Detector = "detector";

    /// <summary>
    /// A table model with hidden layers of 100 and 20, 100 latents whose standard deviation is a softplus, and a decoder that
    /// mirrors the encoder.
    /// </summary>
    public const string Tabular = "tabular";

    /// <summary>A detector of anomalies in the rows of time series. It reads windows of rows.</summary>
    public const string Series = "series";

    private const string Mnist2D = "mnist-2d";
    private const string MnistBeta4 = "mnist-beta4";
    private const string MnistGumbel = "mnist-gumbel";
    private const string MnistConv = "mnist-conv";
    private const string MnistConvDense = "mnist-conv-dense";

    /// <summary>
    /// The default number of training rows for convolutions without stride, which are slow at full resolution.
    /// </summary>
    private const int SlowRowCount = 10_000;

    public static IReadOnlyList<string> All { get; } =
    [
        Mnist,
        Mnist2D,
        MnistBeta4,
        MnistGumbel,
        MnistConv,
        MnistConvDense,
        Table,
        Detector,
        Tabular,
        Series,
        FullyConnected,
    ];

    /// <summary>Returns whether a model is for the images of MNIST only.</summary>
    public static bool IsForMnist(string model) => model != FullyConnected && !IsTable(model);

    /// <summary>
    /// Returns whether a model takes the raw columns of a table: numbers with missing values, Booleans, categories. Those of time series take
    /// the numbers and Booleans.
    /// </summary>
    public static bool IsTable(string? model) => model is Table or Detector or Tabular or Series;

    /// <summary>Returns the options of a model.</summary>
    /// <remarks>
    /// The options are created on demand, because verbs that only run models must not load TorchSharp.
    /// </remarks>
    public static VaeTrainerOptions Options(string model) =>
        model switch
        {
            Mnist2D => new()
            {
                HiddenDims = [128, 64],
                LatentDim = 2,
                Optimizer = new() { Kind = VaeOptimizerKind.RmsProp },
            },
            MnistBeta4 => new() { Beta = 4 },
            MnistGumbel => new() { Latent = new GumbelSoftmaxLatentOptions { CategoryCount = 10 } },
            MnistConv => new() { Network = new ConvolutionalNetworkOptions() },
            MnistConvDense => new()
            {
                Network = new ConvolutionalNetworkOptions
                {
                    Stride = 1,
                    HiddenDims = [32],
                    DecoderHiddenDims = [],
                },
            },
            Tabular => new()
            {
                HiddenDims = [100, 20],
                LatentDim = 100,
                Latent = new GaussianLatentOptions { HasSoftplusScale = true },
            },
            _ => new(),
        };

    /// <summary>Returns the default number of training rows, from the first; null for all.</summary>
    public static int? DefaultRowCount(string model) => model == MnistConvDense ? SlowRowCount : null;
}
