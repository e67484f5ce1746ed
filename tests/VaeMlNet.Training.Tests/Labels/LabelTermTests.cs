using TorchSharp;
using static TorchSharp.torch;

namespace VaeMlNet.Tests;

/// <summary>The terms that labels add to the loss, with their gradients, in float64.</summary>
internal sealed class LabelTermTests
{
    private const double Step = 1e-6;

    private DisposeScope scope = null!;

    [SetUp]
    public void OpenScope() => scope = NewDisposeScope();

    [TearDown]
    public void CloseScope() => scope.Dispose();

    [Test]
    [Proves(57)]
    [Proves(62)]
    public void Compute_KnownAnomalies_HasTheGradientOfFiniteDifferences()
    {
        using var network = NewNetwork();
        KnownAnomalyTerm term = new(
            new()
            {
                ColumnName = "Label",
                Weight = 3,
                Margin = 50,
            }
        );
        var labeled = NewBatch(network, [1, 1, 1]);

        FiniteDifferences.AssertGradients(
            network,
            () => term.Compute(network, labeled, NewTerms(5), klWeight: 1, LatentDistribution.Exact),
            Step,
            "encoder",
            "posterior",
            "decoder"
        );
    }

    [Test]
    public void Compute_KnownAnomalies_IsTheMissingPartOfTheMargin()
    {
        using var network = NewNetwork();
        var labeled = NewBatch(network, [1, 1, 1]);
        var scores = Scores(network, labeled);
        // Between the smallest and the largest, so that some of the terms are 0.
        var (median, margin) = (2.0, scores.Order().ElementAt(1) - 2 + 1e-3);
        KnownAnomalyTerm term = new(
            new()
            {
                ColumnName = "Label",
                Weight = 3,
                Margin = margin,
            }
        );
        var expected = 3 * scores.Average(score => Math.Max(0, median + margin - score));

        Assert.That(
            term.Compute(network, labeled, NewTerms(median), klWeight: 1, LatentDistribution.Exact).item<double>(),
            Is.EqualTo(expected).Within(1e-9)
        );
    }

    [Test]
    public void Compute_KnownAnomaliesAboveTheBound_HaveNoGradient()
    {
        using var network = NewNetwork();
        var labeled = NewBatch(network, [1, 1, 1]);
        var margin = Scores(network, labeled).Min() - 2;
        KnownAnomalyTerm term = new(
            new()
            {
                ColumnName = "Label",
                Weight = 3,
                Margin = margin,
            }
        );
        var value = term.Compute(network, labeled, NewTerms(1.9), klWeight: 1, LatentDistribution.Exact);
        value.backward();

        Assert.That(value.item<double>(), Is.Zero);
        Assert.That(
            network.parameters().Select(parameter => parameter.grad?.abs().max().item<double>() ?? 0),
            Is.All.Zero
        );
    }

    [Test]
    public void Compute_KnownAnomalies_AStepDownRaisesTheirScores()
    {
        // With the wrong sign, training would explain known anomalies better than other rows.
        using var network = NewNetwork();
        var labeled = NewBatch(network, [1, 1, 1]);
        KnownAnomalyTerm term = new(new() { ColumnName = "Label", Margin = 50 });
        var before = Scores(network, labeled).Average();
        term.Compute(network, labeled, NewTerms(1), klWeight: 1, LatentDistribution.Exact).backward();
        using (no_grad())
        {
            foreach (var parameter in network.parameters().Where(parameter => parameter.grad is not null))
            {
                parameter.sub_(parameter.grad! * 1e-3);
            }
        }

        Assert.That(Scores(network, labeled).Average(), Is.GreaterThan(before));
    }

    [Test]
    public void Draw_MoreRowsThanABatch_DrawsDifferentOnes()
    {
        using var generator = new Generator(1);
        var numbers = arange(100, ScalarType.Float32).reshape(100, 1);
        LabeledSet rows = new(new RowsOfTensor(numbers), TensorValues.Floats(numbers));
        var drawn = rows.Draw(30, generator);

        Assert.That(drawn.Count, Is.EqualTo(30));
        Assert.That(TensorValues.Floats(drawn.Rows), Is.EqualTo(TensorValues.Floats(drawn.Labels)));
        Assert.That(TensorValues.Floats(drawn.Labels).Distinct().Count(), Is.GreaterThan(15));
        Assert.That(
            TensorValues.Floats(rows.Draw(100, generator).Labels),
            Is.EqualTo(TensorValues.Floats(numbers)),
            "all of them"
        );
    }

    [Test]
    public void Draw_SampleOfMoreRows_KnowsHowManyThereAre([Values(10, 30)] int count)
    {
        using var generator = new Generator(1);
        var numbers = arange(20, ScalarType.Float32).reshape(20, 1);
        LabeledSet rows = new(new RowsOfTensor(numbers), TensorValues.Floats(numbers)) { TotalCount = 100_000 };

        Assert.That(rows.Draw(count, generator).TotalCount, Is.EqualTo(100_000));
    }

    private static double[] Scores(VariationalAutoencoder network, LabeledBatch labeled)
    {
        using var noGrad = no_grad();
        var terms = network.NegativeElbo(labeled.Rows.Rows, labeled.Noise, LatentDistribution.Exact, labeled.Input);
        return (terms.Reconstruction + terms.KlPerLatent.sum(1)).data<double>().ToArray();
    }

    /// <summary>Creates terms of a batch whose negative ELBO has a given median, and a mean far from it.</summary>
    private static ElboTerms NewTerms(double median) =>
        new(tensor(new[] { 1e5, median - 1, median - 2 }), tensor(new double[] { 1, 1, 1 }, [3, 1]));

    private static LabeledBatch NewBatch(VariationalAutoencoder network, double[] labels)
    {
        using var generator = new Generator(4);
        var x = Some.Rows(labels.Length).to(ScalarType.Float64);
        var noise = network.Latent.DrawNoise(labels.Length, generator).to(ScalarType.Float64);
        return new(new(x, tensor(labels)), x, noise);
    }

    private static VariationalAutoencoder NewNetwork()
    {
        VaeTrainerOptions options = new()
        {
            LatentDim = 2,
            Network = new FullyConnectedNetworkOptions { HiddenDims = [5], Activation = VaeActivation.Tanh },
        };
        var network = new VariationalAutoencoder(Some.Width, options);
        using var generator = new Generator(2);
        network.Initialize(generator);
        network.to(ScalarType.Float64);
        return network;
    }
}
