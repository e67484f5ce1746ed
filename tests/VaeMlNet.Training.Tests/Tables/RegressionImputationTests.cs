using Microsoft.ML;
using Microsoft.ML.Data;
using TorchSharp;
using VaeMlNet.Tests.Shared;
using static TorchSharp.torch;

namespace VaeMlNet.Tests;

/// <summary>The regressions that the imputer blends with the model's means.</summary>
public sealed class RegressionImputationTests
{
    private static readonly string[] Columns = ["First", "Second", "Sum", "Kind"];

    /// <summary>A row whose third number is the sum of the others, and whose category is the sign of the first.</summary>
    public sealed class Row
    {
        public float First { get; set; }

        public float Second { get; set; }

        public float Sum { get; set; }

        [KeyType(2)]
        public uint Kind { get; set; }
    }

    [TestCase(3)]
    [TestCase(10)]
    public void Solve_AnyMissingCells_IsTheConditionalMeanOfANormalDistribution(int missingCount)
    {
        using var scope = NewDisposeScope();
        using var generator = new Generator(4);
        var factors = randn(40, 12, float64, generator: generator);
        var precision = linalg.inv(factors.t().matmul(factors) / 40 + (0.1 * eye(12, dtype: float64)));
        var roots = precision.diagonal().sqrt();
        precision = precision / roots / roots.unsqueeze(1);
        var row = randn(1, 12, float64, generator: generator);
        var isMissing = (arange(12) < missingCount).to(float64).unsqueeze(0);
        var known = row * (1 - isMissing);

        var solved = LinearImputation.Solve(precision, known, isMissing).narrow(1, 0, missingCount);

        var ofMissing = precision.narrow(0, 0, missingCount);
        var expected = -linalg.inv(ofMissing.narrow(1, 0, missingCount)).matmul(ofMissing.matmul(known.t())).t();

        Assert.That((solved - expected).abs().max().item<double>(), Is.LessThan(1e-6));
    }

    [Test]
    public void Impute_ExactRelationOfFewRows_IsFoundByTheBlendAndNotByTheModelAlone()
    {
        var blended = Error(usesRegressions: true, out var shares);
        var ofModel = Error(usesRegressions: false, out var none);

        TestContext.Out.WriteLine($"blend {blended:F3}, model {ofModel:F3}, shares {string.Join(' ', shares!)}");

        Assert.That(blended, Is.LessThan(0.35));
        Assert.That(blended, Is.LessThan(0.7 * ofModel));
        Assert.That(shares, Has.Length.EqualTo(4).And.All.InRange(0f, 1f));
        Assert.That(none, Is.Null);
    }

    [Test]
    public void Draws_ExactRelationOfFewRows_FollowTheBlend()
    {
        var (ofModel, widthOfModel) = Draws(usesRegressions: false);
        var (ofBlend, widthOfBlend) = Draws(usesRegressions: true);

        Assert.That(ofBlend, Is.LessThan(0.7 * ofModel));
        Assert.That(widthOfBlend, Is.LessThan(0.8 * widthOfModel).And.GreaterThan(0.05));
    }

    [Test]
    public void Uncertainty_OfAKeyThatTheBlendChooses_IsThatOfThisKey()
    {
        using var folder = new TemporaryFolder();
        using var trained = Train(usesRegressions: true);
        trained.Export(folder["model"], View(Rows(60, seed: 1)));
        var truth = Rows(300, seed: 2);
        var data = View([
            .. truth.Select(row => new Row
            {
                First = row.First,
                Second = row.Second,
                Sum = row.Sum,
                Kind = uint.MaxValue,
            }),
        ]);
        using var step = new MLContext(1)
            .Transforms.VaeImpute(Columns, folder["model"], new() { UncertaintySuffix = "U" })
            .Fit(data);

        float[] alone = [.. step.Transform(data).GetColumn<float>("KindU")];

        Assert.That(alone, Is.All.InRange(0f, 1f));
        Assert.That(alone, Has.Some.GreaterThan(0.5f), "the model alone would choose the other one of two keys");
    }

    [Test]
    [Category("Long")]
    public void Uncertainty_WithRegressions_IsNarrowerAndKeepsTheFilledCells()
    {
        using var folder = new TemporaryFolder();
        using var trained = Train(usesRegressions: true, Rows(400, seed: 1));
        trained.Export(folder["model"], View(Rows(400, seed: 1)));
        var data = View(WithoutSums(Rows(50, seed: 2)));
        var ml = new MLContext(seed: 1);
        using var alone = ml.Transforms.VaeImpute(Columns, folder["model"]).Fit(data);
        using var both = ml.Transforms.VaeImpute(Columns, folder["model"], new() { UncertaintySuffix = "U" }).Fit(data);
        using var model = VaeModel.Open(folder["model"]);

        var filled = both.Transform(data);

        Assert.That(filled.GetColumn<float>("Sum"), Is.EqualTo(alone.Transform(data).GetColumn<float>("Sum")));
        Assert.That(filled.GetColumn<float>("SumU"), Is.All.InRange(1e-3f, 1f));

        var spreads = model.Manifest.Columns.ToDictionary(column => column.Name, column => column.ImputedSpread);

        Assert.That(spreads["Sum"], Is.InRange(0.05, 0.9));
        Assert.That(spreads["Kind"], Is.Null);
    }

    [Test]
    public void Checkpoint_WithRegressions_KeepsThem()
    {
        using var folder = new TemporaryFolder();
        using var model = Train(usesRegressions: true);
        model.SaveCheckpoint(folder["checkpoint"]);

        using var loaded = TrainedVae.LoadCheckpoint(folder["checkpoint"]);
        var expected = Some.Json(model.TrainingData.Regressions);

        Assert.That(loaded.TrainingData.Regressions, Is.Not.Null);
        Assert.That(Some.Json(loaded.TrainingData.Regressions), Is.EqualTo(expected));
        Assert.That(Some.Json(loaded.Network.Regressions), Is.EqualTo(expected));
    }

    /// <summary>The lowest number of float32 often means "no data". Its scaled deviation is beyond float32, which JSON cannot represent.</summary>
    [Test]
    public void Fit_LowestFloatAmongUsualNumbers_HasNoRegressionsAndSavesACheckpoint()
    {
        using var folder = new TemporaryFolder();
        Row[] rows =
        [
            .. Enumerable
                .Range(0, 200)
                .Select(i => new Row
                {
                    First = i == 50 ? float.MinValue : i % 17,
                    Second = i % 23,
                    Sum = (i % 17) + (i % 23),
                    Kind = 1,
                }),
        ];
        using var trained = new VaeTrainer(Options(usesRegressions: true)).Fit(
            new MLContext(1).Data.LoadFromEnumerable(rows),
            Columns
        );
        trained.SaveCheckpoint(folder["checkpoint"]);

        Assert.That(trained.TrainingData.Regressions, Is.Null);
    }

    [Test]
    public void Fit_MoreSlotsThanTheLimit_HasNoRegressions()
    {
        using var wide = new VaeTrainer(Options(usesRegressions: true)).Fit(
            new MLContext(1).Data.LoadFromEnumerable(
                Enumerable.Range(0, 30).Select(i => new WideRow { Values = [.. Enumerable.Repeat((float)i, 801)] })
            ),
            ["Values"]
        );

        Assert.That(wide.TrainingData.Regressions, Is.Null);
    }

    [Test]
    public void Estimate_AbsoluteValue_IsFoundByTheForestsAndNotByLinearRegressions()
    {
        using var trained = Train(usesRegressions: true, Absolutes(300, seed: 1));
        var regressions = trained.TrainingData.Regressions!;
        LinearSlots slots = new(trained.Network.Table!);
        using var scope = NewDisposeScope();
        var truth = tensor(Absolutes(200, seed: 2).SelectMany(Values).ToArray(), [200, 4]);
        var hidden = truth.clone();
        hidden.narrow(1, 2, 1).fill_(float.NaN);
        var cells = slots.Of(slots.CellsOfRaw(hidden));

        var ofTrees = Correlation(regressions.Trees!.Estimate(slots, cells).Means);
        var ofLinear = Correlation(regressions.Linear.Estimate(cells));
        var ofBoth = Correlation(regressions.Estimate(slots, cells));

        Assert.That(ofTrees, Is.GreaterThan(0.7));
        Assert.That(ofLinear, Is.LessThan(0.3));
        Assert.That(ofBoth, Is.GreaterThan(0.7));
        Assert.That(regressions.TreeShares[PlaceOfSum(trained.Network.Table!)], Is.GreaterThan(0.7f));

        double Correlation(Tensor estimates)
        {
            var sums = estimates.narrow(1, PlaceOfSum(trained.Network.Table!), 1).flatten();
            return corrcoef(stack([sums, truth.narrow(1, 2, 1).flatten()]))[0, 1].item<float>();
        }
    }

    [Test]
    public void Fit_MoreColumnsThanForests_HasLinearRegressionsAlone()
    {
        using var wide = new VaeTrainer(new VaeTrainerOptions { EpochCount = 1 }).Fit(
            new MLContext(1).Data.LoadFromEnumerable(
                Enumerable.Range(0, 30).Select(i => new FormRow { Values = [.. Enumerable.Repeat((float)i, 101)] })
            ),
            ["Values"]
        );

        Assert.That(wide.TrainingData.Regressions!.Trees, Is.Null);
        Assert.That(wide.TrainingData.Regressions.TreeShares, Is.Empty);
    }

    /// <summary>A row of one more number than there are forests at most.</summary>
    public sealed class FormRow
    {
        [VectorType(101)]
        public float[] Values { get; set; } = [];
    }

    /// <summary>A row of one more number than the limit.</summary>
    public sealed class WideRow
    {
        [VectorType(801)]
        public float[] Values { get; set; } = [];
    }

    private static double Error(bool usesRegressions, out float[]? shares)
    {
        using var folder = new TemporaryFolder();
        using var trained = Train(usesRegressions);
        shares = trained.TrainingData.Regressions?.ModelShares.ToArray();
        trained.Export(folder["model"], View(Rows(60, seed: 1)));
        var truth = Rows(100, seed: 2);
        var ml = new MLContext(seed: 1);
        var data = View(WithoutSums(truth));
        using var imputer = ml.Transforms.VaeImpute(Columns, folder["model"]).Fit(data);
        float[] sums = [.. imputer.Transform(data).GetColumn<float>("Sum")];
        return Math.Sqrt(truth.Zip(sums).Average(pair => Math.Pow(pair.First.Sum - pair.Second, 2))) / Math.Sqrt(2);
    }

    /// <summary>Returns the root mean squared error of draws of hidden sums, and the mean distance between two draws of a cell.</summary>
    private static (double Error, double Width) Draws(bool usesRegressions)
    {
        using var folder = new TemporaryFolder();
        using var trained = Train(usesRegressions);
        trained.Export(folder["model"], View(Rows(60, seed: 1)));
        var truth = Rows(100, seed: 2);
        var data = View(WithoutSums(truth));
        var (first, second) = (Draw(1), Draw(2));
        return (
            Math.Sqrt(truth.Zip(first).Average(pair => Math.Pow(pair.First.Sum - pair.Second, 2))),
            first.Zip(second).Average(pair => Math.Abs(pair.First - pair.Second))
        );

        float[] Draw(int seed)
        {
            VaeImputeOptions options = new() { DrawsValues = true, Seed = seed };
            using var imputer = new MLContext(1).Transforms.VaeImpute(Columns, folder["model"], options).Fit(data);
            return [.. imputer.Transform(data).GetColumn<float>("Sum")];
        }
    }

    private static Row[] WithoutSums(Row[] rows) =>
        Array.ConvertAll(
            rows,
            row => new Row
            {
                First = row.First,
                Second = row.Second,
                Sum = float.NaN,
                Kind = row.Kind,
            }
        );

    private static TrainedVae Train(bool usesRegressions, Row[]? rows = null) =>
        new VaeTrainer(Options(usesRegressions)).Fit(View(rows ?? Rows(60, seed: 1)), Columns);

    /// <summary>Returns rows whose third number is the absolute value of the first.</summary>
    private static Row[] Absolutes(int count, int seed) =>
        Array.ConvertAll(
            Rows(count, seed),
            row => new Row
            {
                First = row.First,
                Second = row.Second,
                Sum = Math.Abs(row.First),
                Kind = row.Kind,
            }
        );

    private static float[] Values(Row row) => [row.First, row.Second, row.Sum, row.Kind];

    private static int PlaceOfSum(Table table) =>
        table.Sorted.Index().Single(column => column.Item.Name == "Sum").Index;

    private static VaeTrainerOptions Options(bool usesRegressions) =>
        new()
        {
            EpochCount = 40,
            UsesRegressions = usesRegressions,
            UsesRelations = false,
        };

    private static IDataView View(Row[] rows) => new MLContext(1).Data.LoadFromEnumerable(rows);

    private static Row[] Rows(int count, int seed)
    {
        using var generator = new Generator((ulong)seed);
        using var numbers = randn(count, 2, generator: generator);
        return
        [
            .. numbers
                .data<float>()
                .ToArray()
                .Chunk(2)
                .Select(pair => new Row
                {
                    First = pair[0],
                    Second = pair[1],
                    Sum = pair[0] + pair[1],
                    Kind = pair[0] > 0 ? 1u : 0u,
                }),
        ];
    }
}
