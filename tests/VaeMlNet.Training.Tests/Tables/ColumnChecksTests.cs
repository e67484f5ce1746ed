using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms;
using VaeMlNet.Tests.Shared;

namespace VaeMlNet.Tests;

/// <summary>The messages about missing and unsuitable columns, which name the option that named the column.</summary>
public sealed class ColumnChecksTests
{
    private const string Condition = "ConditionColumns";
    private const string KnownAnomalies = "known anomalies";
    private const string Predicted = "predicted label";
    private const string Class = "Data.ClassColumnName";
    private const string Weight = "Data.ExampleWeightColumnName";
    private const string OneValue = "Name a column with one value in each row.";
    private const string ToKey = "Convert it with Conversion.MapValueToKey.";
    private const string MapAgain = "Map its values again with Conversion.MapValueToKey.";
    private const string ToNumbers = "such as the days since a date";

    private static readonly string[] Columns = ["Other"];

    private readonly MLContext ml = new(seed: 1);
    private IDataView data = null!;

    [OneTimeSetUp]
    public void CreateData()
    {
        var rows = ml.Data.LoadFromEnumerable(
            Enumerable
                .Range(0, 30)
                .Select(index => new Row
                {
                    Number = index % 7,
                    Other = index % 5,
                    Bytes = (byte)(index % 3),
                    When = new DateTime(2026, 1, 1 + index),
                })
        );
        data = ml
            .Transforms.Conversion.MapValueToKey("Keys", "Words")
            .Append(ml.Transforms.Conversion.MapValueToKey("SomeKeys", "SomeWords"))
            .Fit(rows)
            .Transform(rows);
    }

    [TestCase(Condition, "Nope", "Name another column in")]
    [TestCase(Condition, "When", ToNumbers)]
    [TestCase(Condition, "Keys", "Categorical.OneHotEncoding, or make a column of each slot.")]
    [TestCase(Condition, "Bytes", MapAgain)]
    [TestCase(KnownAnomalies, "Nope", "Name another column in")]
    [TestCase(KnownAnomalies, "When", "Name another column.")]
    [TestCase(KnownAnomalies, "Words", OneValue)]
    [TestCase(KnownAnomalies, "Text", ToKey)]
    [TestCase(KnownAnomalies, "Double", "Convert it with Conversion.ConvertType.")]
    [TestCase(KnownAnomalies, "Bytes", MapAgain)]
    [TestCase(Predicted, "Number", ToKey)]
    [TestCase(Predicted, "Features", OneValue)]
    [TestCase(Class, "Nope", "Name another column in")]
    [TestCase(Class, "When", ToKey)]
    [TestCase(Class, "Double", ToKey)]
    [TestCase(Class, "Bytes", ToKey)]
    [TestCase(Class, "Keys", OneValue)]
    [TestCase(Weight, "Nope", "Name another column in")]
    [TestCase(Weight, "Double", "Convert it with Conversion.ConvertType.")]
    [TestCase(Weight, "Keys", "Name a column with one number in each row.")]
    public void Fit_ColumnOfAnOption_NamesTheOptionAndWhatToDo(string use, string column, string advice)
    {
        var options = OptionsFor(use, column);
        var option = use is KnownAnomalies or Predicted ? "VaeTrainerOptions.Labels" : $"VaeTrainerOptions.{use}";
        var isMissing = column == "Nope";

        Assert.That(
            () => new VaeTrainer(options).Fit(data, Columns),
            Throws
                .TypeOf<ArgumentOutOfRangeException>()
                .With.Message.Contain($"olumn '{column}' ({option})")
                .And.Message.Contain(advice)
        );
        Assert.That(
            () => ml.Transforms.VaeFeaturize("Latent", Columns, options).GetOutputSchema(Shapes.Create(data.Schema)),
            Throws
                .TypeOf<ArgumentOutOfRangeException>()
                .With.Message.Contain(isMissing ? $"Name a column of the data in {option}" : advice)
                .And.Message.Contain(option)
        );
    }

    [TestCase("When", ToNumbers)]
    [TestCase("Words", "Categorical.OneHotEncoding, or make a column of each slot.")]
    [TestCase("SomeWords", "Categorical.OneHotEncoding and OutputKind.Bag.")]
    [TestCase("SomeKeys", "Categorical.OneHotEncoding and OutputKind.Bag.")]
    public void Fit_InputThatConvertTypeCannotConvert_SaysWhatCan(string column, string advice)
    {
        Assert.That(
            () => new VaeTrainer(new()).Fit(data, ["Number", column]),
            Throws.TypeOf<ArgumentOutOfRangeException>().With.Message.Contain(advice)
        );
        Assert.That(
            () => new VaeTrainer(new()).Fit(data, column),
            Throws.TypeOf<ArgumentOutOfRangeException>().With.Message.Contain(advice)
        );
    }

    [Test]
    public void Fit_InputsThatFollowTheAdvice_AreAccepted()
    {
        static void Convert(Row row, Days days) => days.Value = (float)(row.When - new DateTime(2026, 1, 1)).TotalDays;
        var prepared = ml
            .Transforms.Categorical.OneHotEncoding("A", "Keys")
            .Append(ml.Transforms.Categorical.OneHotEncoding("B", "SomeWords", OneHotEncodingEstimator.OutputKind.Bag))
            .Append(ml.Transforms.Categorical.OneHotEncoding("C", "SomeKeys", OneHotEncodingEstimator.OutputKind.Bag))
            .Append(ml.Transforms.Conversion.MapValueToKey("D", "Bytes"))
            .Append(ml.Transforms.CustomMapping<Row, Days>(Convert, contractName: null))
            .Fit(data)
            .Transform(data);

        RawTable table = new(prepared.Schema, ["A", "B", "C", "D", "Value"]);

        Assert.That(
            table.Columns.Select(column => column.Kind),
            Is.EqualTo(
                new[]
                {
                    TableColumnKind.Number,
                    TableColumnKind.Number,
                    TableColumnKind.Number,
                    TableColumnKind.Key,
                    TableColumnKind.Number,
                }
            )
        );
    }

    [TestCase(Condition, "Number", "both a condition and a column to explain")]
    [TestCase(KnownAnomalies, "Number", "both the label and a column that the model reads")]
    public void VaeFeaturize_ColumnOfTwoUses_IsRefusedWithoutData(string use, string column, string fact) =>
        Assert.That(
            () => ml.Transforms.VaeFeaturize("Latent", ["Number", "Other"], OptionsFor(use, column)),
            Throws.TypeOf<ArgumentOutOfRangeException>().With.Message.Contain(fact)
        );

    [Test]
    public void VaeFeaturize_ColumnNamedTwice_IsRefusedWithoutData() =>
        Assert.That(
            () => ml.Transforms.VaeFeaturize("Latent", ["Number", "Number"]),
            Throws.TypeOf<ArgumentOutOfRangeException>().With.Message.Contain("'Number' is named twice")
        );

    [TestCase(Condition)]
    [TestCase(KnownAnomalies)]
    [TestCase(Class)]
    public void Fit_ColumnOfAnOption_IsCheckedBeforeRowsAreRead(string use)
    {
        var unread = ml.Data.LoadFromEnumerable(Unread());

        Assert.That(
            () => new VaeTrainer(OptionsFor(use, "Nope")).Fit(unread, Columns),
            Throws.TypeOf<ArgumentOutOfRangeException>().With.Message.Contain("'Nope'")
        );

        static IEnumerable<Row> Unread()
        {
            yield return new Row { Number = float.PositiveInfinity, Other = float.PositiveInfinity };
        }
    }

    [TestCase(Class, "Nope")]
    [TestCase(Class, "Double")]
    [TestCase(Weight, "Nope")]
    [TestCase(Weight, "Double")]
    public void VaeSeries_ColumnOfAnOption_IsCheckedInTheSchemaAndBeforeRowsAreRead(string use, string column)
    {
        var estimator = ml.AnomalyDetection.Trainers.VaeSeries(Columns, new() { Training = OptionsFor(use, column) });
        var option = $"VaeTrainerOptions.{use}";

        Assert.That(
            () => estimator.GetOutputSchema(Shapes.Create(data.Schema)),
            Throws.TypeOf<ArgumentOutOfRangeException>().With.Message.Contain(option)
        );
        Assert.That(
            () => estimator.Fit(data),
            Throws.TypeOf<ArgumentOutOfRangeException>().With.Message.Contain(option).And.Message.Not.Contain("place")
        );
    }

    private static VaeTrainerOptions OptionsFor(string use, string column)
    {
        VaeTrainerOptions options = new() { EpochCount = 1 };
        return use switch
        {
            Condition => options with { ConditionColumns = [column] },
            KnownAnomalies => options with { Labels = new KnownAnomalyLabelOptions { ColumnName = column } },
            Predicted => options with { Labels = new SemiSupervisedLabelOptions { ColumnName = column } },
            Class => options with { Data = new() { ClassColumnName = column } },
            _ => options with { Data = new() { ExampleWeightColumnName = column } },
        };
    }

    private sealed class Row
    {
        public float Number { get; set; }

        public float Other { get; set; }

        public double Double { get; set; }

        public string Text { get; set; } = "yes";

        public DateTime When { get; set; }

        [KeyType(3)]
        public byte Bytes { get; set; }

        [VectorType(2)]
        public float[] Features { get; set; } = [0, 1];

        [VectorType(2)]
        public string[] Words { get; set; } = ["a", "b"];

        public string[] SomeWords { get; set; } = ["a", "b", "b"];
    }

    private sealed class Days
    {
        public float Value { get; set; }
    }
}
