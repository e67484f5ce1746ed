using Microsoft.ML;
using Microsoft.ML.Data;
using VaeMlNet.Tests.Shared;
using static TorchSharp.torch;

namespace VaeMlNet.Tests;

/// <summary>
/// The score of the kind MarginalLikelihood against the importance-weighted bound that TorchSharp computes from the same samples of z.
/// </summary>
public sealed class MarginalScoreTests
{
    private const int Samples = 50;
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
    [Proves(58)]
    public void Transform_EveryLikelihoodAndLatent_IsTheNegativeLogLikelihoodWithItsConstants(
        VaeLatentOptions latent,
        VaeLikelihoodOptions likelihood
    )
    {
        using var folder = new TemporaryFolder();
        using var rows = LikelihoodCases.Rows(likelihood, 64);
        var options = Some.Options(epochCount: 20, likelihood: likelihood, learningRate: 2e-3) with { Latent = latent };
        using var trained = new VaeTrainer(options).Fit(rows);
        trained.Export(folder["model"], rows);
        var values = TensorValues.Floats(rows).Chunk(LikelihoodCases.Width).Take(RowCount).ToArray();

        var scores = Scores(Some.View(LikelihoodCases.Width, values), folder["model"], Sampled);

        AssertClose(scores, Expected(trained, rows.narrow(0, 0, RowCount)));
    }

    [Test]
    [Proves(58)]
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
            ColumnLikelihoods = new Dictionary<string, VaeLikelihoodOptions>
            {
                ["Visits"] = VaeLikelihoodOptions.Poisson,
                ["Binned"] = new HistogramLikelihoodOptions(),
                ["Income"] = new StudentTLikelihoodOptions { Learned = VaeLearnedScale.PerRow },
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

        AssertClose(scores, Expected(trained, trained.ReadRows(view)));
    }

    [Test]
    [Proves(58)]
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
    [Proves(58)]
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

    // The samples are equal, so that only the rounding of float32 sums remains.
    private static void AssertClose(IReadOnlyList<float> scores, double[] expected)
    {
        foreach (var (row, (score, value)) in scores.Zip(expected).Index())
        {
            Assert.That(score, Is.EqualTo(value).Within(1e-3 + (1e-4 * Math.Abs(value))), $"row {row}");
        }
    }

    /// <summary>Computes the scores of raw rows in TorchSharp, with the samples of z that the step draws for the same rows.</summary>
    private static double[] Expected(TrainedVae model, Tensor raw)
    {
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        var network = model.Network;
        network.eval();
        var x = network.EncodeRows(raw);
        var ids = IdsOf(model, raw);
        var head = network.ComputeHead(x);
        LogSumExp sum = new(ids.Length);
        for (var sample = 0; sample < Samples; sample++)
        {
            var z = Latents(network, head, [.. ids.Select(id => RowRandom.OfLatents(Sampled.Seed, id, sample))]);
            var logWeights = network.LogPriorOverPosterior(head, z) - network.ReconstructionPerSlot(z, x).sum(1);
            sum.Add(Array.ConvertAll(TensorValues.Floats(logWeights), weight => (double)weight));
        }

        // Ranges, relations and rare categories are the same for every sample.
        var penalties = network.Likelihood is TableLikelihood table
            ? TensorValues.Floats(table.WithPenalties(zeros_like(x), x).sum(1))
            : new float[ids.Length];
        return [.. sum.LogMeans().Zip(penalties, (mean, penalty) => penalty - mean)];
    }

    /// <summary>Samples z of each row from its own random numbers, [N, Z].</summary>
    private static Tensor Latents(VariationalAutoencoder network, Tensor head, RowRandom[] random)
    {
        var width = network.Latent.Width;
        if (network.Latent is GaussianLatent)
        {
            var normals = random.SelectMany(own => Enumerable.Range(0, width).Select(i => (float)own.Normal(i)));
            var posterior = network.Latent.ComputeEncoderOutputs(head);
            var noise = tensor(normals.ToArray(), [random.Length, width]);
            return DiagonalGaussian.Reparameterize(posterior[0], posterior[1], noise);
        }

        var probabilities = TensorValues.Floats(network.Latent.Embed(head));
        var categories = width / network.LatentDim;
        var z = new float[random.Length * width];
        for (var first = 0; first < z.Length; first += categories)
        {
            var (row, group) = (first / width, first % width / categories);
            z[first + random[row].Category(group, probabilities.AsSpan(first, categories))] = 1;
        }

        return tensor(z, [random.Length, width]);
    }

    /// <summary>Returns the ids from which the step draws the random numbers of rows: the FNV-1a hash of the graph's inputs.</summary>
    private static ulong[] IdsOf(TrainedVae model, Tensor raw)
    {
        var width = (int)raw.shape[1];
        return
        [
            .. TensorValues
                .Floats(raw)
                .Chunk(width)
                .Select(row => BytesOf(model, row).Aggregate(14_695_981_039_346_656_037, Hash)),
        ];

        static ulong Hash(ulong hash, byte value) => unchecked((hash ^ value) * 1_099_511_628_211);
    }

    private static IEnumerable<byte> BytesOf(TrainedVae model, float[] row)
    {
        if (model.Table is not { } table)
        {
            return row.SelectMany(BitConverter.GetBytes);
        }

        var kinds = table.Columns.SelectMany(column => Enumerable.Repeat(column.Kind, column.Width));
        return row.Zip(
                kinds,
                (cell, kind) =>
                    kind switch
                    {
                        TableColumnKind.Boolean => [cell != 0 ? (byte)1 : (byte)0],
                        TableColumnKind.Key => BitConverter.GetBytes(float.IsNaN(cell) ? 0u : (uint)cell),
                        _ => BitConverter.GetBytes(cell),
                    }
            )
            .SelectMany(bytes => bytes);
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
