using Microsoft.ML;
using Microsoft.ML.Data;

namespace VaeMlNet.Tests;

/// <summary>VaeEncode among ML.NET's own steps and data operations.</summary>
public sealed class VaeEncodePipelineTests
{
    private const int RowCount = 400;
    private static readonly TinyModel Model = TinyModel.Gaussian;
    private readonly MLContext ml = new(seed: 1);

    [Test]
    public void Pipeline_WithClassifier_LearnsFromTheLatents()
    {
        var rows = Rows();
        var data = ml.Data.LoadFromEnumerable(rows);
        var pipeline = ml
            .Transforms.VaeEncode("Latent", "Features", Model.Folder)
            .Append(ml.Transforms.Conversion.MapValueToKey("Label"))
            .Append(
                ml.MulticlassClassification.Trainers.LbfgsMaximumEntropy(
                    "Label",
                    "Latent",
                    l1Regularization: 0,
                    l2Regularization: 0.01f
                )
            );

        var predicted = pipeline.Fit(data).Transform(data);

        var metrics = ml.MulticlassClassification.Evaluate(predicted);

        // The exact point at which the optimizer stops changes the labels of the few rows near the threshold.
        Assert.That(metrics.MicroAccuracy, Is.GreaterThan(0.95), "the label is a threshold on the first latent");
    }

    private static IEnumerable<TestCaseData> Operations()
    {
        static TestCaseData Case(string name, Func<MLContext, IDataView, IDataView> operation, int rows) =>
            new TestCaseData(operation, rows).SetArgDisplayNames(name);

        yield return Case("cached", (ml, v) => ml.Data.Cache(v), RowCount);
        yield return Case("shuffled", (ml, v) => ml.Data.ShuffleRows(v, seed: 3), RowCount);
        yield return Case("cached and shuffled", (ml, v) => ml.Data.ShuffleRows(ml.Data.Cache(v), seed: 3), RowCount);
        yield return Case("taken", (ml, v) => ml.Data.TakeRows(v, 130), 130);
        yield return Case("skipped", (ml, v) => ml.Data.SkipRows(v, 130), RowCount - 130);
        yield return Case("filtered", (ml, v) => ml.Data.FilterRowsByColumn(v, "Number", 100, 200), 100);
    }

    [TestCaseSource(nameof(Operations))]
    public void DataOperations_OnTheView_KeepRowsAndLatentsTogether(
        Func<MLContext, IDataView, IDataView> operation,
        int expectedRows
    )
    {
        var rows = Rows();
        var data = ml.Data.LoadFromEnumerable(rows);
        var view = ml
            .Transforms.VaeEncode("Latent", "Features", Model.Folder, new() { BatchSize = 64 })
            .Fit(data)
            .Transform(data);

        EncodedRow[] read = [.. ml.Data.CreateEnumerable<EncodedRow>(operation(ml, view), reuseRowObject: false)];

        Assert.That(read, Has.Length.EqualTo(expectedRows));
        Assert.That(read.Select(r => r.Number).Distinct().Count(), Is.EqualTo(expectedRows));

        foreach (var row in read)
        {
            var expected = Model.Encode(rows[(int)row.Number].Features).Mean;
            Assert.That(row.Latent, Is.EqualTo(expected).Within(1e-5), $"row {row.Number}");
        }
    }

    [Test]
    public void TrainTestSplit_OnTheView_GivesEveryRowOnce()
    {
        var data = ml.Data.LoadFromEnumerable(Rows());
        var view = ml.Transforms.VaeEncode("Latent", "Features", Model.Folder).Fit(data).Transform(data);

        var split = ml.Data.TrainTestSplit(view, testFraction: 0.25, seed: 1);

        float[] numbers =
        [
            .. ViewColumns.Column<float>(split.TrainSet, "Number"),
            .. ViewColumns.Column<float>(split.TestSet, "Number"),
        ];

        Assert.That(numbers.Order(), Is.EqualTo(Enumerable.Range(0, RowCount).Select(i => (float)i)));
    }

    private static LabeledRow[] Rows()
    {
        var rows = Model.Rows(RowCount);
        double[] first = [.. rows.Select(r => Model.Encode(r).Mean[0])];
        var median = first.Order().ElementAt(RowCount / 2);
        return
        [
            .. rows.Select(
                (r, i) =>
                    new LabeledRow
                    {
                        Number = i,
                        Features = r,
                        Label = first[i] > median ? "high" : "low",
                    }
            ),
        ];
    }

    private sealed class LabeledRow
    {
        public float Number { get; set; }

        public string Label { get; set; } = "";

        [VectorType(TinyModel.InputDim)]
        public float[] Features { get; set; } = [];
    }

    private sealed class EncodedRow
    {
        public float Number { get; set; }

        public float[] Latent { get; set; } = [];
    }
}
