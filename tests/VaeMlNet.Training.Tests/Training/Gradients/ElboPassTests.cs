using static TorchSharp.torch;

namespace VaeMlNet.Tests;

public class ElboPassTests
{
    private const double KlWeight = 0.7;
    private const int RowCount = 10;

    [TestCase(VaeActivation.Relu)]
    [TestCase(VaeActivation.Tanh)]
    [TestCase(VaeActivation.Silu)]
    [Proves(71)]
    public void Run_FullyConnectedLayers_GivesAutogradsLossAndGradients(VaeActivation activation) =>
        AssertSame(
            Some.Options() with
            {
                Network = new FullyConnectedNetworkOptions { HiddenDims = [16, 9], Activation = activation },
            }
        );

    [Test]
    public void Run_LinearPath_GivesAutogradsLossAndGradients() =>
        AssertSame(
            Some.Options() with
            {
                Network = new FullyConnectedNetworkOptions { HiddenDims = [16, 9], LinearPath = true },
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

    [TestCaseSource(typeof(LikelihoodCases), nameof(LikelihoodCases.WithGradients))]
    [Proves(71)]
    public void Run_AnyLikelihood_GivesAutogradsLossAndGradients(VaeLikelihoodOptions likelihood)
    {
        var options = Some.Options(likelihood: likelihood);
        using var network = new VariationalAutoencoder(LikelihoodCases.Width, options);
        using var rows = LikelihoodCases.Rows(likelihood, RowCount);

        Assert.That(ElboPass.Supports(network), Is.True);

        AssertSame(options, network, rows, rows);
    }

    [Test]
    public void Run_LogVariancesBeyondTheirBound_GivesAutogradsLossAndGradients() =>
        AssertSame(
            Some.Options(),
            network =>
            {
                var latents = network.LatentDim;
                network.PosteriorHead.bias!.narrow(0, latents, latents).fill_(-2 * GaussianLatent.LogVarianceBound);
            }
        );

    [Test]
    public void Supports_ActivationWithoutManualGradient_IsFalse()
    {
        using var network = Network(
            new() { Network = new FullyConnectedNetworkOptions { Activation = VaeActivation.Gelu } }
        );

        Assert.That(ElboPass.Supports(network), Is.False);
    }

    [Test]
    public void Supports_OtherLatents_IsFalse()
    {
        using var discrete = Network(new() { Latent = new GumbelSoftmaxLatentOptions() });

        Assert.That(ElboPass.Supports(discrete), Is.False);
    }

    private static VariationalAutoencoder Network(VaeTrainerOptions options) => new(Some.Width, options);

    private static void AssertSame(VaeTrainerOptions options, Action<VariationalAutoencoder>? change = null)
    {
        using var scope = NewDisposeScope();
        using var network = Network(options);
        var features = Some.Rows(RowCount);
        AssertSame(options, network, features, features * 0.9, change);
    }

    private static void AssertSame(
        VaeTrainerOptions options,
        VariationalAutoencoder network,
        Tensor features,
        Tensor input,
        Action<VariationalAutoencoder>? change = null
    )
    {
        using var scope = NewDisposeScope();
        using var generator = new Generator(5);
        network.Initialize(generator);
        using (no_grad())
        {
            change?.Invoke(network);
        }

        var noise = randn(RowCount, options.LatentDimOrDefault, generator: generator);
        var rows = new StepRows(new(features, null), input, noise);
        var terms = network.NegativeElbo(rows.Features, rows.Noise, 0, rows.Input);
        Some.Loss(terms, KlWeight).backward();

        var parameters = new FlatParameters(network.modules());
        var gradient = parameters.NewGradient();
        var pass = new ElboPass(network, parameters, gradient, RowCount, new());
        using var noGrad = no_grad();
        parameters.Read();
        var factors = Enumerable.Repeat(1f / RowCount, RowCount).ToArray();
        pass.Forward(rows);
        pass.Backward(factors, KlWeight);
        var largest = pass.Forward(rows); // the second pass writes over the first
        pass.Backward(factors, KlWeight);

        Assert.Multiple(() =>
        {
            AssertClose(tensor(pass.Reconstructions.ToArray()), terms.Reconstruction);
            AssertClose(tensor(pass.Kls.ToArray()), terms.KlPerLatent.sum(1));
            Assert.That(largest, Is.EqualTo(features.abs().max().item<float>()));
        });
        foreach (var parameter in network.parameters())
        {
            AssertClose(parameters.Slice(parameter, gradient).Gradient, parameter.grad!);
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
