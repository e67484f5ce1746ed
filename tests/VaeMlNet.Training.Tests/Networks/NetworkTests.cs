using TorchSharp.Modules;
using static TorchSharp.torch;

namespace VaeMlNet.Tests;

public class NetworkTests
{
    public static IEnumerable<TestCaseData> Combinations => ModelCases.All;

    /// <summary>A missing term, a decoder that never sees z or a layer that is not registered leaves a parameter without.</summary>
    [TestCaseSource(nameof(Combinations))]
    public void Compute_EveryCombination_GivesEveryParameterAGradientThatMovesIt(VaeTrainerOptions options)
    {
        using var scope = NewDisposeScope();
        using var network = ModelCases.NewNetwork(options);
        using var generator = new Generator(8);
        var x = LikelihoodCases.Rows(options.LikelihoodOrDefault, 32);
        network.train();
        var names = network.named_parameters().Select(p => p.name).ToArray();
        var parameters = network.parameters().Select(p => (Tensor)p).ToArray();
        var terms = network.NegativeElbo(x, network.Latent.DrawNoise(32, generator), temperature: 0.7);
        var gradients = autograd.grad([Some.Loss(terms)], parameters);

        Assert.Multiple(() =>
        {
            foreach (var (name, gradient) in names.Zip(gradients).Where(p => !IsShiftOfASoftmax(options, p.First)))
            {
                var largest = gradient.abs().max().item<float>();
                Assert.That(largest, Is.GreaterThan(1e-6).And.LessThan(1e6), name);
            }
        });
    }

    /// <summary>A small step in z changes the likelihood's mean by a bounded amount, also between codes.</summary>
    [TestCaseSource(nameof(Combinations))]
    public void Decode_SmallStepInZ_ChangesTheMeanByABoundedAmount(VaeTrainerOptions options)
    {
        const double Step = 1e-3;
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        using var network = ModelCases.NewNetwork(options);
        using var generator = new Generator(9);
        network.eval();
        var z = network.Latent.DrawPrior(64, generator);
        var direction = randn(64, network.Latent.Width, generator: generator);
        var step = direction / direction.norm(1, true) * Step;
        // The mean of an amount is the exponential of the square of an output.
        var areAmounts =
            options.Likelihood
            is LogNormalLikelihoodOptions
                or ZeroInflatedLikelihoodOptions { Values: LogNormalLikelihoodOptions };
        Tensor Mean(Tensor latents)
        {
            var mean = network.Likelihood.Mean(network.Decode(latents));
            return areAmounts ? mean.log() : mean;
        }

        var change = (Mean(z + step) - Mean(z)).norm(1);
        var far = (Mean(z + (step * 2.0)) - Mean(z + step)).norm(1);

        Assert.Multiple(() =>
        {
            Assert.That(change.max().item<float>(), Is.LessThan(100 * Step));
            Assert.That((change - far).abs().max().item<float>(), Is.LessThan(Step), "the slope changes slowly, too");
            Assert.That(change.mean().item<float>(), Is.GreaterThan(1e-3 * Step), "the decoder sees z");
        });
    }

    [TestCase(1, 28, 28, 3, 2)]
    [TestCase(3, 7, 10, 3, 2)]
    [TestCase(1, 1, 5, 3, 3)]
    [TestCase(2, 13, 9, 5, 4)]
    [TestCase(1, 6, 6, 3, 1)]
    public void ConvolutionalNetwork_AnyImage_RestoresItsSize(
        int channels,
        int height,
        int width,
        int kernel,
        int stride
    )
    {
        using var scope = NewDisposeScope();
        var inputDim = channels * height * width;
        var options = new VaeTrainerOptions
        {
            Network = new ConvolutionalNetworkOptions
            {
                Image = new(channels, height, width),
                Filters = [2, 3, 4],
                KernelSize = kernel,
                Stride = stride,
                HiddenDims = [5],
            },
            LatentDim = 2,
        };
        using var network = new VariationalAutoencoder(inputDim, options);

        Assert.That(network.call(rand(2, inputDim)).shape, Is.EqualTo(new long[] { 2, inputDim }));
    }

    [Test]
    public void ConvolutionalNetwork_Defaults_AreTheStridedNetworkForMnist()
    {
        using var network = new VariationalAutoencoder(
            784,
            new VaeTrainerOptions { Network = new ConvolutionalNetworkOptions(), LatentDim = 20 }
        );

        Assert.That(
            Shapes(network),
            Is.EquivalentTo([
                "encoder.conv1.weight [32, 1, 3, 3]",
                "encoder.conv1.bias [32]",
                "encoder.conv2.weight [64, 32, 3, 3]",
                "encoder.conv2.bias [64]",
                "posterior.weight [40, 3136]",
                "posterior.bias [40]",
                "decoder.hidden1.weight [3136, 20]",
                "decoder.hidden1.bias [3136]",
                "decoder.conv2.weight [64, 32, 3, 3]",
                "decoder.conv2.bias [32]",
                "decoder.output.weight [32, 1, 3, 3]",
                "decoder.output.bias [1]",
            ])
        );
    }

    [Test]
    public void ConvolutionalNetwork_DenseDecoder_IsOneLayerFromLatentsToPixels()
    {
        using var network = new VariationalAutoencoder(
            784,
            new VaeTrainerOptions
            {
                Network = new ConvolutionalNetworkOptions
                {
                    Stride = 1,
                    HiddenDims = [32],
                    DecoderHiddenDims = [],
                },
                LatentDim = 20,
            }
        );

        Assert.That(
            Shapes(network),
            Is.EquivalentTo([
                "encoder.conv1.weight [32, 1, 3, 3]",
                "encoder.conv1.bias [32]",
                "encoder.conv2.weight [64, 32, 3, 3]",
                "encoder.conv2.bias [64]",
                "encoder.hidden1.weight [32, 50176]",
                "encoder.hidden1.bias [32]",
                "posterior.weight [40, 32]",
                "posterior.bias [40]",
                "decoder.output.weight [784, 20]",
                "decoder.output.bias [784]",
            ])
        );
    }

    [Test]
    public void FullyConnectedNetwork_EveryOption_StandsBetweenItsLayers()
    {
        using var network = Network(
            new FullyConnectedNetworkOptions
            {
                HiddenDims = [5, 4],
                DecoderHiddenDims = [3],
                Activation = VaeActivation.Silu,
                Dropout = 0.25,
            }
        );
        var encoder = (Sequential)network.Encoder;
        var decoder = (Sequential)network.Decoder;

        Assert.Multiple(() =>
        {
            Assert.That(
                encoder.named_children().Select(child => child.name),
                Is.EqualTo(new[] { "hidden1", "silu1", "dropout1", "hidden2", "silu2", "dropout2" })
            );
            Assert.That(
                decoder.children().Select(child => child.GetType()),
                Is.EqualTo(new[] { typeof(Linear), typeof(SiLU), typeof(SeededDropout), typeof(Linear) })
            );
        });
    }

    [Test]
    public void FullyConnectedNetwork_AnyActivation_IsExported([Values] VaeActivation activation)
    {
        using var folder = new TemporaryFolder();
        var network = new FullyConnectedNetworkOptions { HiddenDims = [5], Activation = activation };
        using var trained = Some.Trained(Some.Options(epochCount: 1) with { Network = network });
        using var rows = Some.Rows(7);

        Assert.That(() => trained.Export(folder["model"], rows), Throws.Nothing);
        Assert.That(
            VaeModel.ReadManifest(folder["model"]).Architecture.Activation,
            Is.EqualTo(activation.ToString().ToLowerInvariant())
        );
    }

    [Test]
    public void Constructor_OtherSizeThanTheImage_SaysBothSizes() =>
        Assert.That(
            () => Network(new ConvolutionalNetworkOptions { Image = new(1, 2, 4) }),
            Throws
                .TypeOf<ArgumentOutOfRangeException>()
                .With.Message.Contains("1 x 2 x 4, 8 numbers")
                .And.Message.Contains("6")
        );

    private static readonly VaeNetworkOptions[] OutOfRange =
    [
        new FullyConnectedNetworkOptions { HiddenDims = [3, 0] },
        new FullyConnectedNetworkOptions { DecoderHiddenDims = [-1] },
        new FullyConnectedNetworkOptions { Dropout = 1 },
        new FullyConnectedNetworkOptions { Activation = (VaeActivation)99 },
        new ConvolutionalNetworkOptions { Filters = [] },
        new ConvolutionalNetworkOptions { KernelSize = 4 },
        new ConvolutionalNetworkOptions { Stride = 4 },
        new ConvolutionalNetworkOptions { Image = new(0, 28, 28) },
        new CustomNetworkOptions(),
    ];

    [TestCaseSource(nameof(OutOfRange))]
    public void Constructor_OptionOutOfRange_NamesIt(VaeNetworkOptions options) =>
        Assert.That(
            () => new VaeTrainer(new VaeTrainerOptions { Network = options }),
            Throws.TypeOf<ArgumentOutOfRangeException>().With.Message.Contains("VaeTrainerOptions.Network.")
        );

    /// <summary>Returns whether a parameter shifts all logits by the same amount, which does not change a softmax.</summary>
    private static bool IsShiftOfASoftmax(VaeTrainerOptions options, string parameter) =>
        parameter is "decoder.output.bias" or "decoder.output.convolution.bias"
        && options.Network is ConvolutionalNetworkOptions { DecoderHiddenDims: null }
        && options.Likelihood is MultinomialLikelihoodOptions or CategoricalLikelihoodOptions;

    private static VariationalAutoencoder Network(VaeNetworkOptions options) =>
        new(LikelihoodCases.Width, new VaeTrainerOptions { Network = options, LatentDim = 2 });

    private static IEnumerable<string> Shapes(VariationalAutoencoder network) =>
        network.named_parameters().Select(p => $"{p.name} [{string.Join(", ", p.parameter.shape)}]");
}
