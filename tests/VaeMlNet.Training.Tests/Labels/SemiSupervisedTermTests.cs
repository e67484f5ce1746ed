using TorchSharp;
using static TorchSharp.torch;

namespace VaeMlNet.Tests;

/// <summary>The loss of models whose label is a latent, with its gradients, in float64.</summary>
internal sealed class SemiSupervisedTermTests
{
    private const double Step = 1e-6;
    private const long RowCount = 100;
    private const double KlWeight = 0.7;

    private static readonly float[] Shares = [0.5f, 0.3f, 0.2f];

    private DisposeScope scope = null!;

    [SetUp]
    public void OpenScope() => scope = NewDisposeScope();

    [TearDown]
    public void CloseScope() => scope.Dispose();

    [Test]
    [Proves(70)]
    public void Compute_RowsWithoutLabels_IsTheExpectationOverTheLabels()
    {
        // With the wrong sign of the entropy of q(y|x), or without log p(y), the sum would differ.
        using var network = NewNetwork();
        var rows = NewRows(network, 4);
        var terms = network.NegativeElbo(rows.Features, rows.Noise, LatentDistribution.Exact);
        var head = network.ComputeHead(rows.Features);
        var q = Probabilities(head);
        for (var row = 0; row < 4; row++)
        {
            var expected = GaussianKl(head, row);
            for (var label = 0; label < Shares.Length; label++)
            {
                var ofLabel = ErrorWith(network, rows, row, label);
                expected += q[row][label] * ((ofLabel / 0.7) + Math.Log(q[row][label]) - Math.Log(Shares[label]));
            }

            Assert.That(
                terms.Reconstruction[row].item<double>() + (0.7 * terms.KlPerLatent[row].sum().item<double>()),
                Is.EqualTo(0.7 * expected).Within(1e-6)
            );
        }
    }

    [Test]
    [Proves(70)]
    public void Compute_LabeledRows_IsTheirElboInProportionAndTheCrossEntropy()
    {
        // The cross-entropy has the weight alpha in labeled rows, and is not a part of the loss of other rows.
        using var network = NewNetwork();
        var rows = NewRows(network, 3);
        double[] labels = [2, 1, 3];
        SemiSupervisedTerm term = new(new() { ColumnName = "Label", Weight = 4 }, RowCount);
        var head = network.ComputeHead(rows.Features);
        var q = Probabilities(head);
        var (elbo, crossEntropy) = (0.0, 0.0);
        for (var row = 0; row < 3; row++)
        {
            var label = (int)labels[row] - 1;
            elbo += ErrorWith(network, rows, row, label) + (0.7 * (GaussianKl(head, row) - Math.Log(Shares[label])));
            crossEntropy -= Math.Log(q[row][label]);
        }

        var terms = network.NegativeElbo(rows.Features, rows.Noise, LatentDistribution.Exact);
        var unknown = terms.Reconstruction.mean().item<double>() + (0.7 * terms.MeanKl().item<double>());

        Assert.That(
            term.Compute(network, NewBatch(rows, labels, totalCount: 20), KlWeight, LatentDistribution.Exact)
                .item<double>(),
            Is.EqualTo(((elbo / 3) - unknown) * 20 / RowCount + (4 * crossEntropy / 3)).Within(1e-6)
        );
    }

    /// <summary>The rows of a batch count as rows without a label, and the term takes that back.</summary>
    [Test]
    public void Compute_AllRowsHaveALabel_LossIsThatOfRowsWithTheirLabelOnce()
    {
        using var network = NewNetwork();
        var rows = NewRows(network, 3);
        double[] labels = [2, 1, 3];
        SemiSupervisedTerm term = new(new() { ColumnName = "Label", Weight = 1e-9 }, rowCount: 3);
        var head = network.ComputeHead(rows.Features);
        var elbo = Enumerable
            .Range(0, 3)
            .Average(row =>
                ErrorWith(network, rows, row, (int)labels[row] - 1)
                + (0.7 * (GaussianKl(head, row) - Math.Log(Shares[(int)labels[row] - 1])))
            );

        var terms = network.NegativeElbo(rows.Features, rows.Noise, LatentDistribution.Exact);
        var ofBatch = terms.Reconstruction.mean().item<double>() + (0.7 * terms.MeanKl().item<double>());
        var ofLabels = term.Compute(network, NewBatch(rows, labels, totalCount: 3), KlWeight, LatentDistribution.Exact)
            .item<double>();

        Assert.That(ofBatch + ofLabels, Is.EqualTo(elbo).Within(1e-6));
    }

    [Test]
    public void Compute_RowOfWeightTwo_CountsLikeTwoRows()
    {
        using var network = NewNetwork();
        var rows = NewRows(network, 2);
        SemiSupervisedTerm term = new(new() { ColumnName = "Label", Weight = 4 }, RowCount);
        var once = NewBatch(rows, [2, 1], totalCount: 3);
        var weighted = once with { Rows = once.Rows with { Weights = tensor([4.0 / 3, 2.0 / 3]) } };
        var order = tensor([0L, 0, 1]);
        StepRows twice = new(new(rows.Features[order], null), null, rows.Noise[order]);

        Assert.That(
            Compute(weighted),
            Is.EqualTo(Compute(NewBatch(twice, [2, 2, 1], totalCount: 3))).Within(1e-9).And.Not.EqualTo(Compute(once))
        );

        double Compute(LabeledBatch batch) =>
            term.Compute(network, batch, KlWeight, LatentDistribution.Exact).item<double>();
    }

    [Test]
    [Proves(57)]
    public void Compute_RowsWithoutLabels_HasTheGradientOfFiniteDifferences()
    {
        using var network = NewNetwork();
        var rows = NewRows(network, 3);
        FiniteDifferences.AssertGradients(
            network,
            () =>
            {
                var terms = network.NegativeElbo(rows.Features, rows.Noise, LatentDistribution.Exact);
                return VariationalAutoencoder.Loss(terms, null, KlWeight, 3, 0);
            },
            Step
        );
    }

    [Test]
    public void Compute_LabeledRows_HasTheGradientOfFiniteDifferences()
    {
        using var network = NewNetwork();
        var batch = NewBatch(NewRows(network, 3), [1, 3, 2], totalCount: 3);
        SemiSupervisedTerm term = new(new() { ColumnName = "Label", Weight = 4 }, RowCount);
        FiniteDifferences.AssertGradients(
            network,
            () => term.Compute(network, batch, KlWeight, LatentDistribution.Exact),
            Step
        );
    }

    [Test]
    public void Compute_DecoderThatIgnoresTheLabel_TheBestClassifierIsThePrior()
    {
        // With the wrong sign of the entropy, a classifier that is sure would be the best one.
        using var network = NewNetwork();
        var rows = NewRows(network, 3);
        var decoder = network.Decoder.parameters().First(); // [hidden, Z]
        using (no_grad())
        {
            decoder.narrow(1, 2, Shares.Length).zero_();
            network.PosteriorHead.weight!.narrow(0, 4, Shares.Length).zero_();
            network.PosteriorHead.bias!.narrow(0, 4, Shares.Length).copy_(tensor(Shares).log());
        }

        var terms = network.NegativeElbo(rows.Features, rows.Noise, LatentDistribution.Exact);
        var loss = VariationalAutoencoder.Loss(terms, null, KlWeight, 3, 0);
        var ofLogits = autograd.grad([loss], [network.PosteriorHead.bias!])[0].narrow(0, 4, Shares.Length);

        Assert.That(terms.KlPerLatent.narrow(1, 2, 1).abs().max().item<double>(), Is.LessThan(1e-6));
        Assert.That(ofLogits.abs().max().item<double>(), Is.LessThan(1e-6));
    }

    [Test]
    public void Compute_ManyLabels_IsTheErrorOfOneDrawnLabel()
    {
        using var network = NewNetwork(LabeledLatent.MostEnumerated + 1);
        var rows = NewRows(network, 3);
        var terms = network.NegativeElbo(rows.Features, rows.Noise, LatentDistribution.Exact);
        var z = network.Latent.Sample(network.ComputeHead(rows.Features), rows.Noise, LatentDistribution.Exact);

        Assert.That(
            terms.Reconstruction.data<double>().ToArray(),
            Is.EqualTo(network.ReconstructionPerSlot(z, rows.Features).sum(1).data<double>().ToArray()).Within(1e-12)
        );
        Assert.That(network.Latent.IsRelaxed, Is.True);
    }

    private static double[][] Probabilities(Tensor head) =>
        [.. head.narrow(1, 4, Shares.Length).softmax(1).data<double>().ToArray().Chunk(Shares.Length)];

    private static double GaussianKl(Tensor head, int row)
    {
        var values = head[row].data<double>().ToArray();
        return Enumerable
            .Range(0, 2)
            .Sum(i => ((values[i] * values[i]) + Math.Exp(values[2 + i]) - values[2 + i] - 1) / 2);
    }

    /// <summary>Returns -log p(x|y, z) of a row with a label, z from the noise of the row.</summary>
    private static double ErrorWith(VariationalAutoencoder network, StepRows rows, int row, int label)
    {
        var head = network.ComputeHead(rows.Features)[row].data<double>().ToArray();
        var noise = rows.Noise[row].data<double>().ToArray();
        var z = new double[2 + Shares.Length];
        for (var i = 0; i < 2; i++)
        {
            z[i] = head[i] + (Math.Exp(head[2 + i] / 2) * noise[i]);
        }

        z[2 + label] = 1;
        var logits = network.Decode(tensor(z, [1, z.Length])).data<double>().ToArray();
        var x = rows.Features[row].data<double>().ToArray();
        return logits.Zip(x, (logit, value) => Math.Log(1 + Math.Exp(logit)) - (value * logit)).Sum();
    }

    private static StepRows NewRows(VariationalAutoencoder network, int count)
    {
        using var generator = new Generator(4);
        var x = Some.Rows(count).to(ScalarType.Float64);
        return new(new(x, null), null, network.Latent.DrawNoise(count, generator).to(ScalarType.Float64));
    }

    private static LabeledBatch NewBatch(StepRows rows, double[] labels, long totalCount) =>
        new(new(rows.Features, tensor(labels)) { TotalWeight = totalCount }, rows.Features, rows.Noise);

    private static VariationalAutoencoder NewNetwork(int labelCount = 3)
    {
        VaeTrainerOptions options = new()
        {
            LatentDim = 2,
            Network = new FullyConnectedNetworkOptions { HiddenDims = [5], Activation = VaeActivation.Tanh },
            Labels = new SemiSupervisedLabelOptions { ColumnName = "Label" },
        };
        TableColumn label = new()
        {
            Name = "Label",
            Kind = TableColumnKind.Key,
            Width = 1,
            KeyCount = labelCount,
            Shares = labelCount == 3 ? Shares : [.. Enumerable.Repeat(1f / labelCount, labelCount)],
        };
        var network = new VariationalAutoencoder(Some.Width, options, null, null, label);
        using var generator = new Generator(2);
        network.Initialize(generator);
        network.to(ScalarType.Float64);
        return network;
    }
}
