using static TorchSharp.torch;

namespace VaeMlNet.Tests;

public class ElboPassTests
{
    private const double KlWeight = 0.7;

    [TestCase(VaeActivation.Relu)]
    [TestCase(VaeActivation.Tanh)]
    [TestCase(VaeActivation.Sigmoid)]
    public void Run_FullyConnectedLayers_GivesAutogradsLossAndGradients(VaeActivation activation) =>
        AssertSame(
            Some.Options() with
            {
                Network = new FullyConnectedNetworkOptions { HiddenDims = [16, 9], Activation = activation },
            }
        );

    [TestCase(1, 3, 4)]
    [TestCase(3, 2, 2)]
    public void Run_Convolutions_GivesAutogradsLossAndGradients(int channels, int height, int width) =>
        AssertSame(
            Some.Options() with
            {
                Network = new ConvolutionalNetworkOptions { Image = new(channels, height, width), HiddenDims = [7] },
            }
        );

    [Test]
    public void Run_GaussianLikelihood_GivesAutogradsLossAndGradients() =>
        AssertSame(Some.Options(likelihood: new GaussianLikelihoodOptions { Variance = 0.1 }));

    [Test]
    public void Run_PoissonLikelihood_GivesAutogradsLossAndGradients() =>
        AssertSame(Some.Options(likelihood: new PoissonLikelihoodOptions()));

    [Test]
    public void Run_LogVariancesBeyondTheirBound_GivesAutogradsLossAndGradients() =>
        AssertSame(Some.Options() with { Latent = new GaussianLatentOptions { LogVarianceBound = 1e-3 } });

    [TestCase(VaeActivation.Gelu)]
    [TestCase(VaeActivation.Silu)]
    public void Supports_ActivationWithoutManualGradient_IsFalse(VaeActivation activation)
    {
        using var network = Network(new() { Network = new FullyConnectedNetworkOptions { Activation = activation } });

        Assert.That(ElboPass.Supports(network), Is.False);
    }

    [Test]
    public void Supports_OtherLatentsOrLikelihoods_IsFalse()
    {
        using var discrete = Network(new() { Latent = new GumbelSoftmaxLatentOptions() });
        using var learned = Network(new() { Likelihood = new StudentTLikelihoodOptions() });

        Assert.That(ElboPass.Supports(discrete) || ElboPass.Supports(learned), Is.False);
    }

    private static VariationalAutoencoder Network(VaeTrainerOptions options) => new(Some.Width, options);

    private static void AssertSame(VaeTrainerOptions options)
    {
        using var scope = NewDisposeScope();
        using var network = Network(options);
        var features = Some.Rows(10);
        var rows = new StepRows(new(features, null), features * 0.9, randn(10, options.LatentDimOrDefault));
        var terms = network.NegativeElbo(rows.Features, rows.Noise, 0, rows.Input);
        Some.Loss(terms, KlWeight).backward();

        var parameters = new FlatParameters(network.modules());
        var gradient = parameters.NewGradient();
        var pass = new ElboPass(network, parameters, gradient, 10);
        using var noGrad = no_grad();
        parameters.Read();
        var sums = pass.Run(rows, KlWeight, 10);
        sums = pass.Run(rows, KlWeight, 10); // the second pass writes over the first

        Assert.Multiple(() =>
        {
            Assert.That(sums.Reconstruction, Is.EqualTo(terms.Reconstruction.sum().item<float>()).Within(1e-4).Percent);
            Assert.That(sums.Kl, Is.EqualTo(terms.KlPerLatent.sum().item<float>()).Within(1e-4).Percent);
            Assert.That(sums.LargestFeature, Is.EqualTo(features.abs().max().item<float>()));
        });
        foreach (var module in network.modules())
        {
            var (weight, bias) = ModuleParameters.Find(module);
            if (weight is not null)
            {
                var layer = parameters.Slice(module, gradient);
                AssertClose(layer.WeightGradient, weight.grad!);
                AssertClose(layer.BiasGradient!, bias!.grad!);
            }
        }
    }

    private static void AssertClose(Tensor actual, Tensor expected)
    {
        var largest = expected.abs().max().item<float>();
        // Otherwise nothing is compared: with some seeds every ReLU of a layer of so small a network is 0 for all rows.
        Assert.That(largest, Is.GreaterThan(0));
        Assert.That((actual - expected).abs().max().item<float>(), Is.LessThan(1e-6 * Math.Max(1, largest)));
    }
}
