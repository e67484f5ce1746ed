using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms;

namespace Dependencies.Tests;

/// <summary>
/// Tests of the place where ML.NET puts a column whose name already exists: directly after the column that it hides.
/// VaeMlNet.ColumnBindings follows this rule.
/// </summary>
public sealed class HiddenColumnTests
{
    private readonly MLContext ml = new(seed: 1);

    [Test]
    public void Transforms_OverExistingNames_PutTheirColumnsRightAfterTheHiddenOnes()
    {
        var data = Samples.ItemView(ml, 3); // Id, Name, Values

        Assert.Multiple(() =>
        {
            Check("Id (hidden), Id, Name, Values", ml.Transforms.CopyColumns("Id", "Id"));
            Check("Id, Name, Values (hidden), Values", ml.Transforms.Concatenate("Values", "Values"));
            Check("Id, Name, Values (hidden), Values", ml.Transforms.NormalizeMinMax("Values"));
            Check("Id, Name (hidden), Name, Values", ml.Transforms.Conversion.MapValueToKey("Name"));
            Check("Id (hidden), Id, Name, Values", ml.Transforms.Conversion.ConvertType("Id"));
            Check(
                "Id (hidden), Id, Name, Values",
                ml.Transforms.CustomMapping<Item, Number>((item, number) => number.Id = -item.Id, contractName: null)
            );
            Check("Id, Name, Values (hidden), Values (hidden), Values", Twice("Values"));
        });

        void Check<T>(string expected, IEstimator<T> estimator)
            where T : class, ITransformer
        {
            var fitted = estimator.Fit(data);
            Assert.That(Describe(fitted.GetOutputSchema(data.Schema)), Is.EqualTo(expected), "announced");
            Assert.That(Describe(fitted.Transform(data).Schema), Is.EqualTo(expected), "given");
        }
    }

    [Test]
    public void Detector_OverExistingNames_PutsEachColumnRightAfterTheHiddenOne()
    {
        var rows = Enumerable.Range(0, 50).Select(i => new Scored { Score = i, Features = [i, i % 7, i % 3] });
        var data = ml.Data.LoadFromEnumerable(rows);

        var scored = ml.AnomalyDetection.Trainers.RandomizedPca(rank: 1).Fit(data).Transform(data);

        Assert.That(Describe(scored.Schema), Is.EqualTo("Score (hidden), Score, Features, PredictedLabel"));
        Assert.That(
            scored.GetColumn<float>("Score").Max(),
            Is.LessThanOrEqualTo(1),
            "the visible one is the detector's"
        );
    }

    [Test]
    public void Rows_OfHiddenAndOtherColumns_AreTheirOwn()
    {
        var data = Samples.ItemView(ml, 5);
        var view = ml
            .Transforms.CustomMapping<Item, Number>((item, number) => number.Id = -item.Id, contractName: null)
            .Fit(data)
            .Transform(data);

        Assert.That(Ints(view, view.Schema[0]), Is.EqualTo(new[] { 0, 1, 2, 3, 4 }), "hidden");
        Assert.That(Ints(view, view.Schema["Id"]), Is.EqualTo(new[] { 0, -1, -2, -3, -4 }), "visible");
        Assert.That(view.GetColumn<string>("Name").Last(), Is.EqualTo("item 4"));
    }

    private EstimatorChain<ColumnCopyingTransformer> Twice(string column) =>
        ml.Transforms.CopyColumns(column, column).Append(ml.Transforms.CopyColumns(column, column));

    private static string Describe(DataViewSchema schema) =>
        string.Join(", ", schema.Select(column => column.Name + (column.IsHidden ? " (hidden)" : "")));

    private static int[] Ints(IDataView view, DataViewSchema.Column column)
    {
        using var cursor = view.GetRowCursor([column]);
        var getter = cursor.GetGetter<int>(column);
        var values = new List<int>();
        while (cursor.MoveNext())
        {
            var value = 0;
            getter(ref value);
            values.Add(value);
        }

        return [.. values];
    }

    private sealed class Number
    {
        public int Id { get; set; }
    }

    private sealed class Scored
    {
        public float Score { get; set; }

        [VectorType(3)]
        public float[] Features { get; set; } = [];
    }
}
