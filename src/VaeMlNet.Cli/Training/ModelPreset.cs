namespace VaeMlNet.Cli;

/// <summary>The values of <c>--model</c>.</summary>
internal static class ModelPreset
{
    /// <summary>784-400-20 for MNIST.</summary>
    public const string Mnist = "mnist";

    /// <summary>Sizes and likelihood by option, for any data.</summary>
    public const string FullyConnected = "fully-connected";

    /// <summary>For the raw columns of a table; what is not given by option is chosen from the data.</summary>
    public const string Table = "table";

    /// <summary>The same, chosen to find anomalies, which may be in the training rows, too.</summary>
    public const string Detector = "detector";

    /// <summary>
    /// For the raw columns of a table: hidden layers of 100 and 20, 100 latents with a softplus spread, and the mirror image
    /// as decoder.
    /// </summary>
    public const string Tabular = "tabular";

    private const string Mnist2D = "mnist-2d";
    private const string MnistBeta4 = "mnist-beta4";
    private const string MnistGumbel = "mnist-gumbel";
    private const string MnistConv = "mnist-conv";
    private const string MnistConvDense = "mnist-conv-dense";

    /// <summary>Unstrided convolutions in full resolution are slow: MNIST's first rows are enough to see them work.</summary>
    private const int SlowRowCount = 10_000;

    /// <summary>All of them.</summary>
    public static IReadOnlyList<string> All { get; } =
    [Mnist, Mnist2D, MnistBeta4, MnistGumbel, MnistConv, MnistConvDense, Table, Detector, Tabular, FullyConnected];

    /// <summary>Whether it is for MNIST's images, and not for data of the user's own.</summary>
    public static bool IsForMnist(string model) => model is not (FullyConnected or Table or Detector or Tabular);

    /// <summary>Whether it takes the raw columns of a table: numbers with gaps, true and false, categories.</summary>
    public static bool IsTable(string? model) => model is Table or Detector or Tabular;

    /// <summary>How the model is built and trained.</summary>
    /// <remarks>Made here and not beforehand: verbs that only run models must not load what trains them.</remarks>
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
                Latent = new GaussianLatentOptions { Scale = PosteriorScale.Softplus },
            },
            _ => new(),
        };

    /// <summary>How many of the first rows to train on where nothing else is said, or null for all.</summary>
    public static int? DefaultRowCount(string model) => model == MnistConvDense ? SlowRowCount : null;
}
