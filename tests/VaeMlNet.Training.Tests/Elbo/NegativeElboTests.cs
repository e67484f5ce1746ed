using TorchSharp;
using static TorchSharp.torch;

namespace VaeMlNet.Tests;

public class NegativeElboTests
{
    [TestCaseSource(typeof(Some), nameof(Some.Likelihoods))]
    public void Compute_Reconstruction_HasAGradientInEveryParameter(VaeLikelihoodOptions likelihood)
    {
        var sizes = GradientSizes(likelihood, terms => terms.Reconstruction.sum(), "encoder", "posterior", "decoder");

        Assert.That(sizes, Has.Count.EqualTo(8).And.All.GreaterThan(0));
    }

    [Test]
    public void Compute_Kl_HasAGradientInEveryParameterOfTheEncoder()
    {
        var sizes = GradientSizes(
            VaeLikelihoodOptions.Bernoulli,
            terms => terms.KlPerLatent.sum(),
            "encoder",
            "posterior"
        );

        Assert.That(sizes, Has.Count.EqualTo(4).And.All.GreaterThan(0));
    }

    [Test]
    public void Compute_Rows_GivesTermsPerRowAndPerLatent()
    {
        using var scope = NewDisposeScope();
        using var network = Some.Network(Some.Width, [8], 2);
        var x = Some.Rows(5);
        var eps = randn(5, 2);
        var all = network.NegativeElbo(x, eps, LatentDistribution.Exact);
        var last = network.NegativeElbo(x.narrow(0, 4, 1), eps.narrow(0, 4, 1), LatentDistribution.Exact);

        Assert.Multiple(() =>
        {
            Assert.That(all.Reconstruction.shape, Is.EqualTo(new long[] { 5 }));
            Assert.That(all.KlPerLatent.shape, Is.EqualTo(new long[] { 5, 2 }));
            Assert.That(
                all.Reconstruction[4].item<float>(),
                Is.EqualTo(last.Reconstruction[0].item<float>()).Within(0.1).Percent
            );
            Assert.That(
                all.KlPerLatent[4].sum().item<float>(),
                Is.EqualTo(last.KlPerLatent.sum().item<float>()).Within(0.1).Percent
            );
        });
    }

    [Test]
    public void Compute_TwiceTheSameRows_HasTheSameMean()
    {
        using var scope = NewDisposeScope();
        using var network = Some.Network(Some.Width, [8], 2);
        var x = Some.Rows(5);
        var eps = randn(5, 2);
        var once = network.NegativeElbo(x, eps, LatentDistribution.Exact);
        var twice = network.NegativeElbo(cat([x, x], 0), cat([eps, eps], 0), LatentDistribution.Exact);

        Assert.Multiple(() =>
        {
            Assert.That(
                twice.MeanReconstruction().item<float>(),
                Is.EqualTo(once.MeanReconstruction().item<float>()).Within(0.1).Percent
            );
            Assert.That(twice.MeanKl().item<float>(), Is.EqualTo(once.MeanKl().item<float>()).Within(0.1).Percent);
        });
    }

    [Test]
    public void Loss_AnyBeta_WeighsOnlyKl()
    {
        using var scope = NewDisposeScope();
        var terms = new ElboTerms(tensor(new[] { 2f, 4f }), tensor(new[] { 0.5f, 1f, 1.5f, 1f }, [2, 2]));

        Assert.That(Some.Loss(terms, beta: 4).item<float>(), Is.EqualTo(11f));
        Assert.That(new VaeLoss(3, 2, 4).Total, Is.EqualTo(11));
    }

    [Test]
    [Proves(57)]
    public void Loss_WeightedRows_HasTheGradientOfFiniteDifferences()
    {
        using var scope = NewDisposeScope();
        using VariationalAutoencoder network = new(
            Some.Width,
            new()
            {
                LatentDim = 2,
                Network = new FullyConnectedNetworkOptions { HiddenDims = [6], Activation = VaeActivation.Tanh },
            }
        );
        network.to(ScalarType.Float64);
        var x = Some.Rows(6).to(ScalarType.Float64);
        var noise = randn(6, 2, ScalarType.Float64);
        var weights = tensor(new double[] { 1, 2, 1, 0.5, 1, 0.5 });

        FiniteDifferences.AssertGradients(
            network,
            () =>
                VariationalAutoencoder.Loss(
                    network.NegativeElbo(x, noise, LatentDistribution.Exact),
                    weights,
                    klWeight: 0.7,
                    rowsKept: 6,
                    freeBits: 0
                ),
            step: 1e-5
        );
    }

    private static List<double> GradientSizes(
        VaeLikelihoodOptions likelihood,
        Func<ElboTerms, Tensor> term,
        params string[] modules
    )
    {
        using var scope = NewDisposeScope();
        using var network = Some.Network(Some.Width, [8], 2, likelihood);
        var parameters = network
            .named_parameters()
            .Where(p => modules.Contains(p.name.Split('.')[0]))
            .Select(p => (Tensor)p.parameter)
            .ToArray();
        var terms = network.NegativeElbo(Some.Rows(9), randn(9, 2), LatentDistribution.Exact);
        return [.. autograd.grad([term(terms)], parameters).Select(g => (double)g.abs().sum().item<float>())];
    }
}
