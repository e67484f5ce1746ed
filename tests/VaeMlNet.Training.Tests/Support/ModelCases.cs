using TorchSharp;
using TorchSharp.Modules;
using VaeMlNet.OnnxExport;
using static TorchSharp.torch;

namespace VaeMlNet.Tests;

/// <summary>
/// Every kind of network with every likelihood, every kind of network with every kind of latent, and every kind of latent with every
/// likelihood, in small sizes.
/// </summary>
/// <remarks>The graphs of three parts only connect them, so that all pairs are enough.</remarks>
internal static class ModelCases
{
    private static readonly VaeImageShape Image = new(1, 2, 3);

    public static (string Name, VaeNetworkOptions Options)[] Networks { get; } =
    [
        ("linear", new FullyConnectedNetworkOptions { HiddenDims = [] }),
        (
            "deep",
            new FullyConnectedNetworkOptions
            {
                HiddenDims = [7, 5, 4],
                DecoderHiddenDims = [3],
                Activation = VaeActivation.Gelu,
                Dropout = 0.2,
            }
        ),
        ("two layers", new FullyConnectedNetworkOptions { HiddenDims = [8, 6], Activation = VaeActivation.Tanh }),
        ("strided", new ConvolutionalNetworkOptions { Image = Image, Filters = [3, 4] }),
        (
            "dense",
            new ConvolutionalNetworkOptions
            {
                Image = Image,
                Filters = [3, 4],
                Stride = 1,
                HiddenDims = [5],
                DecoderHiddenDims = [],
            }
        ),
        ("custom", Custom()),
    ];

    public static (string Name, VaeLatentOptions Options)[] Latents { get; } =
    [
        ("gaussian", new GaussianLatentOptions()),
        ("softplus", new GaussianLatentOptions { HasSoftplusScale = true }),
        ("categorical", new GumbelSoftmaxLatentOptions { CategoryCount = 3 }),
    ];

    /// <summary>Gets the options, with names that list their parts.</summary>
    public static IEnumerable<TestCaseData> All =>
        from network in Networks.Index()
        from likelihood in LikelihoodCases.All.Index()
        select Combine(network.Item, Latents[(network.Index + likelihood.Index) % Latents.Length], likelihood);

    /// <summary>Gets fewer options, in which every likelihood, network and latent occurs.</summary>
    public static IEnumerable<TestCaseData> EachPart =>
        LikelihoodCases
            .All.Index()
            .Select(likelihood =>
                Combine(
                    Networks[likelihood.Index % Networks.Length],
                    Latents[(likelihood.Index + (likelihood.Index / Latents.Length)) % Latents.Length],
                    likelihood
                )
            );

    private static TestCaseData Combine(
        (string Name, VaeNetworkOptions Options) network,
        (string Name, VaeLatentOptions Options) latent,
        (int Index, VaeLikelihoodOptions Options) likelihood
    ) =>
        new TestCaseData(
            new VaeTrainerOptions
            {
                Network = network.Options,
                Latent = latent.Options,
                LatentDim = 9, // wider than any hidden layer
                Likelihood = likelihood.Options,
            }
        ).SetArgDisplayNames($"{network.Name}, {latent.Name}, {likelihood.Index} {likelihood.Options.GetType().Name}");

    /// <summary>
    /// Creates a network whose weights make its outputs differ. Its running averages differ from the initial ones.
    /// </summary>
    public static VariationalAutoencoder NewNetwork(VaeTrainerOptions options, int seed = 1)
    {
        var network = new VariationalAutoencoder(LikelihoodCases.Width, options);
        using var scope = NewDisposeScope();
        using var generator = new Generator((ulong)seed);
        network.Initialize(generator);
        using var noGrad = no_grad();
        foreach (var weight in network.parameters().Where(p => p.shape.Length > 1))
        {
            weight.mul_(2);
        }

        network.train();
        network.call(LikelihoodCases.Rows(options.LikelihoodOrDefault, 16));
        return network;
    }

    /// <summary>Creates custom modules: a residual one that defines its own export, and a plain tree of layers.</summary>
    public static CustomNetworkOptions Custom() =>
        new()
        {
            Encoder = inputDim => new Residual(inputDim),
            Decoder = (latentWidth, parameterWidth) =>
                nn.Sequential(
                    ("first", nn.Linear(latentWidth, 4)),
                    ("tanh", nn.Tanh()),
                    ("second", nn.Linear(4, parameterWidth))
                ),
        };

    internal sealed class Residual : nn.Module<Tensor, Tensor>, IOnnxExportable
    {
        private readonly Linear layer;

        public Residual(int width)
            : base(nameof(Residual))
        {
            layer = nn.Linear(width, width);
            RegisterComponents();
        }

        public override Tensor forward(Tensor input) => input + layer.call(input).tanh();

        public OnnxValue[] ExportTo(OnnxGraphBuilder graph, OnnxValue[] inputs, string path)
        {
            var tanh = graph.AddNode("Tanh", [graph.AddModule(layer, inputs[0], $"{path}.layer")]);
            return [graph.AddNode("Add", [inputs[0], tanh])];
        }
    }
}
