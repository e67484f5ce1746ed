using Microsoft.ML;
using Microsoft.ML.Data;

namespace VaeMlNet.Tests;

/// <summary>
/// With several threads, a cursor reads the next batch of its source while the graph runs, without an effect on the values.
/// </summary>
public sealed class ReadAheadTests
{
    private const int BatchSize = 16;

    private static readonly TinyModel Model = TinyModel.Bernoulli;
    private readonly MLContext ml = new(seed: 1);

    [Test]
    [Proves(14)]
    public void Cursor_AnyNumberOfRows_GivesWhatOneThreadGivesAndReadsEachRowOnce(
        [Values(0, 1, 15, 16, 17, 31, 32, 33, 48, 300)] int rowCount
    )
    {
        var source = new ReusingView(Model.Rows(rowCount));

        var ahead = ViewColumns.Vectors(Encoded(source, threads: 2), "Latent");

        Assert.That(
            ahead,
            Is.EqualTo(ViewColumns.Vectors(Encoded(new ReusingView(Model.Rows(rowCount)), 1), "Latent"))
        );
        Assert.That((source.RowsRead, source.FeaturesRead), Is.EqualTo((rowCount, rowCount)));
        Assert.That(source.CursorsDisposed, Is.EqualTo(1));
    }

    /// <summary>Some batches run late, and some never. Every column still belongs to its row.</summary>
    [Test]
    [Proves(13)]
    [Proves(14)]
    public void Cursor_ValuesOfSomeRowsOnly_AreTheirOwn([Values(1, 2, 3, 4, 5, 6)] int seed)
    {
        const int RowCount = 400;
        var expected = ViewColumns.Vectors(Encoded(new ReusingView(Model.Rows(RowCount)), 1), "Latent");
        var source = new ReusingView(Model.Rows(RowCount));
        var view = Encoded(source, threads: 2);
        using var cursor = view.GetRowCursor(view.Schema);
        var latent = cursor.GetGetter<VBuffer<float>>(view.Schema["Latent"]);
        var text = cursor.GetGetter<ReadOnlyMemory<char>>(view.Schema["Text"]);
        var id = cursor.GetIdGetter();
        var random = new Random(seed);
        VBuffer<float> value = default;
        ReadOnlyMemory<char> name = default;
        DataViewRowId rowId = default;
        var row = 0;
        for (var chance = 0; cursor.MoveNext(); row++)
        {
            // Runs of rows that are read, and runs that are not, longer than batches and shorter.
            chance = row % 20 == 0 ? random.Next(3) : chance;
            if (random.Next(10) < 5 * chance)
            {
                latent(ref value);
                Assert.That(value.DenseValues(), Is.EqualTo(expected[row]), $"row {row}");
            }

            text(ref name);
            id(ref rowId);
            Assert.That(name.ToString(), Is.EqualTo($"row {row}"));
            Assert.That(rowId, Is.EqualTo(new DataViewRowId((ulong)row, 7)));
            Assert.That((cursor.Position, cursor.Batch), Is.EqualTo(((long)row, (long)row)));
        }

        Assert.That((row, source.RowsRead), Is.EqualTo((RowCount, RowCount)));
    }

    [Test]
    [Proves(14)]
    public void Cursor_SourceThatFails_GivesTheRowsBeforeItFirst(
        [Values(0, 15, 16, 31, 32, 33, 47, 48, 64)] int failing
    )
    {
        var source = new ReusingView(Model.Rows(100)) { FailingRow = failing };
        var view = Encoded(source, threads: 2);
        using var cursor = view.GetRowCursor(view.Schema);
        var latent = cursor.GetGetter<VBuffer<float>>(view.Schema["Latent"]);
        VBuffer<float> value = default;

        for (var i = 0; i < failing; i++)
        {
            Assert.That(cursor.MoveNext(), Is.True);
            Assert.That(() => latent(ref value), Throws.Nothing, $"row {i}");
        }

        for (var i = 0; i < 2; i++)
        {
            Assert.That(
                () => cursor.MoveNext(),
                Throws.InvalidOperationException.With.Message.EqualTo($"The source fails at row {failing}.")
            );
            Assert.That(cursor.Position, Is.EqualTo(-1));
        }
    }

    [Test]
    [Proves(14)]
    public void Cursor_Source_IsReadByTheCallingThreadOnly()
    {
        var source = new ReusingView(Model.Rows(200));

        ViewColumns.Vectors(Encoded(source, threads: 2), "Latent");

        Assert.That(source.ReadingThreads.Keys, Is.EqualTo(new[] { Environment.CurrentManagedThreadId }));
    }

    /// <summary>Reading only the first rows reads no more of the source. Reading more rows reads one batch ahead.</summary>
    [TestCase(1, 1, BatchSize)]
    [TestCase(2, 1, BatchSize)]
    [TestCase(1, BatchSize + 1, 2 * BatchSize)]
    [TestCase(2, BatchSize + 1, 3 * BatchSize)]
    [TestCase(2, 2 * BatchSize + 1, 4 * BatchSize)]
    public void Cursor_AfterSomeRows_HasReadSoManyOfTheSource(int threads, int rows, int expected)
    {
        var source = new ReusingView(Model.Rows(200));
        var view = Encoded(source, threads);
        using var cursor = view.GetRowCursor(view.Schema);
        ViewColumns.ReadVectors(cursor, "Latent", rows);

        Assert.That(source.RowsRead, Is.EqualTo(expected));
    }

    [Test]
    public void Cursor_TransformerDisposedBeforeTheNextRun_StillServesOtherColumns()
    {
        var source = new ReusingView(Model.Rows(200));
        var transformer = Transformer(threads: 2);
        var view = transformer.Transform(source);
        using var cursor = view.GetRowCursor(view.Schema);
        var latent = cursor.GetGetter<VBuffer<float>>(view.Schema["Latent"]);
        var id = cursor.GetGetter<int>(view.Schema["Id"]);
        VBuffer<float> value = default;
        transformer.Dispose();

        var row = 0;
        for (; cursor.MoveNext(); row++)
        {
            var number = -1;
            id(ref number);
            Assert.That(number, Is.EqualTo(row));
            Assert.That(() => latent(ref value), Throws.TypeOf<ObjectDisposedException>(), $"row {row}");
        }

        Assert.That((row, source.RowsRead), Is.EqualTo((200, 200)));
    }

    private IDataView Encoded(IDataView source, int threads) => Transformer(threads).Transform(source);

    private VaeTransformer Transformer(int threads) =>
        ml
            .Transforms.VaeEncode(
                "Latent",
                "Features",
                Model.Folder,
                new() { BatchSize = BatchSize, IntraOpThreadCount = threads }
            )
            .Fit(new ReusingView([]));
}
