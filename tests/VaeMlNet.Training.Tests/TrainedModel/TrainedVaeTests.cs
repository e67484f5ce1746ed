using VaeMlNet.Tests.Shared;
using static TorchSharp.torch;

namespace VaeMlNet.Tests;

public class TrainedVaeTests
{
    [Test]
    public void Evaluate_SameSeed_IsIdentical()
    {
        using var model = Some.Trained();
        using var rows = Some.Rows(2500); // more than one batch
        var first = model.Evaluate(rows, seed: 3);
        var again = model.Evaluate(rows, seed: 3);
        var other = model.Evaluate(rows, seed: 4);

        Assert.Multiple(() =>
        {
            Assert.That(again, Is.EqualTo(first));
            Assert.That(other, Is.Not.EqualTo(first));
        });
    }

    [Test]
    public void Encode_BatchNormalizationAndDropout_IsWithoutNoiseAndKeepsTheStatistics([Values] bool isLoaded)
    {
        using var folder = new TemporaryFolder();
        var modules = Some.BatchNormalized(8) with
        {
            Encoder = inputDim => nn.Sequential(nn.Linear(inputDim, 8), nn.BatchNorm1d(8), nn.Dropout(0.5)),
        };
        using var fitted = Some.Trained(Some.Options() with { Network = modules });
        fitted.SaveCheckpoint(folder["checkpoint"]);
        using var model = isLoaded ? TrainedVae.LoadCheckpoint(folder["checkpoint"], modules) : fitted;
        using var rows = Some.Rows(5);
        var before = Statistics(model);
        using var first = model.Network.Encode(rows);
        using var again = model.Network.Encode(rows);

        Assert.Multiple(() =>
        {
            Assert.That(TensorValues.Floats(again), Is.EqualTo(TensorValues.Floats(first)));
            Assert.That(Statistics(model), Is.EqualTo(before));
        });

        static float[] Statistics(TrainedVae model) =>
            [
                .. model
                    .Network.named_buffers()
                    .SelectMany(buffer => TensorValues.Floats(buffer.buffer.to(ScalarType.Float32))),
            ];
    }

    [Test]
    public void Evaluate_ZeroWeights_IsTheEntropyOfCoinFlips()
    {
        using var model = Some.Trained(Some.Options(epochCount: 1));
        using (no_grad())
        {
            foreach (var parameter in model.Network.parameters())
            {
                parameter.zero_();
            }
        }

        using var rows = Some.Rows(10);
        var loss = model.Evaluate(rows);

        Assert.Multiple(() =>
        {
            Assert.That(loss.Reconstruction, Is.EqualTo(Some.Width * Math.Log(2)).Within(1e-5));
            Assert.That(loss.Kl, Is.Zero);
            Assert.That(model.CountActiveUnits(rows), Is.Zero);
        });
    }

    [Test]
    public void Evaluate_NaN_IsRefusedForTheModel()
    {
        using var model = Some.Trained(Some.Options(epochCount: 1));
        using var rows = full(2, Some.Width, float.NaN);

        Assert.That(
            () => model.Evaluate(rows),
            Throws.TypeOf<VaeRowException>().With.Message.Contains("but the model needs finite values.")
        );
    }

    [Test]
    public void KlPerLatentDim_TrainedModel_AddsUpToTheKlOfTheLoss()
    {
        using var model = Some.Trained();
        using var rows = Some.Rows(1500);
        var kl = model.KlPerLatentDim(rows);

        Assert.That(kl, Has.Length.EqualTo(3));
        Assert.That(kl.Sum(), Is.EqualTo(model.Evaluate(rows).Kl).Within(1e-3).Percent);
    }

    [Test]
    public void CountActiveUnits_StrongBeta_FindsThePriorEverywhere()
    {
        using var free = Some.Trained(Some.Options(epochCount: 40, beta: 0.1), rowCount: 128);
        using var collapsed = Some.Trained(Some.Options(epochCount: 40, beta: 100), rowCount: 128);
        using var rows = Some.Rows(200);

        Assert.Multiple(() =>
        {
            Assert.That(free.CountActiveUnits(rows), Is.GreaterThanOrEqualTo(2));
            Assert.That(collapsed.CountActiveUnits(rows), Is.Zero);
        });
    }

    [Test]
    public void Evaluate_NetworkInTrainingMode_LeavesTheModeAlone()
    {
        using var model = Some.Trained();
        using var rows = Some.Rows(4);
        model.Network.train();
        model.Evaluate(rows);

        Assert.That(model.Network.training, Is.True);

        model.Network.eval();
        model.Evaluate(rows);

        Assert.That(model.Network.training, Is.False);
    }

    [Test]
    public void SaveHistory_WithValidation_WritesALinePerEpochThatReadsBack()
    {
        using var folder = new TemporaryFolder();
        using var rows = Some.Rows(20);
        using var model = new VaeTrainer(Some.Options()).Fit(rows, rows);
        model.SaveHistory(folder["history.csv"]);
        var lines = File.ReadAllLines(folder["history.csv"]).Select(line => line.Split(',')).ToArray();
        var second = model.History[1];

        Assert.Multiple(() =>
        {
            Assert.That(lines, Has.Length.EqualTo(1 + 3).And.All.Length.EqualTo(12));
            Assert.That(lines[0], Does.Contain("training_kl").And.Contain("learning_rate").And.Contain("is_best"));
            Assert.That(
                lines[2].Take(9).Select(cell => double.Parse(cell, System.Globalization.CultureInfo.InvariantCulture)),
                Is.EqualTo(
                    new[]
                    {
                        2,
                        second.Training.Total,
                        second.Training.Reconstruction,
                        second.Training.Kl,
                        second.Validation!.Total,
                        second.Validation.Reconstruction,
                        second.Validation.Kl,
                        second.Training.Beta,
                        second.LearningRate,
                    }
                )
            );
            Assert.That(lines[2][9], Is.Empty, "temperature of Gaussian latents");
            Assert.That(lines.Count(line => line[11] == "true"), Is.EqualTo(1));
            Assert.That(lines[model.BestEpoch.Epoch][11], Is.EqualTo("true"));
        });
    }

    [Test]
    public void SaveHistory_WithoutValidation_LeavesItsCellsEmpty()
    {
        using var folder = new TemporaryFolder();
        using var model = Some.Trained();
        model.SaveHistory(folder["history.csv"]);
        var cells = File.ReadAllLines(folder["history.csv"])[1].Split(',');

        Assert.That(cells[4..7], Is.All.Empty);
        Assert.That(Directory.GetFiles(folder.Path), Has.Length.EqualTo(1));
    }
}
