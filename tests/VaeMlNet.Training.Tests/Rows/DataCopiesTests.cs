using Microsoft.ML;
using Microsoft.ML.Data;
using static TorchSharp.torch;

namespace VaeMlNet.Tests;

/// <summary>Training keeps one copy of its rows, and that in the narrow form in which they were given.</summary>
public class DataCopiesTests
{
    private const int RowCount = 40_000;
    private const int Columns = 20;
    private const long BytesOfRows = 4L * RowCount * Columns;

    [Test]
    [Proves(80)]
    public void Read_TableOfManyBins_KeepsItsCellsOnce()
    {
        using var scope = NewDisposeScope();
        var (columns, values, width) = Bind();

        GivenRows? given = null;
        var allocated = Allocated(() =>
            given = InMemoryReader.Read(View(RowCount), columns, values, CancellationToken.None)
        );

        TestContext.Out.WriteLine($"{allocated / (double)BytesOfRows:F2} copies of {Columns} columns as {width} slots");

        Assert.That(given!.Rows.Width, Is.EqualTo(width).And.GreaterThan(10 * Columns));
        Assert.That(
            allocated,
            Is.InRange(BytesOfRows, 1.5 * BytesOfRows + (8 << 20)),
            "with the chunks that are not full"
        );
    }

    [Test]
    [Proves(80)]
    public void Prepare_RowsSetAside_AreViews()
    {
        using var scope = NewDisposeScope();
        var (columns, values, _) = Bind();
        var given = InMemoryReader.Read(View(RowCount), columns, values, CancellationToken.None);
        var options = Some.Options() with { Data = new() { ValidationShare = 0.2 } };

        InMemoryData? data = null;
        var allocated = Allocated(() => data = InMemoryData.Prepare("x", values, given, options));

        Assert.Multiple(() =>
        {
            Assert.That((data!.RowCount, data.Validation!.Count), Is.EqualTo((32_000L, 8_000L)));
            Assert.That(allocated, Is.LessThan(0.9 * BytesOfRows), "row numbers, of no slot");
        });
    }

    [Test]
    [Proves(82)]
    public void Evaluate_View_IsThatOfTheTensor()
    {
        using var trained = new VaeTrainer(SomeTable.Options with { EpochCount = 1 }).Fit(
            SomeTable.View(SomeTable.Rows(100)),
            SomeTable.Columns
        );
        var view = SomeTable.View(SomeTable.Rows(1200, seed: 2));
        using var rows = trained.ReadRows(view);
        using var first = trained.ReadRows(view, 700);

        Assert.Multiple(() =>
        {
            Assert.That(trained.Evaluate(view, seed: 3), Is.EqualTo(trained.Evaluate(rows, seed: 3)));
            var (ofView, ofRows) = (trained.Diagnose(view, 2, rowLimit: 700), trained.Diagnose(first, 2));
            Assert.That(ofView.LogLikelihood, Is.EqualTo(ofRows.LogLikelihood));
            Assert.That((ofView.RowCount, ofView.Loss), Is.EqualTo((700L, ofRows.Loss)));
            Assert.That(ofView.Latents, Is.EqualTo(ofRows.Latents));
        });
    }

    private static (TrainingColumns Columns, FeatureValues Values, int Width) Bind()
    {
        // Histograms make one slot for each bin.
        RawTable raw = new(View(1).Schema, [nameof(Row.Cells)], _ => new HistogramLikelihoodOptions());
        var (table, _) = TableStatistics.Read(View(RowCount), raw, hasSeenRanges: false, CancellationToken.None);
        TableFeatures features = new(raw, table);
        return (new(View(1).Schema, features, new()), new(_ => [], "'Cells'"), table.Width);
    }

    private static long Allocated(Action action)
    {
        action(); // the first call also compiles
        var before = GC.GetAllocatedBytesForCurrentThread();
        action();
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    private static IDataView View(int rowCount) => new MLContext(1).Data.LoadFromEnumerable(Rows(rowCount));

    // One object again and again: the rows themselves take no memory, and their number is not known.
    private static IEnumerable<Row> Rows(int rowCount)
    {
        var row = new Row();
        for (var i = 0; i < rowCount; i++)
        {
            for (var slot = 0; slot < Columns; slot++)
            {
                row.Cells[slot] = (i * (long)(1 + (slot % 7)) + (31 * slot)) % 997;
            }

            yield return row;
        }
    }

    private sealed class Row
    {
        [VectorType(Columns)]
        public float[] Cells { get; set; } = new float[Columns];
    }
}
