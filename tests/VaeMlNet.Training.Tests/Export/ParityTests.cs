using static TorchSharp.torch;

namespace VaeMlNet.Tests;

/// <summary>ONNX Runtime against TorchSharp for every two kinds of networks, likelihoods and latents.</summary>
public class ParityTests
{
    [TestCaseSource(typeof(ModelCases), nameof(ModelCases.EachPart))]
    public void Run_EachPart_AgreesOnBatchesOfAnySize(VaeTrainerOptions options) => AssertAgrees(options);

    [TestCaseSource(typeof(ModelCases), nameof(ModelCases.All))]
    [Category("Long")]
    public void Run_EveryCombination_AgreesOnBatchesOfAnySize(VaeTrainerOptions options) => AssertAgrees(options);

    private static void AssertAgrees(VaeTrainerOptions options)
    {
        using var network = ModelCases.NewNetwork(options);
        var files = Graphs(network);
        foreach (var rowCount in (int[])[1, 7, 64])
        {
            using var rows = LikelihoodCases.Rows(options.LikelihoodOrDefault, rowCount, seed: rowCount);
            var differences = ParityCheck.Run(files, network, rows); // throws beyond 1e-5 + 1e-4 |reference|
            Assert.That(differences.Select(d => d.ToleranceUsed), Is.All.InRange(0, 1), $"{rowCount} rows");
        }
    }

    [Test]
    public void Build_EveryCombination_PassesPythonsChecker()
    {
        PythonOnnx.RequireInstalled();
        using var folder = new TemporaryFolder();
        foreach (var (index, data) in ModelCases.All.Index())
        {
            using var network = ModelCases.NewNetwork((VaeTrainerOptions)data.Arguments[0]!);
            ModelFolderWriter.WriteFiles(folder[$"{index}"], Graphs(network));
        }

        PythonOnnx.Check(Directory.GetFiles(folder.Path, "*.onnx", SearchOption.AllDirectories));
    }

    [Test]
    public void Run_ExtremeHeads_StillAgree([Values(-1e3f, -20, 20, 1e3f)] float spread)
    {
        // The raw scale and logits of a head can be extreme. The graphs must not overflow before TorchSharp.
        foreach (var (_, latent) in ModelCases.Latents)
        {
            using var network = ModelCases.NewNetwork(
                new VaeTrainerOptions { Latent = latent, Network = ModelCases.Networks[0].Options }
            );
            using (no_grad())
            {
                var bias = network.PosteriorHead.bias!;
                bias.narrow(0, bias.shape[0] / 2, bias.shape[0] / 2).fill_(spread);
            }

            var files = Graphs(network);
            using var rows = LikelihoodCases.Rows(VaeLikelihoodOptions.Bernoulli, 7);
            Assert.That(() => ParityCheck.Run(files, network, rows), Throws.Nothing, $"{latent}");
        }
    }

    private static readonly VaeLikelihoodOptions[] OfCounts =
    [
        VaeLikelihoodOptions.Poisson,
        new MultinomialLikelihoodOptions(),
        new ZeroInflatedLikelihoodOptions { Values = VaeLikelihoodOptions.Poisson },
        .. ((double[])[1e-6, 0.001, 1, 50]).SelectMany(dispersion =>
            (VaeLikelihoodOptions[])
                [
                    new NegativeBinomialLikelihoodOptions { Dispersion = dispersion, Learned = VaeLearnedScale.None },
                    new ZeroInflatedLikelihoodOptions
                    {
                        Values = new NegativeBinomialLikelihoodOptions
                        {
                            Dispersion = dispersion,
                            Learned = VaeLearnedScale.None,
                        },
                    },
                ]
        ),
    ];

    [Test]
    public void Run_CountsBeyondTheTable_AgreeWithLogGamma(
        [ValueSource(nameof(OfCounts))] VaeLikelihoodOptions likelihood
    )
    {
        using var network = ModelCases.NewNetwork(
            new VaeTrainerOptions
            {
                Likelihood = likelihood,
                LatentDim = 2,
                HiddenDims = [4],
            }
        );
        var files = Graphs(network);
        using var rows = Some.ToTensor([0, 1, 1022, 1023, 1024, 1025], [5000, 0, 0, 0, 0, 20_000], [0, 0, 0, 0, 0, 0]);

        Assert.That(() => ParityCheck.Run(files, network, rows), Throws.Nothing);
    }

    private static Dictionary<string, byte[]> Graphs(VariationalAutoencoder network) =>
        ModelGraph.All(network).ToDictionary(graph => graph.FileName, graph => graph.Build().ToBytes());
}
