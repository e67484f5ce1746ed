using Microsoft.ML;
using Microsoft.ML.Data;
using VaeMlNet.Tests.Shared;
using static TorchSharp.torch;

namespace VaeMlNet.Tests;

/// <summary>The score of the kind MarginalLikelihood against the importance-weighted bound that TorchSharp computes.</summary>
public sealed class MarginalScoreTests
{
    private const int Samples = 2000;
    private const int RowCount = 12;

    private static readonly VaeScoreOptions Sampled = new()
    {
        Kind = VaeScoreKind.MarginalLikelihood,
        SampleCount = Samples,
    };

    private readonly MLContext ml = new(seed: 1);

    private static IEnumerable<TestCaseData> Models() =>
        LikelihoodCases
            .All.Select(likelihood => (new GaussianLatentOptions() as VaeLatentOptions, likelihood))
            .Concat(ModelCases.Latents.Skip(1).Select(latent => (latent.Options, LikelihoodCases.All[0])))
            .Index()
            .Select(model =>
                new TestCaseData(model.Item.Item1, model.Item.Item2).SetArgDisplayNames(
                    $"{model.Index} {model.Item.Item1.GetType().Name} {model.Item.Item2.GetType().Name}"
                )
            );

    [TestCaseSource(nameof(Models))]
    public void Transform_EveryLikelihoodAndLatent_IsTheNegativeLogLikelihoodWithItsConstants(
        VaeLatentOptions latent,
        DecoderLikelihood likelihood
    )
    {
        using var folder = new TemporaryFolder();
        using var rows = LikelihoodCases.Rows(likelihood, 64);
        var options = Some.Options(epochCount: 20, likelihood: likelihood, learningRate: 2e-3) with { Latent = latent };
        using var trained = new VaeTrainer(options).Fit(rows);
        trained.Export(folder["model"], rows);
        var values = TensorValues.Floats(rows).Chunk(LikelihoodCases.Width).Take(RowCount).ToArray();

        var scores = Scores(Some.View(LikelihoodCases.Width, values), folder["model"], Sampled);

        using var first = rows.narrow(0, 0, RowCount);
        AssertClose(scores, trained.LogLikelihoodPerRow(first, Samples));
    }

    [Test]
    public void Transform_TableWithEveryKindOfColumn_IsTheNegativeLogLikelihoodWithItsConstants(
        [Values] VaeMissingCells missing
    )
    {
        using var folder = new TemporaryFolder();
        HardTable table = new(
            "mixed",
            200,
            HardTable.Number("Income", row => row % 5 == 0 ? double.NaN : 5e4 * (1 + HardTable.Noise(row / 2, 0))),
            HardTable.Number("Visits", row => Math.Floor(6 * HardTable.Noise(row / 2, 0))),
            HardTable.Number("Binned", row => row % 7 == 0 ? double.NaN : Math.Exp(3 * HardTable.Noise(row / 2, 0))),
            HardTable.Numbers("Measures", 2, (row, s) => row % 4 == s ? double.NaN : HardTable.Noise(row, 2 + s)),
            HardTable.Flag("Married", row => HardTable.Noise(row / 2, 0) > 0.4),
            HardTable.Key("Job", row => row % 6 == 0 ? 0 : 1 + (int)(3 * HardTable.Noise(row / 2, 0)))
        );
        var options = SomeTable.Options with
        {
            MissingCells = missing,
            ColumnLikelihoods = new Dictionary<string, DecoderLikelihood>
            {
                ["Visits"] = new PoissonLikelihoodOptions(),
                ["Binned"] = new HistogramLikelihoodOptions(),
                ["Income"] = new StudentTLikelihoodOptions { Learned = LearnedScale.PerRow },
            },
        };
        using var trained = new VaeTrainer(options).Fit(table.View, table.ColumnNames);
        trained.Export(folder["model"], table.View);
        // The last column has keys that training did not have.
        var unseen = table with
        {
            Columns = [.. table.Columns[..^1], HardTable.Key("Job", row => row % 5)],
        };

        var view = unseen.Rows(40);
        using var scorer = ml.Transforms.VaeScore("Score", table.ColumnNames, folder["model"], Sampled).Fit(view);
        var scores = scorer.Transform(view).GetColumn<float>("Score").ToArray();

        using var rows = trained.ReadRows(view);
        AssertClose(scores, trained.LogLikelihoodPerRow(rows, Samples));
    }

    [Test]
    public void Transform_AnyBatchSizeAndOrder_GivesARowTheSameScore()
    {
        using var model = new SmallModel();
        var rows = Some.Values(9);
        var options = Sampled with { SampleCount = 20 };

        var scores = Scores(Some.View(rows), model.Folder, options);
        var oneByOne = Scores(Some.View(rows), model.Folder, options with { BatchSize = 1 });
        var reversed = Scores(Some.View([.. rows.Reverse()]), model.Folder, options);
        var again = Scores(Some.View(rows[3], rows[3]), model.Folder, options);

        Assert.Multiple(() =>
        {
            Assert.That(oneByOne, Is.EqualTo(scores).AsCollection.Within(1e-4));
            Assert.That(reversed.Reverse(), Is.EqualTo(scores).AsCollection.Within(1e-4));
            Assert.That(again, Is.All.EqualTo(scores[3]).Within(1e-4));
        });
    }

    [Test]
    public void Transform_Seed_ChoosesTheSamples()
    {
        using var model = new SmallModel();
        var view = Some.View(Some.Values(5));
        var options = Sampled with { SampleCount = 3 };

        var scores = Scores(view, model.Folder, options);

        Assert.Multiple(() =>
        {
            Assert.That(Scores(view, model.Folder, options), Is.EqualTo(scores));
            Assert.That(Scores(view, model.Folder, options with { Seed = 2 }), Is.Not.EqualTo(scores));
        });
    }

    [Test]
    public void Transform_MoreSamples_LowersTheScoreOnAverage()
    {
        using var model = new SmallModel();
        var view = Some.View(Some.Values(200, seed: 9));

        var means = new[] { 1, 5, 100 }
            .Select(count => Scores(view, model.Folder, Sampled with { SampleCount = count }).Average())
            .ToArray();

        Assert.That(means, Is.Ordered.Descending);
    }

    [Test]
    public void FitThreshold_MarginalLikelihood_ComputesAThresholdOfItsOwn()
    {
        using var model = new SmallModel();
        var view = Some.View(Some.Values(100, seed: 9));
        var options = Sampled with { SampleCount = 200 };
        using var scorer = ml.Transforms.VaeScore("Score", "Features", model.Folder, options).Fit(view);
        var before = scorer.Threshold;

        var threshold = scorer.FitThreshold(view, new() { Contamination = 0.2 });
        VaeModel.ReplaceThreshold(model.Folder, threshold);

        using var refitted = ml.Transforms.VaeScore("Score", "Features", model.Folder, options).Fit(view);
        using var opened = VaeModel.Open(model.Folder);

        Assert.Multiple(() =>
        {
            Assert.That(
                before,
                Is.EqualTo((float)model.Threshold.NegativeElbo),
                "the nearest one until one is computed"
            );
            Assert.That(threshold.MarginalLikelihood, Is.Not.Null.And.Not.EqualTo(threshold.NegativeElbo));
            Assert.That(opened.Manifest.Threshold, Is.EqualTo(threshold));
            Assert.That(refitted.Threshold, Is.EqualTo((float)threshold.MarginalLikelihood!.Value));
            Assert.That(refitted.Kind, Is.EqualTo(VaeScoreKind.MarginalLikelihood));
            Assert.That(
                refitted.Transform(view).GetColumn<bool>("PredictedLabel").Count(label => label),
                Is.EqualTo(20)
            );
        });
    }

    [Test]
    public void VaeScore_WhatSamplesCannotGive_IsRefused()
    {
        using var model = new SmallModel();
        using var stream = new MemoryStream();
        var view = Some.View(Some.Values(3));
        using var scorer = ml.Transforms.VaeScore("Score", "Features", model.Folder, Sampled).Fit(view);

        Assert.Multiple(() =>
        {
            Refuses(Sampled with { ContributionsColumnName = "Why" }, "ContributionsColumnName");
            Refuses(Sampled with { PValueColumnName = "P" }, "PValueColumnName");
            Refuses(Sampled with { SampleCount = 0 }, "SampleCount is 0");
            Assert.That(
                () => ml.Model.Save(scorer, view.Schema, stream),
                Throws.InstanceOf<NotSupportedException>().With.Message.Contains("MarginalLikelihood")
            );
        });

        void Refuses(VaeScoreOptions options, string fact) =>
            Assert.That(
                () => ml.Transforms.VaeScore("Score", "Features", model.Folder, options),
                Throws.InstanceOf<ArgumentException>().With.Message.Contains(fact)
            );
    }

    private static void AssertClose(IReadOnlyList<float> scores, double[] logLikelihoods)
    {
        // Both are estimates with samples of their own, which are less exact for rows that the encoder explains badly. A missing constant,
        // such as log(2 pi) / 2 for each slot, changes all rows.
        double[] differences = [.. scores.Zip(logLikelihoods, (score, value) => score + value)];
        Assert.That(differences.Order().ElementAt(differences.Length / 2), Is.EqualTo(0).Within(0.1));
        Assert.That(differences, Is.All.EqualTo(0).Within(4));
    }

    private float[] Scores(IDataView view, string folder, VaeScoreOptions options)
    {
        using var scorer = ml.Transforms.VaeScore("Score", "Features", folder, options).Fit(view);
        return [.. scorer.Transform(view).GetColumn<float>("Score")];
    }

    /// <summary>A trained model of features in a folder.</summary>
    private sealed class SmallModel : IDisposable
    {
        private readonly TemporaryFolder temporary = new();

        public SmallModel()
        {
            using var rows = Some.Rows(64);
            using var trained = new VaeTrainer(Some.Options(epochCount: 10)).Fit(rows);
            trained.Export(Folder, rows);
            Threshold = trained.TrainingData.Threshold;
        }

        public string Folder => temporary["model"];

        public VaeThreshold Threshold { get; }

        public void Dispose() => temporary.Dispose();
    }
}
