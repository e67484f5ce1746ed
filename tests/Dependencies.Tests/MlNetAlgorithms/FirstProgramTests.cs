using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms;

namespace Dependencies.Tests;

/// <summary>
/// The steps of a first program with ML.NET, as tutorials show them: load, inspect, split, train, evaluate, save, predict.
/// </summary>
public class FirstProgramTests : TextFileTestBase
{
    private const string Header = "Length,Width,Color,Kind";

    private sealed class Flower
    {
        [LoadColumn(0)]
        public float Length { get; set; }

        [LoadColumn(1)]
        public float Width { get; set; }

        [LoadColumn(2)]
        public string Color { get; set; } = "";

        [LoadColumn(3), ColumnName("Label")]
        public string Kind { get; set; } = "";
    }

    private sealed class FlowerPrediction
    {
        [ColumnName("PredictedLabel")]
        public string Kind { get; set; } = "";

        public float[] Score { get; set; } = [];
    }

    private static readonly string[] Kinds = ["daisy", "rose", "tulip"];

    /// <summary>Lines of flowers whose kinds differ in length and width; some widths are missing.</summary>
    private static string[] Lines(int count)
    {
        var random = new Random(3);
        return
        [
            Header,
            .. Enumerable
                .Range(0, count)
                .Select(i =>
                {
                    var kind = i % Kinds.Length;
                    var length = 2 * kind + 0.3 * Rows.Gaussian(random);
                    var width = 5 - kind + 0.3 * Rows.Gaussian(random);
                    var color = random.Next(2) == 0 ? "white" : "red, \"light\"".Replace("\"", "\"\"");
                    var shownWidth = i % 20 == 7 ? "" : FormattableString.Invariant($"{width:F2}");
                    return FormattableString.Invariant($"{length:F2},{shownWidth},\"{color}\",{Kinds[kind]}");
                }),
        ];
    }

    private EstimatorChain<KeyToValueMappingTransformer> Pipeline() =>
        Ml
            .Transforms.Conversion.MapValueToKey("Label")
            .Append(
                Ml.Transforms.ReplaceMissingValues(
                    "Width",
                    replacementMode: MissingValueReplacingEstimator.ReplacementMode.Mean
                )
            )
            .Append(Ml.Transforms.Categorical.OneHotEncoding([new("ColorCode", "Color")]))
            .Append(Ml.Transforms.Concatenate("Features", "Length", "Width", "ColorCode"))
            .Append(Ml.Transforms.NormalizeMinMax("Features"))
            .Append(Ml.MulticlassClassification.Trainers.LbfgsMaximumEntropy())
            .Append(Ml.Transforms.Conversion.MapKeyToValue("PredictedLabel"));

    [Test]
    public void LoadClass_TrainEvaluateSaveAndPredict_GoesThrough()
    {
        var options = new TextLoader.Options
        {
            Separators = [','],
            HasHeader = true,
            AllowQuoting = true,
            MissingRealsAsNaNs = true,
        };
        var data = Ml.Data.LoadFromTextFile<Flower>(Write(Lines(300)), options);

        var split = Ml.Data.TrainTestSplit(data, testFraction: 0.2);
        var model = Pipeline().Fit(split.TrainSet);
        var metrics = Ml.MulticlassClassification.Evaluate(model.Transform(split.TestSet));

        Assert.That(metrics.MicroAccuracy, Is.GreaterThan(0.95));

        var path = Path.Combine(Folder, "model.zip");
        Ml.Model.Save(model, data.Schema, path);
        var loaded = new MLContext(1).Model.Load(path, out var schema);

        Assert.That(schema.Select(column => column.Name), Is.EqualTo(data.Schema.Select(column => column.Name)));

        using var engine = Ml.Model.CreatePredictionEngine<Flower, FlowerPrediction>(loaded, schema);
        var prediction = engine.Predict(
            new Flower
            {
                Length = 4,
                Width = 3,
                Color = "white",
            }
        );

        Assert.That(prediction.Kind, Is.EqualTo("tulip"));
        Assert.That(prediction.Score.Sum(), Is.EqualTo(1).Within(1e-5));
        Assert.That(prediction.Score.Max(), Is.EqualTo(prediction.Score[2]));
    }

    [Test]
    public void LoadColumns_CrossValidate_JudgesEachFold()
    {
        var path = Write(Lines(300));
        var loader = Ml.Data.CreateTextLoader(
            [
                new TextLoader.Column("Length", DataKind.Single, 0),
                new TextLoader.Column("Width", DataKind.Single, 1),
                new TextLoader.Column("Color", DataKind.String, 2),
                new TextLoader.Column("Label", DataKind.String, 3),
            ],
            separatorChar: ',',
            hasHeader: true,
            allowQuoting: true
        );

        var folds = Ml.MulticlassClassification.CrossValidate(loader.Load(path), Pipeline(), numberOfFolds: 3);

        Assert.That(folds, Has.Count.EqualTo(3));
        Assert.That(folds.Select(fold => fold.Metrics.MicroAccuracy), Is.All.GreaterThan(0.9));
    }

    [Test]
    public void LoadVector_WithHeader_NamesItsSlots()
    {
        var options = new TextLoader.Options
        {
            Separators = [','],
            HasHeader = true,
            AllowQuoting = true,
            Columns = [new("Values", DataKind.Single, 0, 1), new("Label", DataKind.String, 3)],
        };

        var data = Ml.Data.LoadFromTextFile(Write(Lines(30)), options);

        Assert.That(TextLoaderOptionsTests.SlotNames(data.Schema), Is.EqualTo(new[] { "Length", "Width" }));

        var rows = Ml.Data.TakeRows(data, 10);

        Assert.That(rows.GetColumn<string>("Label").Distinct(), Is.EqualTo(Kinds));
    }
}
