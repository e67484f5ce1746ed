using static TorchSharp.torch;

namespace VaeMlNet.Tests;

public class ImportanceWeightedObjectiveTests
{
    private const int Samples = 3;

    [Test]
    public void Compute_SeveralSamples_IsTheBoundOfTheirWeights()
    {
        using var scope = NewDisposeScope();
        using var network = NewNetwork();
        var x = Some.Rows(5);
        var noise = randn(5, Samples * 2);

        var terms = Terms(network, x, noise, isDoubly: false);

        var logWeights = stack([
            .. Enumerable
                .Range(0, Samples)
                .Select(k => network.LogImportanceWeight(network.ComputeHead(x), x, noise.narrow(1, 2 * k, 2))),
        ]); // [K, n]
        var bound = (logWeights.exp().sum(0L) / (double)Samples).log();

        Assert.That(
            TensorValues.Floats(Total(terms)),
            Is.EqualTo(TensorValues.Floats(-bound)).AsCollection.Within(1e-4)
        );
    }

    [Test]
    public void Compute_OneSample_IsTheNegativeElboOfThatSample()
    {
        using var scope = NewDisposeScope();
        using var network = NewNetwork();
        var x = Some.Rows(5);
        var noise = randn(5, 2);
        var objective = new ImportanceWeightedObjective(new() { Samples = 1 });

        var (terms, _) = objective.Compute(network, new(x, x, noise), new(1, 1, null, 5));

        var expected = -network.LogImportanceWeight(network.ComputeHead(x), x, noise);

        Assert.That(
            TensorValues.Floats(Total(terms)),
            Is.EqualTo(TensorValues.Floats(expected)).AsCollection.Within(1e-4)
        );
    }

    [Test]
    public void Compute_DoublyReparameterized_GivesTheDecoderTheSameGradient()
    {
        var (plain, doubly) = (Gradients(isDoubly: false), Gradients(isDoubly: true));

        Assert.Multiple(() =>
        {
            foreach (var (name, expected) in plain.Where(g => g.Key.StartsWith("decoder", StringComparison.Ordinal)))
            {
                Assert.That(doubly[name], Is.EqualTo(expected).AsCollection.Within(1e-5), name);
            }
        });
    }

    [Test]
    public void Compute_DoublyReparameterized_GivesTheEncoderTheSameGradientOnAverage()
    {
        // Many copies of a few rows, with noise of their own: the mean gradient is nearly the expectation. Without squaring the shares of
        // the weights, or with the gradient of the parameters of log q, the expectation is another.
        var (plain, doubly) = (Gradients(false, copies: 20_000), Gradients(true, copies: 20_000));

        Assert.Multiple(() =>
        {
            foreach (var (name, expected) in plain.Where(g => !g.Key.StartsWith("decoder", StringComparison.Ordinal)))
            {
                var size = expected.Max(Math.Abs);

                Assert.That(doubly[name], Is.EqualTo(expected).AsCollection.Within(0.04 * size), name);
            }
        });
    }

    [Test]
    public void Compute_DoublyReparameterized_HasASmallerVariance()
    {
        double Variance(bool isDoubly)
        {
            var draws = Enumerable
                .Range(1, 60)
                .Select(seed => Gradients(isDoubly, copies: 1, seed, samples: 64)["posterior.weight"])
                .ToArray();
            return draws[0].Select((_, i) => Deviation([.. draws.Select(draw => draw[i])])).Sum();
        }

        Assert.That(Variance(isDoubly: true), Is.LessThan(0.8 * Variance(isDoubly: false)));
    }

    [Test]
    public void Fit_ImportanceWeighted_ReportsTheBoundThatItTrains()
    {
        using var rows = Some.Rows(64);
        using var validation = Some.Rows(40, seed: 9);
        var options = Some.Options() with { Objective = new ImportanceWeightedObjectiveOptions { Samples = 20 } };
        using var model = new VaeTrainer(options).Fit(rows, validation);
        var loss = model.History[^1].Validation!;

        Assert.Multiple(() =>
        {
            Assert.That(loss.OtherTerms, Is.Negative, "the bound is tighter than the ELBO");
            Assert.That(loss, Is.EqualTo(model.Evaluate(validation, options.Seed)));
            Assert.That(
                -loss.Total,
                Is.EqualTo(model.LogLikelihoodPerRow(validation, 20).Average()).Within(0.15),
                "the same bound with other noise"
            );
        });
    }

    private static double Deviation(float[] values) =>
        Math.Sqrt(values.Average(v => Math.Pow(v - values.Average(), 2)));

    private static Tensor Total(ElboTerms terms) => terms.Reconstruction + terms.KlPerLatent.sum(1) + terms.Other!;

    private static ElboTerms Terms(VariationalAutoencoder network, Tensor x, Tensor noise, bool isDoubly) =>
        new ImportanceWeightedObjective(new() { Samples = Samples, DoublyReparameterizedGradient = isDoubly })
            .Compute(network, new(x, x, noise), new(1, 1, null, x.shape[0]))
            .Terms;

    private static Dictionary<string, float[]> Gradients(
        bool isDoubly,
        int copies = 1,
        int seed = 5,
        int samples = Samples
    )
    {
        using var scope = NewDisposeScope();
        using var network = NewNetwork();
        using var generator = new Generator((ulong)seed);
        var objective = new ImportanceWeightedObjective(
            new() { Samples = samples, DoublyReparameterizedGradient = isDoubly }
        );
        var x = Some.Rows(3).repeat(copies, 1);
        var noise = objective.DrawNoise(network.Latent, x.shape[0], generator);
        var (terms, complete) = objective.Compute(network, new(x, x, noise), new(1, 1, null, x.shape[0]));
        Some.Loss(terms).backward();
        complete?.Invoke();
        return network.named_parameters().ToDictionary(p => p.name, p => TensorValues.Floats(p.parameter.grad!));
    }

    private static VariationalAutoencoder NewNetwork()
    {
        var network = Some.Network(Some.Width, [6], 2);
        using var generator = new Generator(4);
        network.Initialize(generator);
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        foreach (var (name, parameter) in network.named_parameters())
        {
            // A decoder that depends much on z, so that the weights of samples differ.
            parameter.mul_(name.StartsWith("decoder", StringComparison.Ordinal) ? 3 : 1);
        }

        return network;
    }
}
