using Microsoft.ML;
using Microsoft.ML.Data;
using static TorchSharp.torch;

namespace VaeMlNet.Tests;

/// <summary>Models whose label is a latent, from training to the steps of ML.NET.</summary>
public sealed class SemiSupervisedModelTests : IDisposable
{
    private const int LatentDim = 2;
    private const int LabelCount = 3;

    private static readonly VaeTrainerOptions Options = LabeledTable.Options with
    {
        LatentDim = LatentDim,
        Labels = new SemiSupervisedLabelOptions { ColumnName = "Class" },
    };

    private readonly TemporaryFolder folder = new();
    private readonly MLContext ml = new(seed: 1);
    private readonly LabeledTable.Row[] rows = LabeledTable.Rows(400, labelEach: 8);
    private TrainedVae trained = null!;

    private IDataView Data => LabeledTable.View(rows);

    private string Model => folder["model"];

    [OneTimeSetUp]
    public void Train()
    {
        trained = new VaeTrainer(Options).Fit(Data, LabeledTable.Columns);
        trained.Export(Model, Data); // compares ONNX Runtime with TorchSharp
    }

    public void Dispose()
    {
        trained?.Dispose();
        folder.Dispose();
    }

    [Test]
    [Proves(70)]
    public void Fit_FewLabels_TheClassifierKnowsOtherRows()
    {
        var others = LabeledTable.Rows(300, seed: 2);
        using var encoder = ml.Transforms.VaeEncode("Latent", LabeledTable.Columns, Model).Fit(Data);
        var right = encoder
            .Transform(LabeledTable.View(others))
            .GetColumn<float[]>("Latent")
            .Zip(others, (latent, row) => MostProbable(latent) == row.Class ? 1 : 0)
            .Average();

        // The thirds of the factor overlap, because the columns have noise. By chance, a third would be right.
        Assert.That(right, Is.GreaterThan(0.65));
    }

    [Test]
    public void Interpolate_Spherical_KeepsTheProbabilitiesOfTheLabel()
    {
        using var model = VaeModel.Open(Model);

        var points = model.Interpolate([2, 0, 1, 0, 0], [0, 2, 0, 1, 0], 3, isSpherical: true);

        float[] middle = [1.4142135f, 1.4142135f, 0.5f, 0.5f, 0];

        Assert.That(points.Chunk(LatentDim + LabelCount).ElementAt(1), Is.EqualTo(middle).Within(1e-6));
    }

    [Test]
    public void Open_Manifest_DescribesTheLabel()
    {
        using var model = VaeModel.Open(Model);
        var latent = model.Manifest.Latent;
        double labeled = rows.Count(row => row.Class != LabeledTable.NoClass);
        var shares = Enumerable
            .Range(0, LabelCount)
            .Select(label => (rows.Count(row => row.Class == label) + 1) / (labeled + LabelCount));

        Assert.Multiple(() =>
        {
            Assert.That((latent.Kind, latent.Dim), Is.EqualTo((VaeLatentSpace.Labeled, LatentDim + LabelCount)));
            Assert.That(latent.Label!.Name, Is.EqualTo("Class"));
            Assert.That(latent.Label.Shares, Is.EqualTo(shares).Within(1e-6));
            Assert.That(model.Manifest.Columns.Select(column => column.Name), Is.EqualTo(LabeledTable.Columns));
            Assert.That(model.Verify().Passed, Is.True);
        });
    }

    [Test]
    public void VaeEncode_Rows_GivesTheLatentsAndTheLabelsProbabilities()
    {
        VaeEncodeOptions options = new() { LogVarianceColumnName = "LogVariance" };
        using var encoder = ml.Transforms.VaeEncode("Latent", LabeledTable.Columns, Model, options).Fit(Data);
        var encoded = encoder.Transform(Data);
        VBuffer<ReadOnlyMemory<char>> names = default;
        encoded.Schema["Latent"].GetSlotNames(ref names);

        Assert.That(
            names.DenseValues().Select(name => name.ToString()),
            Is.EqualTo(new[] { "Latent0", "Latent1", "Class.Category0", "Class.Category1", "Class.Category2" })
        );
        Assert.That(
            encoded.GetColumn<float[]>("Latent").Select(latent => latent[LatentDim..].Sum()),
            Is.All.EqualTo(1).Within(1e-5)
        );
        Assert.That(
            encoded.GetColumn<float[]>("LogVariance").Select(variances => variances.Length),
            Is.All.EqualTo(LatentDim)
        );
    }

    [Test]
    [Proves(70)]
    public void VaeSample_Prior_DrawsLabelsByTheirShares()
    {
        using var model = VaeModel.Open(Model);
        VaeSampleOptions options = new() { LatentColumnName = "Latent" };
        var latents = ml.Data.VaeSample(model, 4000, seed: 3, options).GetColumn<float[]>("Latent").ToArray();
        var drawn = Enumerable.Range(LatentDim, LabelCount).Select(slot => latents.Average(latent => latent[slot]));

        Assert.That(latents.Select(latent => latent[LatentDim..].Max()), Is.All.EqualTo(1));
        Assert.That(latents.Select(latent => latent[LatentDim..].Sum()), Is.All.EqualTo(1));
        Assert.That(drawn, Is.EqualTo(model.Manifest.Latent.Label!.Shares).Within(0.03));
    }

    [Test]
    public void Decode_EachLabel_GivesRowsOfThatLabel()
    {
        using var model = VaeModel.Open(Model);
        // D and E rise with the factor that the labels divide into thirds.
        double[] means =
        [
            .. Enumerable
                .Range(0, LabelCount)
                .Select(label =>
                {
                    var latent = new float[LatentDim + LabelCount];
                    latent[LatentDim + label] = 1;
                    var decoded = model.Decode(latent);
                    return (decoded[3] + decoded[4]) / 2.0;
                }),
        ];

        Assert.That(means, Is.Ordered.Ascending);
        Assert.That(means[2] - means[0], Is.GreaterThan(1));
    }

    [Test]
    [Proves(70)]
    public void VaeScore_MarginalLikelihood_IsTheBoundOfTorchSharp()
    {
        VaeScoreOptions options = new() { Kind = VaeScoreKind.MarginalLikelihood, SampleCount = 200 };
        using var scorer = ml.Transforms.VaeScore("Score", LabeledTable.Columns, Model, options).Fit(Data);
        var scores = scorer.Transform(Data).GetColumn<float>("Score").ToArray();
        using var read = trained.ReadRows(Data);
        var bounds = trained.LogLikelihoodPerRow(read, 200);

        Assert.That(scores.Average(), Is.EqualTo(-bounds.Average()).Within(0.05));
    }

    [Test]
    public void Diagnose_Rows_MeasuresTheLabelAsTheLastLatent()
    {
        using var read = trained.ReadRows(Data);
        var evaluation = trained.Diagnose(read, sampleCount: 20);

        Assert.That(evaluation.Latents, Has.Count.EqualTo(LatentDim + 1));
        Assert.That(evaluation.Latents[^1].Kl, Is.InRange(0.1, Math.Log(2 * LabelCount)));
        Assert.That(evaluation.Latents[^1].IsActive, Is.True);
        Assert.That(evaluation.LogLikelihood, Is.GreaterThanOrEqualTo(evaluation.Elbo - 0.2));
    }

    [Test]
    [Proves(70)]
    [Category("Long")]
    public void Fit_FromACheckpoint_ContinuesAsWithoutAPause()
    {
        var options = Options with { EpochCount = 4 };
        using var whole = new VaeTrainer(options).Fit(Data, LabeledTable.Columns);
        VaeCheckpointOptions checkpoints = new(folder["checkpoint"]) { Resume = true };
        using (Fit(options with { EpochCount = 2 })) { }

        using var resumed = Fit(options);
        using var loaded = TrainedVae.LoadCheckpoint(folder["checkpoint"]);
        loaded.Export(folder["loaded"], Data);

        Assert.That(Some.Weights(resumed), Is.EqualTo(Some.Weights(whole)));
        Assert.That(Some.Weights(loaded), Is.EqualTo(Some.Weights(whole)));

        TrainedVae Fit(VaeTrainerOptions some) =>
            new VaeTrainer(some) { Checkpoints = checkpoints }.Fit(Data, LabeledTable.Columns);
    }

    [Test]
    public void Fit_FeatureVectorWithBooleanLabel_TrainsAndExports()
    {
        var options = Options with
        {
            Labels = new SemiSupervisedLabelOptions { ColumnName = "Flag", HasUniformPrior = true },
            Likelihood = VaeLikelihoodOptions.GaussianUnitVariance,
            EpochCount = 2,
        };
        using var ofFeatures = new VaeTrainer(options).Fit(Data, "Features");
        ofFeatures.Export(folder["features"], Data);
        using var model = VaeModel.Open(folder["features"]);

        Assert.That(model.Manifest.Latent.Label!.Shares, Is.EqualTo(new[] { 0.5f, 0.5f }));
        Assert.That(model.Manifest.Latent.Label.Values, Is.EqualTo(new[] { "false", "true" }));
    }

    [Test]
    public void Fit_LabeledRowsWithoutWeight_DoNotCount([Values(0, 50)] int bufferRows)
    {
        var options = Options with
        {
            Labels = new SemiSupervisedLabelOptions { ColumnName = "Class", HasUniformPrior = true },
            EpochCount = 2,
            Data = new() { ExampleWeightColumnName = "Known", ShuffleBufferRows = bufferRows },
        };
        using var right = Fit(wrongClass: null);
        using var wrong = Fit(wrongClass: 2);

        Assert.That(Some.Weights(wrong), Is.EqualTo(Some.Weights(right)));

        TrainedVae Fit(uint? wrongClass)
        {
            var weighted = LabeledTable.Rows(200, labelEach: 8);
            foreach (var (number, row) in weighted.Index())
            {
                row.Known = number % 16 == 0 ? 0 : 1;
                row.Class = number % 16 == 0 ? wrongClass ?? row.Class : row.Class;
            }

            return new VaeTrainer(options).Fit(LabeledTable.View(weighted), LabeledTable.Columns);
        }
    }

    [Test]
    public void Fit_Conditions_AreReadBesideTheLabel()
    {
        var options = Options with { ConditionColumns = ["A"], EpochCount = 2 };
        using var conditional = new VaeTrainer(options).Fit(Data, ["B", "C", "D", "E"]);

        Assert.That(() => conditional.Export(folder["conditional"], Data), Throws.Nothing);
    }

    private static int MostProbable(float[] latent) =>
        Array.IndexOf(latent, latent[LatentDim..].Max(), LatentDim) - LatentDim;
}
