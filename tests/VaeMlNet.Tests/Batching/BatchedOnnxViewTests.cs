using Microsoft.ML;
using Microsoft.ML.Data;

namespace VaeMlNet.Tests;

/// <summary>A batched view has the same rows as any other view, whatever the batches.</summary>
public sealed class BatchedOnnxViewTests
{
    /// <summary>Matrix products of other batch sizes add in another order. All other arithmetic is the same.</summary>
    private const double Tolerance = 1e-6;

    private const int RowCount = 300;

    private static readonly TinyModel Model = TinyModel.Bernoulli;
    private readonly MLContext ml = new(seed: 1);

    [TestCase(1)]
    [TestCase(7)]
    [TestCase(256)]
    [TestCase(RowCount)]
    [TestCase(100_000)]
    [Proves(11)]
    public void Values_AnyBatchSize_EqualPlainComputation(int batchSize)
    {
        var rows = Model.Rows(RowCount);

        var latent = ViewColumns.Vectors(Encoded(rows, batchSize), "Latent");

        Assert.That(latent, Has.Length.EqualTo(RowCount));

        for (var i = 0; i < RowCount; i++)
        {
            Assert.That(latent[i], Is.EqualTo(Model.Encode(rows[i]).Mean).Within(1e-5), $"row {i}");
        }
    }

    [TestCase(1)]
    [TestCase(1024)]
    [TestCase(5000)]
    public void Values_SeveralBatchesAtOnce_EqualThoseOfOneAfterTheOther(int rowCount)
    {
        var data = new ReusingView(Model.Rows(rowCount));
        float[][] Latents(int? threads)
        {
            var step = ml.Transforms.VaeEncode(
                "Latent",
                "Features",
                new VaeModelSource(Model.Folder),
                new() { BatchSize = 64, IntraOpThreadCount = threads }
            );
            return ViewColumns.Vectors(step.Fit(data).Transform(data), "Latent");
        }

        Assert.That(Latents(null), Is.EqualTo(Latents(1)));
    }

    [TestCase(1)]
    [TestCase(2)]
    [TestCase(5)]
    [Proves(8)]
    public void GetRowCursorSet_AnyNumber_GivesEveryRowOnceWithItsIdAndBatch(int cursorCount)
    {
        var view = Encoded(Model.Rows(RowCount), batchSize: 16);
        var expected = ViewColumns.Vectors(view, "Latent");
        DataViewSchema.Column[] columns = [view.Schema["Latent"], view.Schema["Id"], view.Schema["Text"]];

        var cursors = view.GetRowCursorSet(columns, cursorCount);

        var seen = new List<int>();

        Assert.That(cursors, Has.Length.EqualTo(cursorCount));

        foreach (var cursor in cursors)
        {
            using (cursor)
            {
                seen.AddRange(ReadAndCheck(cursor, expected));
            }
        }

        Assert.That(seen.Order(), Is.EqualTo(Enumerable.Range(0, RowCount)));
    }

    [Test]
    [Proves(17)]
    public void GetRowCursorSet_ReadInParallel_EqualsOneCursor()
    {
        var view = Encoded(Model.Rows(RowCount), batchSize: 8);
        var expected = ViewColumns.Vectors(view, "Latent");
        var cursors = view.GetRowCursorSet([view.Schema["Latent"], view.Schema["Id"], view.Schema["Text"]], 4);

        var seen = new int[RowCount];
        Parallel.ForEach(
            cursors,
            cursor =>
            {
                foreach (var row in ReadAndCheck(cursor, expected))
                {
                    Interlocked.Increment(ref seen[row]);
                }
            }
        );

        Assert.That(seen, Is.All.EqualTo(1));
    }

    [Test]
    [Proves(14)]
    public void Cursor_ReadToTheEnd_ReadsEverySourceRowOnceAndEveryActiveColumnOncePerRow()
    {
        var source = new ReusingView(Model.Rows(RowCount));
        var view = Transformer(batchSize: 64).Transform(source);

        using var cursor = view.GetRowCursor([view.Schema["Latent"], view.Schema["Features"]]);
        var rows = ViewColumns.Column<VBuffer<float>>(cursor, "Latent").Count;

        Assert.That(rows, Is.EqualTo(RowCount));
        Assert.That(source.RowsRead, Is.EqualTo(RowCount));
        Assert.That(source.FeaturesRead, Is.EqualTo(RowCount));
        Assert.That(source.CostlyRead, Is.Zero);
    }

    [Test]
    public void Cursor_AtItsEnd_DisposesItsSourceEvenIfNobodyDisposesIt()
    {
        var source = new ReusingView(Model.Rows(20));
        var view = Transformer(batchSize: 8).Transform(source);

        var cursor = view.GetRowCursor(view.Schema);
        while (cursor.MoveNext())
        {
            Assert.That(source.CursorsDisposed, Is.Zero);
        }

        Assert.That(source.CursorsDisposed, Is.EqualTo(1));
        Assert.That(cursor.MoveNext(), Is.False);
        Assert.That(cursor.Position, Is.EqualTo(-1));
    }

    [Test]
    [Proves(14)]
    public void Cursor_PassedThroughColumns_BelongToTheRow()
    {
        var rows = Model.Rows(RowCount);
        rows[3][2] = 0;
        var view = Encoded(rows, batchSize: 64);

        using var cursor = view.GetRowCursor(view.Schema);
        var features = cursor.GetGetter<VBuffer<float>>(view.Schema["Features"]);
        var costly = cursor.GetGetter<double>(view.Schema["Costly"]);
        VBuffer<float> value = default;
        for (var i = 0; cursor.MoveNext(); i++)
        {
            features(ref value);
            double half = 0;
            costly(ref half);
            Assert.That(value.DenseValues(), Is.EqualTo(rows[i]), $"row {i}");
            Assert.That(value.IsDense, Is.EqualTo(i % 2 == 0 || rows[i].All(v => v != 0)), $"row {i}");
            Assert.That(half, Is.EqualTo(i * 0.5));
        }
    }

    [Test]
    [Proves(7)]
    public void Cursor_ActiveOutputThatIsNotRead_RunsNoSession()
    {
        using var transformer = Transformer(batchSize: 16);
        var view = transformer.Transform(new ReusingView(Model.Rows(50)));
        var before = transformer.Lease.Session.RunCount;

        using var cursor = view.GetRowCursor(view.Schema);
        while (cursor.MoveNext()) { }

        Assert.That(transformer.Lease.Session.RunCount, Is.EqualTo(before));
    }

    [TestCase(100, 16, 7)]
    [TestCase(96, 16, 6)]
    [TestCase(5, 16, 1)]
    [TestCase(0, 16, 0)]
    public void Cursor_SeveralActiveOutputs_RunOncePerBatch(int rowCount, int batchSize, int runs)
    {
        var options = new VaeScoreOptions { BatchSize = batchSize, ContributionsColumnName = "Why" };
        var source = new ReusingView(Model.Rows(rowCount));
        using var transformer = ml.Transforms.VaeScore("Score", "Features", Model.Folder, options).Fit(source);
        var view = transformer.Transform(source);
        var before = transformer.Lease.Session.RunCount;

        using var cursor = view.GetRowCursor(view.Schema);
        var score = cursor.GetGetter<float>(view.Schema["Score"]);
        var label = cursor.GetGetter<bool>(view.Schema["PredictedLabel"]);
        var why = cursor.GetGetter<VBuffer<float>>(view.Schema["Why"]);
        var rows = 0;
        VBuffer<float> contributions = default;
        while (cursor.MoveNext())
        {
            float s = 0;
            var l = false;
            score(ref s);
            label(ref l);
            why(ref contributions);
            rows++;
        }

        Assert.That(rows, Is.EqualTo(rowCount));
        Assert.That(transformer.Lease.Session.RunCount - before, Is.EqualTo(runs));
    }

    [Test]
    [Proves(8)]
    public void Cursor_PositionAndIds_AreThoseOfTheRowThatIsServed()
    {
        var view = Encoded(Model.Rows(20), batchSize: 8);
        using var cursor = view.GetRowCursor([view.Schema["Latent"]]);
        var id = cursor.GetIdGetter();

        Assert.That(cursor.Position, Is.EqualTo(-1));

        for (var i = 0; i < 20; i++)
        {
            Assert.That(cursor.MoveNext(), Is.True);
            DataViewRowId value = default;
            id(ref value);
            Assert.That(cursor.Position, Is.EqualTo(i));
            Assert.That(cursor.Batch, Is.EqualTo(i));
            Assert.That(value, Is.EqualTo(new DataViewRowId((ulong)i, 7)));
        }

        Assert.That(cursor.MoveNext(), Is.False);
        Assert.That(cursor.Position, Is.EqualTo(-1));
        Assert.That(cursor.MoveNext(), Is.False);
    }

    [TestCase(true, 300L)]
    [TestCase(false, null)]
    [Proves(9)]
    public void View_CanShuffleAndRowCount_AreTheSources(bool canShuffle, long? rowCount)
    {
        var source = new ReusingView(Model.Rows(RowCount)) { CanShuffle = canShuffle, ReportedRowCount = rowCount };

        var view = Transformer(16).Transform(source);

        Assert.That(view.CanShuffle, Is.EqualTo(canShuffle));
        Assert.That(view.GetRowCount(), Is.EqualTo(rowCount));
        Assert.That(ViewColumns.Vectors(view, "Latent"), Has.Length.EqualTo(RowCount));
    }

    [Test]
    public void View_NoRows_GivesNoRows()
    {
        var source = new ReusingView([]) { ReportedRowCount = 0 };
        using var transformer = ml.Transforms.VaeEncode("Latent", "Features", Model.Folder).Fit(source);

        var view = transformer.Transform(source);

        Assert.That(ViewColumns.Vectors(view, "Latent"), Is.Empty);
        Assert.That(source.RowsRead, Is.Zero);
    }

    [Test]
    public void Transform_AnyData_ReadsNoRow()
    {
        var source = new ReusingView(Model.Rows(10));

        var view = Transformer(4).Transform(source);

        Assert.That(view.Schema["Latent"].Type, Is.EqualTo(new VectorDataViewType(NumberDataViewType.Single, 2)));
        Assert.That(source.RowsRead, Is.Zero);
    }

    private VaeTransformer Transformer(int batchSize, string? logVariance = null) =>
        ml
            .Transforms.VaeEncode(
                "Latent",
                "Features",
                Model.Folder,
                new() { BatchSize = batchSize, LogVarianceColumnName = logVariance }
            )
            .Fit(new ReusingView([]));

    private IDataView Encoded(float[][] rows, int batchSize, string? logVariance = null) =>
        Transformer(batchSize, logVariance).Transform(new ReusingView(rows));

    /// <summary>
    /// Reads the ids of a cursor's rows. Asserts that the latents, texts, row ids and batches belong to these rows.
    /// </summary>
    private static List<int> ReadAndCheck(DataViewRowCursor cursor, float[][] expected)
    {
        var latent = cursor.GetGetter<VBuffer<float>>(cursor.Schema["Latent"]);
        var id = cursor.GetGetter<int>(cursor.Schema["Id"]);
        var text = cursor.GetGetter<ReadOnlyMemory<char>>(cursor.Schema["Text"]);
        var rowId = cursor.GetIdGetter();
        var ids = new List<int>();
        VBuffer<float> values = default;
        while (cursor.MoveNext())
        {
            var row = -1;
            ReadOnlyMemory<char> name = default;
            DataViewRowId unique = default;
            id(ref row);
            text(ref name);
            rowId(ref unique);
            latent(ref values);
            Assert.That(values.DenseValues(), Is.EqualTo(expected[row]).Within(Tolerance), $"row {row}");
            Assert.That(name.ToString(), Is.EqualTo($"row {row}"));
            Assert.That(unique, Is.EqualTo(new DataViewRowId((ulong)row, 7)));
            Assert.That(cursor.Batch, Is.EqualTo(row));
            ids.Add(row);
        }

        return ids;
    }
}
