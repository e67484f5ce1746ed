namespace VaeMlNet.Tests;

/// <summary>The objectives agree with what a trained and an untrained model can do.</summary>
public class ObjectiveTests
{
    [Test]
    public void Measure_TrainedModel_IsBetterThanAnUntrainedOne(
        [Values(VaeTuningObjective.Bound, VaeTuningObjective.Detection, VaeTuningObjective.Imputation)]
            VaeTuningObjective objective
    )
    {
        var data = CorrelatedTable.View(CorrelatedTable.Rows(400));
        var unseen = CorrelatedTable.View(CorrelatedTable.Rows(150, seed: 5));
        // Linear estimates fill cells well without any training of the network.
        var options = CorrelatedTable.Options with
        {
            UsesRegressions = false,
        };
        using var trained = new VaeTrainer(options).Fit(data, CorrelatedTable.Columns);
        using var untrained = new VaeTrainer(options with { EpochCount = 1, LearningRate = 1e-12 }).Fit(
            data,
            CorrelatedTable.Columns
        );
        VaeTuner tuner = new(new() { Objective = objective });

        var (good, bad) = (tuner.Measure(trained, unseen), tuner.Measure(untrained, unseen));

        Assert.That(VaeTuningResult.IsHigherBetter(objective) ? good > bad : good < bad, $"{good} and {bad}");
        Assert.That(tuner.Measure(trained, unseen), Is.EqualTo(good), "it depends on the seed only");
    }

    [Test]
    public void Measure_Bound_IsTheMeanOfTheRows()
    {
        var rows = CorrelatedTable.View(CorrelatedTable.Rows(50));
        using var trained = new VaeTrainer(CorrelatedTable.Options with { EpochCount = 2 }).Fit(
            rows,
            CorrelatedTable.Columns
        );
        using var read = trained.ReadRows(rows);

        Assert.That(
            new VaeTuner(new() { Seed = 3 }).Measure(trained, rows),
            Is.EqualTo(trained.LogLikelihoodPerRow(read, 50, seed: 3).Average())
        );
    }

    /// <summary>A collapsed model fills every cell with the mean, whose error is one standard deviation.</summary>
    [Test]
    public void Measure_ImputationByTheMean_IsOne()
    {
        var data = LabeledTable.View(LabeledTable.Rows(400));
        using var trained = new VaeTrainer(LabeledTable.Options with { Beta = 1000, UsesRegressions = false }).Fit(
            data,
            LabeledTable.Columns
        );

        Assert.That(
            new VaeTuner(new() { Objective = VaeTuningObjective.Imputation }).Measure(trained, data),
            Is.EqualTo(1).Within(0.05)
        );
    }

    [Test]
    public void Measure_ModelOfFeatures_IsRefused()
    {
        var data = LabeledTable.View(LabeledTable.Rows(40));
        using var trained = new VaeTrainer(new() { EpochCount = 1, Likelihood = new GaussianLikelihoodOptions() }).Fit(
            data,
            "Features"
        );

        Assert.That(
            () => new VaeTuner(new()).Measure(trained, data),
            Throws.InvalidOperationException.With.Message.Contains("not a plain table model")
        );
    }
}
