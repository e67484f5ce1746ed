using Microsoft.ML;
using Microsoft.ML.Data;
using static TorchSharp.torch;

namespace VaeMlNet.Tests;

public class ExampleWeightTests
{
    private static readonly VaeTrainerOptions Weighted = Some.Options() with
    {
        Data = new() { ExampleWeightColumnName = "Weight" },
    };

    [Test]
    public void Fit_EqualWeightsOfAnySize_TrainsAsWithout()
    {
        using var rows = Some.Rows(40);
        using var sevens = full(40, 7, ScalarType.Float32);
        using var weighted = new VaeTrainer(Some.Options()).Fit(rows, exampleWeights: sevens);
        using var plain = new VaeTrainer(Some.Options()).Fit(rows);

        Assert.That(Some.Weights(weighted), Is.EqualTo(Some.Weights(plain)).Within(1e-5));
    }

    [Test]
    public void Fit_FeaturesOfWeightZero_GivesTheModelWithoutThem([Values(0, 16)] int shuffleBufferRows)
    {
        var rows = LabeledRow.Create(Some.Values(40), row => row % 2 == 0);
        Array.ForEach(rows, row => row.Weight = row.Boolean ? 1 : 2);
        LabeledRow[] mixed = [.. rows.SelectMany(row => (LabeledRow[])[row, Absurd()])];
        var options = Some.Options() with
        {
            Data = new()
            {
                ExampleWeightColumnName = "Weight",
                ClassColumnName = "Text",
                ValidationShare = 0.2,
                ShuffleBufferRows = shuffleBufferRows,
            },
        };
        using var expected = new VaeTrainer(options).Fit(LabeledRow.View(rows), "Features");
        using var actual = new VaeTrainer(options).Fit(LabeledRow.View(mixed), "Features");

        AssertEqual(actual, expected);

        static LabeledRow Absurd() =>
            new()
            {
                Features = [.. Enumerable.Repeat(1e6f, Some.Width)],
                Weight = 0,
                Text = "another class",
            };
    }

    [Test]
    public void Fit_TensorRowsOfWeightZero_GivesTheModelWithoutThem()
    {
        var values = Some.Values(40);
        float[] absurd = [.. Enumerable.Repeat(float.NaN, Some.Width)];
        using var rows = Some.ToTensor(values);
        using var weights = arange(1, 41, ScalarType.Float32);
        using var classes = tensor(Enumerable.Range(0, 40).Select(row => (long)row % 3).ToArray());
        using var mixedRows = Some.ToTensor([absurd, .. values, absurd]);
        using var mixedWeights = tensor([0f, .. TensorValues.Floats(weights), 0f]);
        using var mixedClasses = tensor([7L, .. TensorValues.Integers(classes), 8L]);
        var trainer = new VaeTrainer(Some.Options() with { Data = new() { ValidationShare = 0.2 } });
        using var expected = trainer.Fit(rows, exampleWeights: weights, classes: classes);
        using var actual = trainer.Fit(mixedRows, exampleWeights: mixedWeights, classes: mixedClasses);

        AssertEqual(actual, expected);
    }

    [Test]
    public void Fit_TableRowsOfWeightZero_GivesTheModelWithoutThem([Values(0, 50)] int shuffleBufferRows)
    {
        var rows = Sale.Create(120);
        Sale[] mixed = [.. rows.SelectMany(row => (Sale[])[row, Sale.Absurd])];
        var options = new VaeTrainerOptions
        {
            EpochCount = 5,
            ConditionColumns = ["Open"],
            Data = new() { ExampleWeightColumnName = "Weight", ShuffleBufferRows = shuffleBufferRows },
        };
        using var expected = Fit(options, rows);
        using var actual = Fit(options, mixed);
        using var expectedWithRegressions = Fit(options with { ConditionColumns = null }, rows);
        using var actualWithRegressions = Fit(options with { ConditionColumns = null }, mixed);

        Assert.That(expected.Network.Table!.Relations, Is.Not.Null);
        Assert.That(expectedWithRegressions.TrainingData.Regressions, Is.Not.Null);

        AssertEqual(actual, expected);
        AssertEqual(actualWithRegressions, expectedWithRegressions);

        static TrainedVae Fit(VaeTrainerOptions options, Sale[] rows) =>
            new VaeTrainer(options).Fit(
                new MLContext(1).Data.LoadFromEnumerable(rows),
                ["Shop", "Net", "Tax", "Total"]
            );
    }

    [Test]
    public void Fit_LabelsOfWeightZero_GivesTheModelWithoutThem()
    {
        var rows = Sale.Create(120);
        Sale[] mixed = [.. rows.SelectMany(row => (Sale[])[row, Sale.Absurd])];
        var trainer = new VaeTrainer(
            new()
            {
                EpochCount = 5,
                Labels = new KnownAnomalyLabelOptions { ColumnName = "Open" },
                Data = new() { ExampleWeightColumnName = "Weight" },
            }
        )
        {
            ForAnomalies = true,
        };
        using var expected = trainer.Fit(new MLContext(1).Data.LoadFromEnumerable(rows), ["Net", "Tax"]);
        using var actual = trainer.Fit(new MLContext(1).Data.LoadFromEnumerable(mixed), ["Net", "Tax"]);

        AssertEqual(actual, expected);
    }

    [Test]
    public void Fit_SeriesRowsOfWeightZero_AreTheEndOfNoWindow()
    {
        var rows = Sale.Create(100, weight: row => row < 60 ? 0 : 1);
        var trainer = new VaeSeriesTrainer(
            new()
            {
                WindowLength = 10,
                Training = new()
                {
                    EpochCount = 1,
                    Data = new() { ExampleWeightColumnName = "Weight", ValidationShare = 0 },
                },
            }
        );
        using var model = trainer.Fit(new MLContext(1).Data.LoadFromEnumerable(rows), ["Net"]);

        Assert.That(model.TrainingData.RowCount, Is.EqualTo(40));
    }

    [Test]
    public void Fit_UnusableRowBehindOneOfWeightZero_HasItsNumberInTheData([Values] bool isTensor)
    {
        var rows = LabeledRow.Create(Some.Values(6), _ => false);
        rows[1].Weight = 0;
        rows[4].Features[2] = float.NaN;
        using var tensors = Some.ToTensor([.. rows.Select(row => row.Features)]);
        using var weights = tensor(rows.Select(row => row.Weight).ToArray());

        Assert.That(
            () =>
                isTensor
                    ? new VaeTrainer(Some.Options()).Fit(tensors, exampleWeights: weights)
                    : new VaeTrainer(Weighted).Fit(LabeledRow.View(rows), "Features"),
            Throws.TypeOf<VaeRowException>().With.Property(nameof(VaeRowException.Row)).EqualTo(4)
        );
    }

    [Test]
    public void Export_UnusableRowOfWeightZero_IsLeftOutAsInTheTraining()
    {
        var rows = LabeledRow.Create(Some.Values(20), _ => false);
        rows[0].Weight = 0;
        rows[0].Features[1] = float.NaN;
        using var model = new VaeTrainer(Weighted).Fit(LabeledRow.View(rows), "Features");
        using TemporaryFolder folder = new();
        var withoutWeights = new MLContext(1).Transforms.DropColumns("Weight").Fit(LabeledRow.View(rows));

        Assert.That(model.Export(folder["weighted"], LabeledRow.View(rows)).RowCount, Is.EqualTo(19));
        Assert.That(
            () => model.Export(folder["all"], withoutWeights.Transform(LabeledRow.View(rows))),
            Throws.TypeOf<VaeRowException>()
        );
    }

    [Test]
    public void Fit_ColumnAndTensorOfTheSameWeights_GiveTheSameModel([Values(0, 16)] int shuffleBufferRows)
    {
        var values = Some.Values(40);
        var rows = LabeledRow.Create(values, _ => false);
        var weights = rows.Select((row, i) => row.Weight = i % 4).ToArray();
        using var tensors = Some.ToTensor(values);
        using var given = tensor(weights);
        var options = Weighted with
        {
            BatchSize = 40,
            Data = Weighted.Data with { ShuffleBufferRows = shuffleBufferRows },
        };
        using var fromColumn = new VaeTrainer(options).Fit(LabeledRow.View(rows), "Features");
        using var fromTensor = new VaeTrainer(options).Fit(tensors, exampleWeights: given);
        // One batch of all rows: in another order, when streamed, but with the same loss up to the noise's order.
        var tolerance = shuffleBufferRows == 0 ? 0 : 0.1;

        Assert.That(
            fromColumn.History[0].Training.Total,
            Is.EqualTo(fromTensor.History[0].Training.Total).Within(tolerance)
        );
    }

    [TestCase(-1f, "-1")]
    [TestCase(float.NaN, "NaN")]
    [TestCase(float.PositiveInfinity, "Infinity")]
    public void Fit_UnusableWeight_NamesRowAndValue(float weight, string text)
    {
        var rows = LabeledRow.Create(Some.Values(6), _ => false);
        rows[4].Weight = weight;

        Assert.That(
            () => new VaeTrainer(Weighted).Fit(LabeledRow.View(rows), "Features"),
            Throws.TypeOf<VaeRowException>().With.Message.Contains($"row 4 in 'Weight' is {text}")
        );
    }

    [Test]
    public void Fit_AllWeightsZero_ReportsIt([Values(0, 4)] int shuffleBufferRows, [Values] bool isTable)
    {
        var rows = LabeledRow.Create(Some.Values(6), _ => false);
        Array.ForEach(rows, row => row.Weight = 0);
        var options = Weighted with { Data = Weighted.Data with { ShuffleBufferRows = shuffleBufferRows } };

        Assert.That(
            () =>
                isTable
                    ? new VaeTrainer(options with { Likelihood = null }).Fit(LabeledRow.View(rows), ["Single"])
                    : new VaeTrainer(options).Fit(LabeledRow.View(rows), "Features"),
            Throws.InvalidOperationException.With.Message.Contains("'Weight' are 0 for every row")
        );
    }

    [Test]
    public void Fit_AllWeightsOfATensorZero_ReportsIt()
    {
        using var rows = Some.Rows(6);
        using var weights = zeros(6);

        Assert.That(
            () => new VaeTrainer(Some.Options()).Fit(rows, exampleWeights: weights),
            Throws.InvalidOperationException.With.Message.Contains("exampleWeights are 0 for every row")
        );
    }

    [TestCase("Double", "'Double' (VaeTrainerOptions.Data.ExampleWeightColumnName) is Double")]
    [TestCase("Missing", "example weight column 'Missing'")]
    public void Fit_UnsuitableWeightColumn_SaysWhatItIs(string column, string fact)
    {
        var options = Some.Options() with { Data = new() { ExampleWeightColumnName = column } };

        Assert.That(
            () =>
                new VaeTrainer(options).Fit(LabeledRow.View(LabeledRow.Create(Some.Values(6), _ => false)), "Features"),
            Throws.TypeOf<ArgumentOutOfRangeException>().With.Message.Contains(fact)
        );
    }

    private static IEnumerable<TestCaseData> NamedColumns()
    {
        yield return new(new VaeTrainingDataOptions { ExampleWeightColumnName = "Weight" }, "ExampleWeightColumnName");
        yield return new(new VaeTrainingDataOptions { ClassColumnName = "Weight" }, "ClassColumnName");
    }

    [TestCaseSource(nameof(NamedColumns))]
    public void Fit_TensorWithAColumnInTheOptions_IsRefused(VaeTrainingDataOptions data, string option)
    {
        using var rows = Some.Rows(6);

        Assert.That(
            () => new VaeTrainer(Some.Options() with { Data = data }).Fit(rows),
            Throws
                .ArgumentException.With.Message.Contains($"VaeTrainerOptions.Data.{option} names 'Weight'")
                .And.Message.Contains("a tensor has no columns")
        );
    }

    [Test]
    public void Fit_WeightsOfAnotherLength_StatesBoth()
    {
        using var rows = Some.Rows(6);
        using var weights = ones(5);

        Assert.That(
            () => new VaeTrainer(Some.Options()).Fit(rows, exampleWeights: weights),
            Throws.ArgumentException.With.Message.Contains("Float32 [5], but Float32 [6]")
        );
    }

    private static void AssertEqual(TrainedVae actual, TrainedVae expected) =>
        Assert.Multiple(() =>
        {
            Assert.That(Some.Json(actual.Network.Table), Is.EqualTo(Some.Json(expected.Network.Table)));
            Assert.That(Some.Json(actual.TrainingData), Is.EqualTo(Some.Json(expected.TrainingData)));
            Assert.That(Some.Weights(actual), Is.EqualTo(Some.Weights(expected)));
            Assert.That(
                actual.History.Select(epoch => (epoch.Training, epoch.Validation)),
                Is.EqualTo(expected.History.Select(epoch => (epoch.Training, epoch.Validation)))
            );
        });

    private sealed class Sale
    {
        [KeyType(4)]
        public uint Shop { get; init; }

        public float Net { get; init; }

        public float Tax { get; init; }

        public float Total => Net + Tax;

        public bool Open { get; init; }

        public float Weight { get; init; }

        /// <summary>Gets a row with a shop of its own, and with numbers far from all others.</summary>
        public static Sale Absurd { get; } =
            new()
            {
                Shop = 3,
                Net = 1e6f,
                Tax = -1e6f,
                Open = true,
            };

        public static Sale[] Create(int count, Func<int, float>? weight = null)
        {
            var random = new Random(1);
            return
            [
                .. Enumerable
                    .Range(0, count)
                    .Select(row => new Sale
                    {
                        Shop = (uint)random.Next(3),
                        Net = random.Next(100, 1000),
                        Tax = random.Next(10, 200),
                        Open = row % 20 == 0,
                        Weight = weight?.Invoke(row) ?? 1 + (row % 2),
                    }),
            ];
        }
    }
}
