using static TorchSharp.torch;

namespace VaeMlNet.Tests;

public class NegativeElboTests
{
    [TestCase(DecoderLikelihood.Bernoulli)]
    [TestCase(DecoderLikelihood.GaussianUnitVariance)]
    public void Compute_Reconstruction_HasAGradientInEveryParameter(DecoderLikelihood likelihood)
    {
        var sizes = GradientSizes(likelihood, terms => terms.Reconstruction, "encoder", "posterior", "decoder");
        Assert.That(sizes, Has.Count.EqualTo(8).And.All.GreaterThan(0));
    }

    [Test]
    public void Compute_Kl_HasAGradientInEveryParameterOfTheEncoder()
    {
        var sizes = GradientSizes(DecoderLikelihood.Bernoulli, terms => terms.Kl, "encoder", "posterior");
        Assert.That(sizes, Has.Count.EqualTo(4).And.All.GreaterThan(0));
    }

    [Test]
    public void Compute_TwiceTheSameRows_HasTheSameMean()
    {
        using var scope = NewDisposeScope();
        using var network = new VariationalAutoencoder(Some.Width, [8], 2);
        var likelihood = Likelihood.Of(DecoderLikelihood.Bernoulli);
        var x = Some.Rows(5);
        var eps = randn(5, 2);
        var once = NegativeElbo.Compute(network, likelihood, x, eps);
        var twice = NegativeElbo.Compute(network, likelihood, cat([x, x], 0), cat([eps, eps], 0));
        Assert.Multiple(() =>
        {
            Assert.That(
                twice.Reconstruction.item<float>(),
                Is.EqualTo(once.Reconstruction.item<float>()).Within(0.1).Percent
            );
            Assert.That(twice.Kl.item<float>(), Is.EqualTo(once.Kl.item<float>()).Within(0.1).Percent);
        });
    }

    [Test]
    public void Loss_AnyBeta_WeighsOnlyKl()
    {
        using var scope = NewDisposeScope();
        var terms = new ElboTerms(tensor(3f), tensor(2f));
        Assert.That(terms.Loss(4).item<float>(), Is.EqualTo(11f));
        Assert.That(new VaeLoss(3, 2, 4).Total, Is.EqualTo(11));
    }

    private static List<double> GradientSizes(
        DecoderLikelihood likelihood,
        Func<ElboTerms, Tensor> term,
        params string[] modules
    )
    {
        using var scope = NewDisposeScope();
        using var network = new VariationalAutoencoder(Some.Width, [8], 2);
        var parameters = network
            .named_parameters()
            .Where(p => modules.Contains(p.name.Split('.')[0]))
            .Select(p => (Tensor)p.parameter)
            .ToArray();
        var terms = NegativeElbo.Compute(network, Likelihood.Of(likelihood), Some.Rows(9), randn(9, 2));
        return [.. autograd.grad([term(terms)], parameters).Select(g => (double)g.abs().sum().item<float>())];
    }
}
