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

    private IDataView Impute(IDataView data) =>
        ml.Transforms.VaeImpute(null, TinyTable.Folder).Fit(data).Transform(data);

    private sealed class Filled
    {
        public float Age { get; set; }
    }
}
