using Microsoft.ML;
using VaeMlNet.Tests.Shared;
using static TorchSharp.torch;

namespace VaeMlNet.Tests;

/// <summary>Scores of networks that learned to fill hidden cells: the probability of each cell given the others.</summary>
public sealed class PseudoLikelihoodTests
{
    private static readonly VaeTrainerOptions Options = SomeTable.Options with
    {
        InputNoise = new() { Kind = VaeInputNoiseKind.HiddenCells, Level = 1 },
    };

    [Test]
    public void Score_EachSlot_IsItsProbabilityWithoutItsCell([Values] bool embeds, [Values] bool bins)
    {
        using var scope = NewDisposeScope();
        using var trained = Fit(
            Options with
            {
                EmbedCategoriesAbove = embeds ? 2 : 250,
                Likelihood = bins ? new HistogramLikelihoodOptions() : new GaussianLikelihoodOptions(),
            }
        );
        var network = trained.Network;
        var likelihood = (TableLikelihood)network.Likelihood;
        var raw = RawRows(trained);
        var rows = network.EncodeRows(raw);
        var score = network.Score(rows);
        var (head, values) = (network.ComputeHead(rows), network.Values(rows));
        var penalty = likelihood.WithPenalties(zeros_like(values), values);
        var ofWidths = values.nan_to_num(0) * tensor(network.PseudoLikelihood!.LogWidths);

        Assert.Multiple(() =>
        {
            for (var cell = 0; cell < trained.Table!.RawWidth; cell++)
            {
                using var hidden = raw.clone();
                hidden.select(1, cell).fill_(float.NaN);
                var parameters = network.forward(network.EncodeRows(hidden));
                var expected = TableSlots.SumsPerRawSlot(
                    trained.Table,
                    likelihood.NegativeLogLikelihoodPerSlot(parameters, values) + penalty + ofWidths
                );
                var actual = TableSlots.SumsPerRawSlot(trained.Table, score.ScoreContributions);

                Assert.That(
                    TensorValues.Floats(actual.select(1, cell)),
                    Is.EqualTo(TensorValues.Floats(expected.select(1, cell))).Within(1e-4)
                );
            }

            var seen = likelihood.NegativeLogLikelihoodPerSlot(network.forward(rows), values) + penalty;
            Assert.That(Floats(score.Contributions), Is.EqualTo(Floats(seen)).Within(1e-4));
            Assert.That(
                Floats(score.Kl),
                Is.EqualTo(Floats(network.Latent.KlPerLatent(head).sum(1, true))).Within(1e-4)
            );
            Assert.That(Floats(score.Score), Is.EqualTo(Floats(score.ScoreContributions.sum(1, true))).Within(1e-4));
        });
    }

    [Test]
    public void Export_ScoresOfEveryKindOfColumn_AreThoseOfTorchSharp([Values] bool embeds, [Values] bool bins)
    {
        using var folder = new TemporaryFolder();
        using var trained = Fit(
            Options with
            {
                EmbedCategoriesAbove = embeds ? 2 : 250,
                Likelihood = bins ? new HistogramLikelihoodOptions() : new GaussianLikelihoodOptions(),
            }
        );
        trained.Export(folder["model"], SomeTable.View(SomeTable.Rows(30, seed: 3))); // compares them
        using var model = VaeModel.Open(folder["model"]);

        Assert.That(model.Verify().Passed, Is.True);
    }

    [Test]
    public void PassOf_MoreSlotsThanPasses_HidesNoNeighborsTogether()
    {
        var wide = HardTable.Wide(40);
        using var trained = new VaeTrainer(new() { EpochCount = 1 }).Fit(wide.View, wide.ColumnNames);
        var passes = trained.Network.PseudoLikelihood!;
        long[] ofSlots = [.. Enumerable.Range(0, trained.Table!.RawWidth).Select(slot => passes.PassOf(slot))];

        Assert.That(ofSlots.Distinct().Count(), Is.EqualTo(PseudoLikelihood.MostPasses));
        Assert.That(ofSlots, Is.All.LessThan(passes.PassCount));
        Assert.That(ofSlots.Zip(ofSlots.Skip(1)).Count(pair => pair.First == pair.Second), Is.Zero);
    }

    [Test]
    public void Score_OtherNetworks_HaveNone()
    {
        using var detector = new VaeTrainer(SomeTable.Options) { ForAnomalies = true }.Fit(
            SomeTable.View(SomeTable.Rows(60)),
            SomeTable.Columns
        );

        Assert.That(detector.Network.PseudoLikelihood, Is.Null);
    }

    private static TrainedVae Fit(VaeTrainerOptions options) =>
        new VaeTrainer(options).Fit(SomeTable.View(SomeTable.Rows(120)), SomeTable.Columns);

    private static Tensor RawRows(TrainedVae trained)
    {
        using var rows = trained.ReadRows(SomeTable.View(SomeTable.Rows(30, seed: 2, missingShare: 0.2)));
        return rows.clone();
    }

    private static float[] Floats(Tensor values) => TensorValues.Floats(values);
}
