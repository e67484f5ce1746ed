using Microsoft.ML;
using Microsoft.ML.Data;

namespace VaeMlNet.Tests;

public sealed class VaeImputeTests
{
    private readonly MLContext ml = new(seed: 1);

    [Test]
    public void Transform_RecordedRows_GivesTheRecordedImputations()
    {
        var filled = Impute(TinyTable.View(TinyTable.RecordedRows()));

        Assert.That(
            filled.GetColumn<float>("Age"),
            Is.EqualTo(TinyTable.Recorded("imputer_output_0")).Within(1e-4).Percent
        );
        Assert.That(
            filled.GetColumn<float[]>("Vitals").SelectMany(v => v),
            Is.EqualTo(TinyTable.Recorded("imputer_output_1")).Within(1e-4).Percent
        );
        Assert.That(filled.GetColumn<uint>("Job"), Is.EqualTo(TinyTable.RecordedKeys("imputer_output_2")));
        Assert.That(filled.GetColumn<uint>("Region"), Is.EqualTo(TinyTable.RecordedKeys("imputer_output_3")));
    }

    [Test]
    public void VaeImpute_ModelOfFeatures_IsRefusedWithAdvice()
    {
        using var model = VaeModel.Open(TinyModel.Bernoulli.Folder);

        Assert.That(
            () => ml.Transforms.VaeImpute(null, model),
            Throws.ArgumentException.With.Message.Contains("ReplaceMissingValues").And.Message.Contains(model.Folder)
        );
        Assert.That(
            () => ml.Transforms.VaeImpute(null, TinyModel.Gaussian.Folder),
            Throws.ArgumentException.With.Message.Contains("table")
        );
    }

    [Test]
    public void Predict_RowByRow_AgreesWithTheView()
    {
        var rows = TinyTable.Rows(30);
        var data = TinyTable.View(rows);
        var transformer = ml.Transforms.VaeImpute(null, TinyTable.Folder).Fit(data);
        float[] ages = [.. transformer.Transform(data).GetColumn<float>("Age")];
        using var engine = ml.Model.CreatePredictionEngine<TableRow, Filled>(transformer);

        Assert.That(rows.Select(r => engine.Predict(r).Age), Is.EqualTo(ages).Within(1e-3));
    }

    [Test]
    public void Rows_OfOneSeed_AreTheSameInEveryCursorOfASet()
    {
        var data = TinyTable.View(TinyTable.Rows(100));
        var options = new VaeImputeOptions { DrawsValues = true, BatchSize = 8 };
        var filled = ml.Transforms.VaeImpute(null, TinyTable.Folder, options).Fit(data).Transform(data);
        float[] expected = [.. filled.GetColumn<float>("Age")];

        var read = new SortedDictionary<ulong, float>();
        foreach (var cursor in filled.GetRowCursorSet([filled.Schema["Age"]], 3))
        {
            using var open = cursor;
            var id = cursor.GetIdGetter();
            var age = cursor.GetGetter<float>(filled.Schema["Age"]);
            while (cursor.MoveNext())
            {
                DataViewRowId row = default;
                float value = 0;
                id(ref row);
                age(ref value);
                read.Add(row.Low, value);
            }
        }

        Assert.That(read.Values, Is.EqualTo(expected).Within(1e-3));
    }

    [Test]
    public void Columns_LeftOut_KeepTheCellsOfTheDataUnlessTheyAreNamed()
    {
        var data = TinyTable.View(TinyTable.Rows(50));
        string[] read = ["Vitals", "Smoker", "Job", "Region"];
        VaeImputeOptions options = new() { AllowMissingColumns = true };

        var filled = ml.Transforms.VaeImpute(read, TinyTable.Folder, options).Fit(data).Transform(data);

        Assert.That(filled.Schema.Count, Is.EqualTo(data.Schema.Count + 3), "Vitals, Job and Region");
        Assert.That(filled.GetColumn<float>("Age"), Is.EqualTo(data.GetColumn<float>("Age")));

        var named = options with { Columns = [new("AgeFilled", "Age")] };
        var both = ml.Transforms.VaeImpute(read, TinyTable.Folder, named).Fit(data).Transform(data);

        Assert.That(both.GetColumn<float>("Age"), Is.EqualTo(data.GetColumn<float>("Age")));
        Assert.That(both.GetColumn<float>("AgeFilled"), Is.All.InRange(0f, 150f));
        Assert.That(
            () => ml.Transforms.VaeImpute(["Smoker"], TinyTable.Folder, options),
            Throws.ArgumentException.With.Message.Contains("the step reads Boolean columns")
        );
    }

    private static IEnumerable<TestCaseData> KeyValuesOfTheData()
    {
        yield return new(new[] { "north", "south", "west" }, DataKind.String, new[] { "north", "south" });
        yield return new(new[] { "north", "south" }, DataKind.String, new[] { "north", "south" });
        yield return new(new[] { "north" }, DataKind.String, new[] { "north", "2" });
        yield return new(new[] { "7" }, DataKind.Int32, new[] { "7", "2" });
    }

    /// <summary>The model was trained on two regions without values.</summary>
    [TestCaseSource(nameof(KeyValuesOfTheData))]
    public void KeyValues_OfTheDataAlone_AreAsManyAsTheKeysOfTheModel(string[] values, DataKind type, string[] expected)
    {
        var rows = TinyTable.Rows(30);
        var texts = ml.Data.LoadFromEnumerable(
            rows.Select(
                (row, i) =>
                    new NamedRow
                    {
                        Age = row.Age,
                        Vitals = row.Vitals,
                        Smoker = row.Smoker,
                        Job = row.Job,
                        Region = values[i % values.Length],
                    }
            )
        );
        var data = ml
            .Transforms.Conversion.ConvertType("Region", outputKind: type)
            .Append(ml.Transforms.Conversion.MapValueToKey("Region"))
            .Fit(texts)
            .Transform(texts);
        var estimator = ml.Transforms.VaeImpute(null, TinyTable.Folder);
        using var transformer = estimator.Fit(data);

        foreach (var step in (ITransformer[])[transformer, SavedZip.SaveAndLoad(transformer, data.Schema)])
        {
            var filled = step.Transform(data);

            Assert.That(KeyTexts.Read(filled.Schema["Region"])!.Values, Is.EqualTo(expected));

            var named = ml
                .Transforms.Conversion.MapKeyToValue("Region")
                .Append(ml.Transforms.Conversion.ConvertType("Region", outputKind: DataKind.String))
                .Fit(filled)
                .Transform(filled);

            Assert.That(
                named.GetColumn<string>("Region"),
                Is.EqualTo(filled.GetColumn<uint>("Region").Select(key => expected[key - 1]))
            );
        }

        Assert.That(
            Shapes.Describe(estimator.GetOutputSchema(Shapes.Create(data.Schema))),
            Is.EqualTo(Shapes.Describe(Shapes.Create(transformer.Transform(data).Schema)))
        );
    }

    private IDataView Impute(IDataView data) =>
        ml.Transforms.VaeImpute(null, TinyTable.Folder).Fit(data).Transform(data);

    private sealed class NamedRow
    {
        public float Age { get; set; }

        [VectorType(2)]
        public float[] Vitals { get; set; } = [];

        public bool Smoker { get; set; }

        [KeyType(3)]
        public uint Job { get; set; }

        public string Region { get; set; } = "";
    }

    private sealed class Filled
    {
        public float Age { get; set; }
    }
}
