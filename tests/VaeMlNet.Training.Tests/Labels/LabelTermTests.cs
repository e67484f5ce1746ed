using TorchSharp;
using static TorchSharp.torch;

namespace VaeMlNet.Tests;

/// <summary>The terms that labels add to the loss, with their gradients, in float64.</summary>
internal sealed class LabelTermTests
{
    private const double Step = 1e-6;

    private static readonly StepSettings Settings = new(1e-3, 1, LatentDistribution.Exact);

    private DisposeScope scope = null!;

    [SetUp]
    public void OpenScope() => scope = NewDisposeScope();

    [TearDown]
    public void CloseScope() => scope.Dispose();

    [Test]
    public void Loss_Key_IsTheCrossEntropyOfTheKey()
    {
        using var head = NewHead(TableColumnKind.Key, keyCount: 3);
        var embeddings = tensor(new double[] { 1, -2, 0.5, 3 }, [2, 2]);
        var logits = head.call(embeddings).data<double>().ToArray();
        double Expected(int row, int key) =>
            Math.Log(Enumerable.Range(0, 3).Sum(k => Math.Exp(logits[(3 * row) + k]))) - logits[(3 * row) + key - 1];

        Assert.That(
            head.Loss(embeddings, tensor(new double[] { 3, 1 })).data<double>().ToArray(),
            Is.EqualTo(new[] { Expected(0, 3), Expected(1, 1) }).Within(1e-12)
        );
    }

    [Test]
    public void Loss_Boolean_IsTheCrossEntropyOfTrue()
    {
        using var head = NewHead(TableColumnKind.Boolean);
        var embeddings = tensor(new double[] { 1, -2, 0.5, 3 }, [2, 2]);
        var logits = head.call(embeddings).data<double>().ToArray();

        Assert.That(
            head.Loss(embeddings, tensor(new double[] { 1, 0 })).data<double>().ToArray(),
            Is.EqualTo(new[] { Math.Log(1 + Math.Exp(-logits[0])), Math.Log(1 + Math.Exp(logits[1])) }).Within(1e-12)
        );
    }

    [Test]
    public void Loss_Number_IsHalfTheSquaredErrorOfTheStandardizedNumber()
    {
        using var head = NewHead(TableColumnKind.Number);
        var embeddings = tensor(new double[] { 1, -2 }, [1, 2]);
        var output = head.call(embeddings).item<double>();

        Assert.That(
            head.Loss(embeddings, tensor(new double[] { 1200 })).item<double>(),
            Is.EqualTo(0.5 * Math.Pow(output - 2, 2)).Within(1e-9)
        );
    }

    [TestCase(TableColumnKind.Key)]
    [TestCase(TableColumnKind.Boolean)]
    [TestCase(TableColumnKind.Number)]
    public void Compute_Prediction_HasTheGradientOfFiniteDifferences(TableColumnKind kind)
    {
        var keyCount = kind == TableColumnKind.Key ? 2 : 0;
        using var network = NewNetwork(Column(kind, keyCount));
        LabelPredictionTerm term = new(new() { ColumnName = "Label", Weight = 3 });
        var labeled = NewBatch(network, [1, keyCount == 2 ? 2 : 0, 1]);

        FiniteDifferences.AssertGradients(
            network,
            () => term.Compute(network, labeled, NewTerms(5), Settings),
            Step,
            "encoder",
            "posterior",
            "labelHead"
        );
    }

    [Test]
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
            () => term.Compute(network, labeled, NewTerms(5), Settings),
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
            term.Compute(network, labeled, NewTerms(median), Settings).item<double>(),
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
        var value = term.Compute(network, labeled, NewTerms(1.9), Settings);
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
        term.Compute(network, labeled, NewTerms(1), Settings).backward();
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

    private static VariationalAutoencoder NewNetwork(TableColumn? label = null)
    {
        VaeTrainerOptions options = new()
        {
            LatentDim = 2,
            Network = new FullyConnectedNetworkOptions { HiddenDims = [5], Activation = VaeActivation.Tanh },
        };
        var network = new VariationalAutoencoder(Some.Width, options, null, null, label);
        using var generator = new Generator(2);
        network.Initialize(generator);
        network.to(ScalarType.Float64);
        return network;
    }

    private static LabelHead NewHead(TableColumnKind kind, int keyCount = 0)
    {
        var head = new LabelHead(Column(kind, keyCount), 2);
        head.to(ScalarType.Float64);
        return head;
    }

    private static TableColumn Column(TableColumnKind kind, int keyCount) =>
        new()
        {
            Name = "Label",
            Kind = kind,
            Width = 1,
            KeyCount = keyCount,
            Means = kind == TableColumnKind.Number ? [1000] : [],
            Scales = kind == TableColumnKind.Number ? [100] : [],
        };
}
