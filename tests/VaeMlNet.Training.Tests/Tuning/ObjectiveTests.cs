using Microsoft.ML;
using Microsoft.ML.Data;

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

    /// <summary>The error of a vector is not in the distance between its slots.</summary>
    [Test]
    public void Measure_ImputationOfAVectorByTheMean_IsOne()
    {
        var data = DatedView(400);
        using var trained = new VaeTrainer(LabeledTable.Options with { Beta = 1000 }).Fit(data, ["Pair"]);

        Assert.That(
            new VaeTuner(new() { Objective = VaeTuningObjective.Imputation }).Measure(trained, data),
            Is.EqualTo(1).Within(0.05)
        );
    }

    /// <summary>The parts of a date say each other, so that one of them alone is no missing date.</summary>
    [Test]
    public void Measure_ImputationOfADateThatNothingElseSays_IsOne()
    {
        var data = DatedView(400);
        var options = LabeledTable.Options with
        {
            UsesRegressions = true,
            TableSchema = new() { Columns = [new() { Name = "Date", Kind = VaeColumnKind.Date }] },
        };
        using var trained = new VaeTrainer(options).Fit(data, ["Date"]);

        Assert.That(
            new VaeTuner(new() { Objective = VaeTuningObjective.Imputation }).Measure(trained, data),
            Is.EqualTo(1).Within(0.1)
        );
    }

    /// <summary>The first 5,000 rows have no mark, and no number that is far out.</summary>
    [Test]
    public void Measure_ManyRowsThatAreSorted_MeasuresAllParts()
    {
        using var trained = new VaeTrainer(LabeledTable.Options with { EpochCount = 1 }).Fit(
            LabeledTable.View(LabeledTable.Rows(100)),
            LabeledTable.Columns
        );
        var rows = LabeledTable.Rows(5500);
        foreach (var row in rows[5000..])
        {
            (row.Known, row.A) = (1, 1000);
        }

        var data = LabeledTable.View(rows);
        VaeTuner detection = new(
            new() { Objective = VaeTuningObjective.Detection, TargetColumnName = nameof(LabeledTable.Row.Known) }
        );
        VaeTuner bound = new(new());

        Assert.That(detection.Measure(trained, data), Is.EqualTo(1));
        Assert.That(
            bound.Measure(trained, data),
            Is.EqualTo(bound.Measure(trained, data)),
            "it depends on the seed only"
        );
        Assert.That(
            bound.Measure(trained, data),
            Is.LessThan(bound.Measure(trained, LabeledTable.View(rows[..5000])) - 100)
        );
    }

    [Test]
    public void Measure_DetectionInASingleColumn_IsRefused()
    {
        var data = LabeledTable.View(LabeledTable.Rows(40));
        using var trained = new VaeTrainer(LabeledTable.Options with { EpochCount = 1 }).Fit(data, ["A"]);

        Assert.That(
            () => new VaeTuner(new() { Objective = VaeTuningObjective.Detection }).Measure(trained, data),
            Throws.InvalidOperationException.With.Message.Contains("only one column, 'A'")
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

    private static IDataView DatedView(int count)
    {
        Random random = new(1);
        return new MLContext(seed: 1).Data.LoadFromEnumerable(
            Enumerable
                .Range(0, count)
                .Select(_ =>
                {
                    var days = random.Next(180);
                    var (sine, cosine) = Math.SinCos(2 * Math.PI * days / 365.25);
                    return new Dated
                    {
                        Pair = [random.NextSingle(), 100 + random.NextSingle()],
                        Date = [days, (float)sine, (float)cosine],
                    };
                })
                .ToArray()
        );
    }

    private sealed class Dated
    {
        [VectorType(2)]
        public float[] Pair { get; set; } = [];

        [VectorType(3)]
        public float[] Date { get; set; } = [];
    }
}
