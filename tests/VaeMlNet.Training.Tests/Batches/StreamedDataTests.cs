using Microsoft.ML;
using static TorchSharp.torch;

namespace VaeMlNet.Tests;

/// <summary>Training on data that is read again in every epoch.</summary>
public class StreamedDataTests
{
    [TestCase(1)]
    [TestCase(7)]
    [TestCase(40)]
    [TestCase(1000)]
    public void OpenEpoch_AnyBufferSize_GivesEveryRowOnceInAnOrderOfItsOwn(int bufferRows)
    {
        using var scope = NewDisposeScope();
        var data = Stream(40, Options(bufferRows));
        var (first, again, second) = (Order(data, 1), Order(data, 1), Order(data, 2));
        float[] rows = [.. Enumerable.Range(0, 40).Select(i => (float)i)];

        Assert.Multiple(() =>
        {
            Assert.That(first.Order(), Is.EqualTo(rows));
            Assert.That(again, Is.EqualTo(first));
            Assert.That(first.SequenceEqual(rows), Is.EqualTo(bufferRows == 1));
            Assert.That(second.SequenceEqual(first), Is.EqualTo(bufferRows == 1));
        });
    }

    [Test]
    public void OpenEpoch_SmallBuffer_NeverGivesARowBeforeItFits()
    {
        using var scope = NewDisposeScope();
        var order = Order(Stream(200, Options(10)), 1);

        Assert.That(order.Select((row, position) => row - position), Is.All.LessThan(10));
    }

    [Test]
    public void OpenEpoch_BufferOfAllRows_ShufflesEvenly()
    {
        // The first row's place over many epochs: mean (n - 1) / 2, standard error sqrt((n^2 - 1) / 12 / epochs).
        using var scope = NewDisposeScope();
        var data = Stream(20, Options(20));
        var places = Enumerable.Range(1, 400).Select(epoch => Array.IndexOf(Order(data, epoch), 0f)).ToArray();

        Assert.That(places.Average(), Is.EqualTo(9.5).Within(5 * Math.Sqrt(399.0 / 12 / 400)));
        Assert.That(places.Distinct().Count(), Is.EqualTo(20));
    }

    [Test]
    public void Fit_OneBatchOfAllRows_HasTheObjectiveOfRowsInMemory()
    {
        // Without KL's noise mattering (a learning rate near 0, KL is a function of the row): identical up to rounding.
        var options = Some.Options(epochCount: 1, batchSize: 40, learningRate: 1e-12);
        var view = Some.View(Some.Values(40));
        using var streamed = new VaeTrainer(options with { Data = new() { ShuffleBufferRows = 9 } }).Fit(
            view,
            "Features"
        );
        using var inMemory = new VaeTrainer(options).Fit(view, "Features");

        Assert.Multiple(() =>
        {
            Assert.That(
                streamed.History[0].Training.Kl,
                Is.EqualTo(inMemory.History[0].Training.Kl).Within(1e-4).Percent
            );
            Assert.That(streamed.TrainingData.RowCount, Is.EqualTo(40));
            Assert.That(streamed.TrainingData.Minimum, Is.EqualTo(inMemory.TrainingData.Minimum));
            Assert.That(streamed.TrainingData.Maximum, Is.EqualTo(inMemory.TrainingData.Maximum));
        });
    }

    [Test]
    public void Fit_Streamed_LearnsAsWellAsInMemory()
    {
        var options = Some.Options(epochCount: 15);
        var view = Some.View(Some.Values(200));
        using var streamed = new VaeTrainer(options with { Data = new() { ShuffleBufferRows = 50 } }).Fit(
            view,
            "Features"
        );
        using var inMemory = new VaeTrainer(options).Fit(view, "Features");
        using var again = new VaeTrainer(streamed.Options).Fit(view, "Features");

        Assert.Multiple(() =>
        {
            Assert.That(
                streamed.History[^1].Training.Total,
                Is.EqualTo(inMemory.History[^1].Training.Total).Within(0.15)
            );
            Assert.That(Some.Weights(again), Is.EqualTo(Some.Weights(streamed)));
        });
    }

    [Test]
    public void Fit_BadValueInALateRow_IsFoundBeforeTrainingBegins()
    {
        var values = Some.Values(300);
        values[299][3] = float.NaN;
        var reports = new ProgressRecorder();

        Assert.That(
            () => new VaeTrainer(Options(10)).Fit(Some.View(values), "Features", null, reports),
            Throws.TypeOf<VaeRowException>().With.Message.Contains("Row 299, slot 3 of 'Features' is NaN")
        );
        Assert.That(reports.All, Is.Empty);
    }

    [Test]
    public void Fit_ValidationShare_ContainsTheSameRowsOutOfEveryEpoch()
    {
        using var scope = NewDisposeScope();
        var options = Options(16);
        var data = Stream(100, options with { Data = options.Data with { ValidationShare = 0.3 } });
        var held = TensorValues.Floats(data.Validation!.CopyTo(CPU));

        Assert.Multiple(() =>
        {
            Assert.That(held, Has.Length.InRange(15, 45));
            Assert.That(
                Order(data, 1).Concat(held).Order(),
                Is.EqualTo(Enumerable.Range(0, 100).Select(i => (float)i))
            );
            Assert.That(Order(data, 2).Intersect(held), Is.Empty);
        });
    }

    [Test]
    public void Fit_MoreRowsThanTheSample_TakesThresholdsFromAFairSample()
    {
        using var scope = NewDisposeScope();
        var sample = TensorValues.Floats(Stream(20_000, Options(300)).Sample.CopyTo(CPU));

        // Mean of 10,000 of 0..19999: 9999.5, standard error 41.
        Assert.That(sample, Has.Length.EqualTo(10_000).And.Unique);
        Assert.That(sample.Average(), Is.EqualTo(9999.5).Within(205));
    }

    [Test]
    public void Fit_NoRows_ReportsIt() =>
        Assert.That(
            () => new VaeTrainer(Options(5)).Fit(Some.View(), "Features"),
            Throws.InvalidOperationException.With.Message.Contains("read 0 rows from 'Features'")
        );

    [Test]
    public void Fit_DataThatShrinksBetweenPasses_ReportsIt()
    {
        var passes = 0;
        var view = new MLContext(1).Data.LoadFromEnumerable(ShrinkingRows(() => ++passes));

        Assert.That(
            () => new VaeTrainer(Options(5)).Fit(view, "Features"),
            Throws.InvalidOperationException.With.Message.Contains("100 training rows in the first pass")
        );
    }

    [Test]
    public void Fit_ManyRows_KeepsOnlyTheBufferAndTheSample()
    {
        // 40,000 rows of 256 values are 41 MB. The buffer has 200 of them, 0.2 MB, and the sample 10,000, 10.2 MB.
        const int RowCount = 40_000;
        var view = new MLContext(1).Data.LoadFromEnumerable(WideRows(RowCount));
        var options = Options(200) with { EpochCount = 1, BatchSize = 500, HiddenDims = [4] };
        long highest = 0;
        var reports = new ProgressRecorder(_ =>
            highest = Math.Max(highest, GC.GetTotalMemory(forceFullCollection: true))
        );
        var before = GC.GetTotalMemory(forceFullCollection: true);
        using var model = new VaeTrainer(options).Fit(view, "Features", null, reports);

        Assert.That(model.TrainingData.RowCount, Is.EqualTo(RowCount));
        Assert.That(highest - before, Is.LessThan(18_000_000));
    }

    /// <summary>A sample of the labeled rows is kept, but the objective weighs them by the number of all.</summary>
    [Test]
    public void Check_MoreLabeledRowsThanAreKept_CountsAllOfThem()
    {
        const int kept = 10_000;
        const int known = kept + 2000;
        var view = new MLContext(1).Data.LoadFromEnumerable(
            Enumerable
                .Range(0, known + 1000)
                .Select(row => new KnownRow { Features = new float[Some.Width], Known = row < known })
        );
        var options = Options(100) with { Labels = new KnownAnomalyLabelOptions { ColumnName = "Known" } };
        VectorFeatures features = new(view.Schema, "Features");
        var labels = LabelSource.Read(options, view, CancellationToken.None);

        var data = new StreamedSource(
            view,
            "Features",
            new(view.Schema, features, options.Data, labels),
            options
        ).Check(new FeatureValues(options.LikelihoodOrDefault.SlotGroups, "'Features'"), null, CancellationToken.None);

        Assert.That((data.Labeled!.Count, data.Labeled.TotalCount), Is.EqualTo((kept, known)));
        Assert.That(data.RowCount, Is.EqualTo(1000));
    }

    private static IEnumerable<LabeledRow> ShrinkingRows(Func<int> pass)
    {
        var count = pass() == 1 ? 100 : 90;
        for (var row = 0; row < count; row++)
        {
            yield return new LabeledRow { Features = new float[Some.Width] };
        }
    }

    private static IEnumerable<WideRow> WideRows(int count)
    {
        for (var row = 0; row < count; row++)
        {
            var features = new float[256];
            Array.Fill(features, (row % 100) / 100f);
            yield return new WideRow { Features = features };
        }
    }

    private static VaeTrainerOptions Options(int bufferRows) =>
        Some.Options(likelihood: VaeLikelihoodOptions.GaussianUnitVariance) with
        {
            Data = new() { ShuffleBufferRows = bufferRows },
        };

    /// <summary>Creates streamed data. Each row has one value, the row's number.</summary>
    private static StreamedData Stream(int rowCount, VaeTrainerOptions options)
    {
        var view = Some.View(1, [.. Enumerable.Range(0, rowCount).Select(i => new[] { (float)i })]);
        var columns = new TrainingColumns(view.Schema, new VectorFeatures(view.Schema, "Features"), options.Data);
        return new StreamedSource(view, "Features", columns, options).Check(
            new FeatureValues(options.LikelihoodOrDefault.SlotGroups, "'Features'"),
            null,
            CancellationToken.None
        );
    }

    private static float[] Order(StreamedData data, int epoch)
    {
        using var generator = new Generator(1);
        using var rows = data.OpenEpoch(epoch, generator);
        return TensorValues.Floats(rows.Next(data.RowCount).Features);
    }

    private sealed class WideRow
    {
        [Microsoft.ML.Data.VectorType(256)]
        public float[] Features { get; set; } = [];
    }

    private sealed class KnownRow
    {
        [Microsoft.ML.Data.VectorType(Some.Width)]
        public float[] Features { get; set; } = [];

        public bool Known { get; set; }
    }
}
