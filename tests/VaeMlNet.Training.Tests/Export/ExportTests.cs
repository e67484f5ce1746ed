using Microsoft.ML.OnnxRuntime;
using VaeMlNet.OnnxExport;
using static TorchSharp.torch;

namespace VaeMlNet.Tests;

public class ExportTests
{
    [TestCaseSource(typeof(Some), nameof(Some.Likelihoods))]
    public void Export_TrainedModel_ReportsParityOfEveryOutput(VaeLikelihoodOptions likelihood)
    {
        using var folder = new TemporaryFolder();
        using var model = Some.Trained(Some.Options(likelihood: likelihood));
        using var rows = Some.Rows(1500); // more than one batch
        var report = model.Export(folder["tiny"], rows);

        Assert.Multiple(() =>
        {
            Assert.That(
                report.Outputs.Select(difference => $"{difference.Graph}.{difference.Output}"),
                Is.EqualTo([
                    "encoder.mean",
                    "encoder.log_variance",
                    "decoder.reconstruction",
                    "scorer.score",
                    "scorer.reconstruction_error",
                    "scorer.kl",
                    "scorer.contributions",
                    "scorer.score_contributions",
                ])
            );
            Assert.That(report.Outputs.Select(difference => difference.ToleranceUsed), Is.All.InRange(0, 1));
            Assert.That(report.LargestDifference, Is.InRange(0, 1e-3));
            Assert.That(report.RowCount, Is.EqualTo(1500));
        });
    }

    [TestCaseSource(typeof(Some), nameof(Some.Likelihoods))]
    public void Export_TrainedModel_OpensAndVerifies(VaeLikelihoodOptions likelihood)
    {
        using var folder = new TemporaryFolder();
        using var trained = Some.Trained(Some.Options(likelihood: likelihood));
        using var rows = Some.Rows(6);
        trained.Export(folder["tiny"], rows);
        using var model = VaeModel.Open(folder["tiny"]);
        var report = model.Verify();

        Assert.Multiple(() =>
        {
            Assert.That(report.Passed, Is.True);
            Assert.That(report.RowCount, Is.EqualTo(8));
            Assert.That(report.Outputs, Has.Count.EqualTo(8));
        });
    }

    [Test]
    [Proves(32)]
    public void Export_Scorer_AddsUpWhatItReports([Values(1, 7, 64)] int batchSize)
    {
        using var folder = new TemporaryFolder();
        using var trained = Some.Trained(Some.Options(likelihood: VaeLikelihoodOptions.GaussianUnitVariance, beta: 3));
        using var rows = Some.Rows(batchSize);
        trained.Export(folder["tiny"], rows);
        var outputs = RunScorer(folder["tiny", "scorer.onnx"], rows);
        for (var row = 0; row < batchSize; row++)
        {
            var contributions = outputs["contributions"].AsSpan(row * Some.Width, Some.Width).ToArray();
            var error = outputs["reconstruction_error"][row];
            Assert.That(contributions.Sum(), Is.EqualTo(error).Within(1e-3).Percent);
            var parts = outputs["score_contributions"].AsSpan(row * Some.Width, Some.Width).ToArray();
            Assert.That(parts.Sum(), Is.EqualTo(outputs["score"][row]).Within(1e-3).Percent);
            Assert.That(
                error + outputs["kl"][row],
                Is.EqualTo(outputs["score"][row]).Within(1e-3).Percent,
                "beta is not applied"
            );
        }
    }

    [Test]
    public void Export_ManyRows_ThresholdIsTheConformalOneOfTheirScores()
    {
        using var folder = new TemporaryFolder();
        using var rows = Some.Rows(200);
        using var validation = Some.Rows(101, seed: 9);
        using var trained = new VaeTrainer(Some.Options()).Fit(rows, validation);
        trained.Export(folder["tiny"], rows);
        var threshold = VaeModel.ReadManifest(folder["tiny"]).Threshold;
        var outputs = RunScorer(folder["tiny", "scorer.onnx"], validation);

        Assert.Multiple(() =>
        {
            // The 101st smallest of 101: ceil(102 * 0.99).
            Assert.That(threshold.NegativeElbo, Is.EqualTo(outputs["score"].Max()).Within(1e-3).Percent);
            Assert.That(
                threshold.ReconstructionError,
                Is.EqualTo(outputs["reconstruction_error"].Max()).Within(1e-3).Percent
            );
            Assert.That((threshold.Quantile, threshold.Rows, threshold.Source), Is.EqualTo((0.99, 101L, "validation")));
        });
    }

    [Test]
    public void Export_NoValidationData_ThresholdComesFromTheTrainingRows()
    {
        using var folder = new TemporaryFolder();
        using var trained = Some.Trained(rowCount: 50);
        using var rows = Some.Rows(2);
        trained.Export(folder["tiny"], rows);
        var threshold = VaeModel.ReadManifest(folder["tiny"]).Threshold;

        Assert.That((threshold.Rows, threshold.Source), Is.EqualTo((50L, "training")));
    }

    [Test]
    public void Export_Manifest_DescribesTheModel()
    {
        using var folder = new TemporaryFolder();
        using var rows = Some.Rows(40);
        using var validation = Some.Rows(10, seed: 9);
        using var trained = new VaeTrainer(Some.Options(beta: 2)).Fit(rows, validation);
        trained.Export(folder["tiny"] + "/", rows);
        var manifest = VaeModel.ReadManifest(folder["tiny"]);
        var values = TensorValues.Floats(rows);

        Assert.Multiple(() =>
        {
            Assert.That(manifest.Name, Is.EqualTo("tiny"));
            Assert.That(manifest.Producer, Does.Match(@"^VaeMlNet \d+\.\d+\.\d+"));
            Assert.That(manifest.Opset, Is.EqualTo(17));
            Assert.That(manifest.Architecture.HiddenDims, Is.EqualTo(new[] { 16 }));
            Assert.That(
                (manifest.Architecture.Kind, manifest.Architecture.InputDim, manifest.Architecture.LatentDim),
                Is.EqualTo(("fully_connected", Some.Width, 3))
            );
            Assert.That(
                manifest.Columns.Single(),
                Is.EqualTo(
                    new VaeColumn
                    {
                        Name = "Features",
                        Type = "single",
                        Width = Some.Width,
                        Likelihood = "bernoulli",
                        Minimum = values.Min(),
                        Maximum = values.Max(),
                    }
                )
            );
            var loss = trained.History[^1].Validation!;
            Assert.That(
                manifest.Training,
                Is.EqualTo(
                    new VaeTrainingSummary
                    {
                        Rows = 40,
                        Epochs = 3,
                        BatchSize = 16,
                        LearningRate = 5e-3,
                        Optimizer = "adam",
                        Beta = 2,
                        Seed = 1,
                        Seconds = trained.History.Sum(epoch => epoch.Seconds),
                        ValidationRows = 10,
                        Loss = loss.Total,
                        Reconstruction = loss.Reconstruction,
                        Kl = loss.Kl,
                        RelativeError = trained.TrainingData.RelativeError,
                        Convergence = trained.Convergence,
                    }
                )
            );
            Assert.That(manifest.Training.RelativeError, Is.InRange(0.1, 1));
        });
    }

    [Test]
    public void Export_Folder_ContainsWhatTheSpecificationLists()
    {
        using var folder = new TemporaryFolder();
        using var trained = Some.Trained();
        using var rows = Some.Rows(2);
        trained.Export(folder["tiny"], rows);
        var files = Directory
            .GetFiles(folder["tiny"], "*", SearchOption.AllDirectories)
            .Select(path => Path.GetRelativePath(folder["tiny"], path).Replace('\\', '/'));

        Assert.That(
            files,
            Is.EquivalentTo([
                "SHA256SUMS",
                "calibration.json",
                "decoder.onnx",
                "encoder.onnx",
                "history.json",
                "manifest.json",
                "scorer.onnx",
                "test_data_set_0/decoder_input_0.pb",
                "test_data_set_0/decoder_output_0.pb",
                "test_data_set_0/encoder_input_0.pb",
                "test_data_set_0/encoder_output_0.pb",
                "test_data_set_0/encoder_output_1.pb",
                "test_data_set_0/scorer_input_0.pb",
                "test_data_set_0/scorer_output_0.pb",
                "test_data_set_0/scorer_output_1.pb",
                "test_data_set_0/scorer_output_2.pb",
                "test_data_set_0/scorer_output_3.pb",
                "test_data_set_0/scorer_output_4.pb",
            ])
        );
    }

    [Test]
    public void Export_Folder_ContainsTheHistoryOfTheTraining()
    {
        using var folder = new TemporaryFolder();
        using var trained = Some.Trained();
        using var rows = Some.Rows(2);
        trained.Export(folder["tiny"], rows);
        using var model = VaeModel.Open(folder["tiny"]);

        Assert.That(model.History, Is.EqualTo(trained.History));
        Assert.That(model.BestEpoch, Is.EqualTo(trained.BestEpoch));
        Assert.That(model.CalibrationRows, Is.EqualTo(model.Manifest.Threshold.Rows));
    }

    [Test]
    public void Export_Twice_GivesTheSameBytes()
    {
        using var folder = new TemporaryFolder();
        using var trained = Some.Trained();
        using var rows = Some.Rows(2);
        trained.Export(folder["tiny"], rows);
        var sums = File.ReadAllText(folder["tiny", "SHA256SUMS"]);
        trained.Export(folder["tiny"], rows);

        Assert.That(File.ReadAllText(folder["tiny", "SHA256SUMS"]), Is.EqualTo(sums));
    }

    [Test]
    public void Export_AfterACheckpoint_GivesTheSameBytes()
    {
        using var folder = new TemporaryFolder();
        using var trained = Some.Trained();
        using var rows = Some.Rows(2);
        trained.Export(folder["a", "tiny"], rows);
        trained.SaveCheckpoint(folder["checkpoint"]);
        using var loaded = TrainedVae.LoadCheckpoint(folder["checkpoint"]);
        loaded.Export(folder["b", "tiny"], rows);

        Assert.That(
            File.ReadAllText(folder["b", "tiny", "SHA256SUMS"]),
            Is.EqualTo(File.ReadAllText(folder["a", "tiny", "SHA256SUMS"]))
        );
    }

    [Test]
    public void Export_RowsOfWhichEightAreNoBatch_VerifiesEightRows([Values] OnnxWeightFormat format)
    {
        using var folder = new TemporaryFolder();
        using var rows = rand(3, 32_769); // one more slot than in batches of 8 rows
        using var trained = new VaeTrainer(Some.Options()).Fit(rows);
        trained.Export(folder["wide"], rows, new() { WeightFormat = format });
        using var model = VaeModel.Open(folder["wide"]);
        var report = model.Verify();

        Assert.That((report.Passed, report.RowCount), Is.EqualTo((true, 8)));
    }

    [Test]
    public void Export_ColorPicturesOf224x224_DifferByTheRoundingOfLongSums([Values(1, 2, 3)] int seed)
    {
        using var folder = new TemporaryFolder();
        manual_seed(seed);
        // Pictures of a level each, with noise.
        using var rows = (rand(10, 1) * 0.8) + (rand(10, 150_528) * 0.2);
        using var trained = new VaeTrainer(new() { EpochCount = 3, Seed = seed }).Fit(rows);
        trained.Export(folder["pictures"], rows);
        using var model = VaeModel.Open(folder["pictures"]);

        Assert.That(model.Verify().Passed, Is.True);
    }

    [Test]
    public void Export_ParityFails_LeavesTheOldModel()
    {
        using var folder = new TemporaryFolder();
        using var trained = Some.Trained();
        using var rows = Some.Rows(2);
        trained.Export(folder["tiny"], rows);
        var sums = File.ReadAllText(folder["tiny", "SHA256SUMS"]);
        using var notANumber = full(2, Some.Width, float.NaN);

        Assert.Multiple(() =>
        {
            Assert.That(
                () => trained.Export(folder["tiny"], notANumber),
                Throws.InvalidOperationException.With.Message.Contains("output 'mean' of encoder.onnx is ")
            );
            Assert.That(File.ReadAllText(folder["tiny", "SHA256SUMS"]), Is.EqualTo(sums));
            Assert.That(Directory.GetFileSystemEntries(folder.Path), Has.Length.EqualTo(1));
        });
    }

    [Test]
    public void Export_UnderAFile_NamesThePath()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["file"], "");
        using var trained = Some.Trained();
        using var rows = Some.Rows(2);

        Assert.That(
            () => trained.Export(folder["file", "tiny"], rows),
            Throws.TypeOf<VaeModelException>().With.Message.Contains(folder["file", "tiny"])
        );
    }

    [Test]
    public void Export_ParityDataAsAView_ComparesItsFirstRows()
    {
        using var folder = new TemporaryFolder();
        using var trained = Some.Trained();
        var report = trained.Export(folder["tiny"], Some.View(Some.Values(30)), new() { ParityRowCount = 20 });

        Assert.That(report.RowCount, Is.EqualTo(20));
    }

    [Test]
    public void Export_EveryGraph_PassesPythonsChecker()
    {
        PythonOnnx.RequireInstalled();
        using var folder = new TemporaryFolder();
        foreach (var likelihood in Some.Likelihoods)
        {
            using var trained = Some.Trained(Some.Options(likelihood: likelihood));
            using var rows = Some.Rows(2);
            trained.Export(folder[likelihood.GetType().Name], rows);
        }

        PythonOnnx.Check(Directory.GetFiles(folder.Path, "*.onnx", SearchOption.AllDirectories));
    }

    private static Dictionary<string, float[]> RunScorer(string path, Tensor rows)
    {
        using var session = new InferenceSession(path);
        using var options = new RunOptions();
        using var input = OrtValue.CreateTensorValueFromMemory(TensorValues.Floats(rows), rows.shape);
        using var outputs = session.Run(options, ["features"], [input], session.OutputNames);
        return session
            .OutputNames.Zip(outputs, (name, value) => (name, value.GetTensorDataAsSpan<float>().ToArray()))
            .ToDictionary();
    }
}
