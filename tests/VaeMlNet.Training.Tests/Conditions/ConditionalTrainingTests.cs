using Microsoft.ML;
using Microsoft.ML.Data;
using VaeMlNet.Tests.Shared;

namespace VaeMlNet.Tests;

/// <summary>The uses of conditional models: scores in context, rows under conditions, and training that continues after a pause.</summary>
public sealed class ConditionalTrainingTests
{
    private static readonly VaeTrainerOptions HiddenCells = new()
    {
        EpochCount = 40,
        BatchSize = 64,
        LatentDim = 4,
        Beta = 0.1,
        LearningRate = 0.003,
        Network = new FullyConnectedNetworkOptions
        {
            HiddenDims = [32],
            Activation = VaeActivation.Silu,
            LinearPath = true,
        },
        InputNoise = new() { Kind = VaeInputNoiseKind.HiddenCells, Level = 1 },
        Data = new() { ValidationShare = 0 },
        ConditionColumns = ["Machine"],
    };

    private readonly MLContext ml = new(seed: 1);

    [Test]
    public void VaeScore_AmountsOfOtherMachines_OnlyTheConditionalModelFindsThem()
    {
        using var folder = new TemporaryFolder();
        var trainer = ConditionedTable.Options;
        using var conditional = ConditionedTable.Train(folder["conditional"], trainer);
        var unconditional = trainer with { ConditionColumns = null };
        using var plain = ConditionedTable.Train(folder["plain"], unconditional);
        string[] all = [.. ConditionedTable.Columns, "Machine"];
        using var joint = ConditionedTable.Train(folder["joint"], unconditional, columns: all);
        var normal = ConditionedTable.Rows(300, seed: 2);
        // The same amounts, each of another machine than its own.
        var wrong = normal.Select(row => row with { Machine = (row.Machine + 1) % 3 });
        var view = ConditionedTable.View(normal.Concat(wrong));
        var inContext = Auroc(Scores(conditional, view), normal.Length);
        var without = Auroc(Scores(plain, view), normal.Length);

        var asColumn = Auroc(Scores(joint, view), normal.Length);

        TestContext.Out.WriteLine(
            $"AUROC: conditional {inContext:0.000}, without the machine {without:0.000}, with the machine as a column {asColumn:0.000}"
        );

        Assert.That(inContext, Is.GreaterThan(0.97));
        Assert.That(
            without,
            Is.EqualTo(0.5).Within(0.01),
            "the rows differ in the machine only, which it does not read"
        );
    }

    [Test]
    public void VaeSample_CellByCellUnderConditions_FollowsThem()
    {
        using var folder = new TemporaryFolder();
        using var model = ConditionedTable.Train(folder["model"], HiddenCells);
        var rows = Read(ml.Data.VaeSample(model, 500, seed: 1));
        var small = Read(ml.Data.VaeSample(model, 500, seed: 1, new() { BatchSize = 33 }));
        var rejected = Read(ml.Data.VaeSample(model, 200, seed: 1, new() { Conditions = ["Amount>50"] }));

        Assert.That(model.Manifest.Training.HiddenCells, Is.EqualTo(1));
        Assert.That(rows.Count(row => row.Machine == 1), Is.EqualTo(250));
        Assert.That(Mean(rows, 1), Is.EqualTo(24.5).Within(4));
        Assert.That(Mean(rows, 2), Is.EqualTo(54.5).Within(4));
        Assert.That(Mean(rows, 3), Is.EqualTo(84.5).Within(4));
        Assert.That(rows.Average(row => Math.Abs(row.Weight - (2 * row.Amount))), Is.LessThan(8));
        Assert.That(small.Select(row => row.Amount), Is.EqualTo(rows.Select(row => row.Amount)).Within(1e-2));
        Assert.That(rejected.Select(row => row.Amount), Is.All.GreaterThan(50));
    }

    [Test]
    public void Fit_FromACheckpoint_ContinuesAsWithoutAPause()
    {
        using var folder = new TemporaryFolder();
        var options = ConditionedTable.Options with
        {
            EpochCount = 4,
            ConditionColumns = ["Machine", "Heat"],
            EmbedCategoriesAbove = 2,
        };
        var view = ConditionedTable.View(ConditionedTable.Rows(200));
        using var whole = new VaeTrainer(options).Fit(view, ConditionedTable.Columns);
        VaeCheckpointOptions checkpoints = new(folder["checkpoint"]) { Resume = true };
        using (
            new VaeTrainer(options with { EpochCount = 2 }) { Checkpoints = checkpoints }.Fit(
                view,
                ConditionedTable.Columns
            )
        ) { }

        using var resumed = new VaeTrainer(options) { Checkpoints = checkpoints }.Fit(view, ConditionedTable.Columns);
        using var loaded = TrainedVae.LoadCheckpoint(folder["checkpoint"]);
        using var rows = whole.ReadRows(view);

        Assert.That(Some.Weights(resumed), Is.EqualTo(Some.Weights(whole)));
        Assert.That(loaded.Evaluate(rows), Is.EqualTo(whole.Evaluate(rows)));
        Assert.That(loaded.ConditionColumns.Select(column => column.Name), Is.EqualTo(options.ConditionColumns));
        Assert.That(loaded.LogLikelihoodPerRow(rows, 5), Is.EqualTo(whole.LogLikelihoodPerRow(rows, 5)));
    }

    [Test]
    public void Fit_OtherConditionsThanTheCheckpoint_IsRefused()
    {
        using var folder = new TemporaryFolder();
        var options = ConditionedTable.Options with { EpochCount = 1 };
        var view = ConditionedTable.View(ConditionedTable.Rows(50));
        VaeCheckpointOptions checkpoints = new(folder["checkpoint"]) { Resume = true };
        using (new VaeTrainer(options) { Checkpoints = checkpoints }.Fit(view, ConditionedTable.Columns)) { }

        var other = new VaeTrainer(options with { ConditionColumns = ["Night"] }) { Checkpoints = checkpoints };
        var error = Assert.Throws<InvalidOperationException>(() => other.Fit(view, ConditionedTable.Columns));

        Assert.That(error!.Message, Does.Contain("condition_columns"));
    }

    [Test]
    [Category("Long")]
    public void VaeScore_NormalRowsOfARareMachine_AreNotMoreUnusualThanOthers()
    {
        using var folder = new TemporaryFolder();
        var trainer = ConditionedTable.Options;
        using var conditional = ConditionedTable.Train(folder["conditional"], trainer);
        string[] all = [.. ConditionedTable.Columns, "Machine"];
        var unconditional = trainer with { ConditionColumns = null };
        using var joint = ConditionedTable.Train(folder["joint"], unconditional, columns: all);
        var normal = ConditionedTable.Rows(500, seed: 2);
        var view = ConditionedTable.View(normal);
        // The press makes 2 of 10 rows, the drill 5.
        double Surplus(float[] scores) =>
            normal.Zip(scores).Where(row => row.First.Machine == 2).Average(row => row.Second)
            - normal.Zip(scores).Where(row => row.First.Machine == 0).Average(row => row.Second);
        var (inContext, asColumn) = (Surplus(Scores(conditional, view)), Surplus(Scores(joint, view)));

        TestContext.Out.WriteLine(
            $"press above drill in nats: conditional {inContext:0.00}, machine as a column {asColumn:0.00}"
        );

        Assert.That(Math.Abs(inContext), Is.LessThan(0.5));
        Assert.That(asColumn, Is.GreaterThan(inContext + 0.3));
    }

    [Test]
    public void VaeFeaturizeAndDetector_OptionsWithConditions_TrainAndRun()
    {
        var view = ConditionedTable.View(ConditionedTable.Rows(200));
        var options = ConditionedTable.Options with { EpochCount = 2 };
        var detector = ml.AnomalyDetection.Trainers.Vae(ConditionedTable.Columns, options);
        var features = ml.Transforms.VaeFeaturize("Latent", ConditionedTable.Columns, options);

        Assert.That(
            detector.Fit(view).Transform(view).GetColumn<float>("Score"),
            Is.All.Matches<float>(float.IsFinite)
        );
        Assert.That(features.Fit(view).Transform(view).GetColumn<float[]>("Latent").First(), Has.Length.EqualTo(3));
    }

    private static float[] Scores(VaeModel model, IDataView view) =>
        [
            .. new MLContext(1)
                .Transforms.VaeScore("Score", [], model)
                .Fit(view)
                .Transform(view)
                .GetColumn<float>("Score"),
        ];

    /// <summary>Returns the share of pairs in which the anomaly has the higher score; ties count one half.</summary>
    private static double Auroc(float[] scores, int normalCount) =>
        scores[..normalCount]
            .Average(normal =>
                scores[normalCount..]
                    .Average(anomaly =>
                        anomaly > normal ? 1
                        : anomaly == normal ? 0.5
                        : 0
                    )
            );

    private static (uint Machine, float Amount, float Weight)[] Read(IDataView view) =>
        [.. view.GetColumn<uint>("Machine").Zip(view.GetColumn<float>("Amount"), view.GetColumn<float>("Weight"))];

    private static double Mean((uint Machine, float Amount, float Weight)[] rows, uint machine) =>
        rows.Where(row => row.Machine == machine).Average(row => row.Amount);
}
