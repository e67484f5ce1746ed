namespace VaeMlNet.Tests;

public class VaeTrainerEarlyStoppingTests
{
    [Test]
    [Proves(25)]
    public void Fit_ValidationGetsWorse_StopsAndHasTheBestWeightsAndNotTheLast()
    {
        using var rows = Some.Rows(12);
        using var validation = Some.Rows(200, seed: 8);
        var options = Some.Options(epochCount: 1000, learningRate: 0.02) with
        {
            EarlyStopping = new() { Patience = 4 },
        };
        using var model = new VaeTrainer(options).Fit(rows, validation);
        var losses = model.History.Select(epoch => epoch.Validation!.Total).ToArray();
        var best = Array.IndexOf(losses, losses.Min());

        Assert.Multiple(() =>
        {
            Assert.That(losses, Has.Length.EqualTo(best + 1 + 4), "patience");
            Assert.That(model.BestEpoch, Is.EqualTo(model.History[best]));
            Assert.That(model.Evaluate(validation, options.Seed), Is.EqualTo(model.History[best].Validation));
        });

        using var bestOnly = new VaeTrainer(options with { EpochCount = best + 1, EarlyStopping = null }).Fit(rows);

        Assert.That(Some.Weights(model), Is.EqualTo(Some.Weights(bestOnly)));
    }

    [Test]
    public void Export_EarlyStopped_ManifestHasTheLossOfTheBestEpoch()
    {
        using var folder = new TemporaryFolder();
        using var rows = Some.Rows(12);
        using var validation = Some.Rows(50, seed: 8);
        var options = Some.Options(epochCount: 1000, learningRate: 0.02) with { EarlyStopping = new() };
        using var model = new VaeTrainer(options).Fit(rows, validation);
        model.Export(folder["model"], rows);
        using var opened = VaeModel.Open(folder["model"]);

        Assert.That(opened.Manifest.Training.Loss, Is.EqualTo(model.BestEpoch.Validation!.Total).Within(1e-9));
    }

    [Test]
    public void ShouldStop_SmallImprovements_CountTogether()
    {
        var options = new VaeEarlyStoppingOptions { Patience = 2, MinimumImprovement = 1 };

        Assert.Multiple(() =>
        {
            Assert.That(ShouldStop(options, 10, 8, 7.5, 7.2), Is.True);
            Assert.That(ShouldStop(options, 10, 8, 7.5, 6.4), Is.False);
            // 6.9 is 1.1 below the 8 of the last progress, though only 0.6 below the best.
            Assert.That(ShouldStop(options, 10, 8, 7.5, 6.9), Is.False);
            // The reference stays at 8 after 7.5 and 7.2, and rises neither.
            Assert.That(ShouldStop(options, 10, 8, 9, 6.9, 6.5, 6.1), Is.True);
        });
    }

    [Test]
    public void ShouldStop_LossThatFallsSteadilyBySmallSteps_GoesOn()
    {
        var options = new VaeEarlyStoppingOptions { Patience = 3, MinimumImprovement = 1 };

        Assert.That(ShouldStop(options, [.. Enumerable.Range(0, 40).Select(epoch => 100 - (0.4 * epoch))]), Is.False);
    }

    [Test]
    public void Fit_WithoutValidationRows_SaysWhatToDo()
    {
        using var rows = Some.Rows(8);
        var trainer = new VaeTrainer(Some.Options() with { EarlyStopping = new() });

        Assert.That(
            () => trainer.Fit(rows),
            Throws.InvalidOperationException.With.Message.Contains("EarlyStopping needs validation rows")
        );
    }

    private static bool ShouldStop(VaeEarlyStoppingOptions options, params double[] losses) =>
        options.ShouldStop([.. losses.Select((loss, i) => new VaeEpoch(i + 1, new(0, 0), new(loss, 0), 0, 0))], 1);
}
