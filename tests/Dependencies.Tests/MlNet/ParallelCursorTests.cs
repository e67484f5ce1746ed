using System.Collections.Concurrent;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace Dependencies.Tests;

/// <summary>
/// A view that computes columns is read by several cursors, each in a thread of its own, even where one cursor is asked for. Its rows
/// are shared out in blocks, and come in the source's order.
/// </summary>
public sealed class ParallelCursorTests
{
    private const int RowCount = 1000;
    private const int RowsOfABlock = 128;

    private readonly MLContext ml = new(seed: 1);

    [Test]
    public void Rows_OfAComputedColumn_ComeInOrderFromSeveralThreads()
    {
        ConcurrentDictionary<int, int> threadOfRow = [];
        var view = Mapped(
            new ThirdPartyView(RowCount),
            row =>
            {
                threadOfRow[row.Id] = Environment.CurrentManagedThreadId;
                // The first thread waits for a second one, even on a busy machine.
                SpinWait.SpinUntil(() => threadOfRow.Values.Distinct().Skip(1).Any(), TimeSpan.FromSeconds(30));
            }
        );

        Assert.That(Ids(view, out var rowIds), Is.EqualTo(Enumerable.Range(0, RowCount)));
        Assert.That(rowIds.Select(id => (int)id.Low), Is.EqualTo(Enumerable.Range(0, RowCount)), "the source's ids");
        Assert.That(threadOfRow.Values, Has.None.EqualTo(Environment.CurrentManagedThreadId));
        Assert.That(threadOfRow.Values.Distinct().Count(), Is.GreaterThan(1));

        foreach (var block in threadOfRow.GroupBy(pair => pair.Key / RowsOfABlock))
        {
            Assert.That(block.Select(pair => pair.Value).Distinct().Count(), Is.EqualTo(1), $"block {block.Key}");
        }
    }

    [Test]
    public void GetRowCursor_OfAComputedColumn_AsksTheSourceForASetOfAsManyCursorsAsCores()
    {
        var source = new CountingView(new ThirdPartyView(RowCount));

        Ids(Mapped(source, _ => { }), out _);

        Assert.That(source.CursorSets, Is.EqualTo(new[] { Math.Max(2, Environment.ProcessorCount - 1) }));
    }

    [Test]
    public void MoveNext_SourceThatThrows_WrapsTheExceptionAtLeastOnce()
    {
        var view = Mapped(new ThirdPartyView(RowCount), row => Check(row.Id != 700));

        var error = Assert.Throws<InvalidOperationException>(() => Ids(view, out _));

        Assert.That(error!.Message, Does.StartWith("Splitter/consolidator worker encountered exception"));

        Exception cause = error;
        while (cause.InnerException is { } inner)
        {
            cause = inner;
        }

        Assert.That(cause, Is.TypeOf<NotSupportedException>());

        static void Check(bool isGood)
        {
            if (!isGood)
            {
                throw new NotSupportedException("a bad row");
            }
        }
    }

    [Test]
    public void Getters_OutOfPlaceOrOfAnotherType_ThrowInvalidOperation()
    {
        using var cursor = Cursor(Mapped(new ThirdPartyView(3), _ => { }));
        var getId = cursor.GetIdGetter();
        DataViewRowId id = default;

        Assert.That(
            () => getId(ref id),
            Throws.InvalidOperationException.With.Message.EqualTo(
                "Cannot get value as the cursor is not in a good state"
            )
        );
        Assert.That(
            () => cursor.GetGetter<double>(cursor.Schema["Tag"]),
            Throws.InvalidOperationException.With.Message.EqualTo(
                "Invalid TValue: 'System.Double', expected type: 'System.Int32'."
            )
        );
        Assert.That(
            () => cursor.GetGetter<VBuffer<float>>(cursor.Schema["Values"]),
            Throws.TypeOf<ArgumentOutOfRangeException>().With.Message.Contains("requested column not active")
        );
    }

    [Test]
    public void Dispose_BeforeTheEnd_ClosesTheSourcesCursor()
    {
        var source = new ThirdPartyView(100_000);
        using (var cursor = Cursor(Mapped(source, _ => { })))
        {
            cursor.MoveNext();
        }

        Assert.That(source.OpenCursors, Is.Zero);
    }

    private IDataView Mapped(IDataView source, Action<Source> look) =>
        ml
            .Transforms.CustomMapping<Source, Tagged>(
                (row, tagged) =>
                {
                    look(row);
                    tagged.Tag = row.Id;
                },
                contractName: null
            )
            .Fit(source)
            .Transform(source);

    private static DataViewRowCursor Cursor(IDataView view) => view.GetRowCursor([view.Schema["Tag"]]);

    private static int[] Ids(IDataView view, out DataViewRowId[] rowIds)
    {
        using var cursor = Cursor(view);
        var getTag = cursor.GetGetter<int>(view.Schema["Tag"]);
        var getId = cursor.GetIdGetter();
        List<int> tags = [];
        List<DataViewRowId> ids = [];
        while (cursor.MoveNext())
        {
            var tag = -1;
            DataViewRowId id = default;
            getTag(ref tag);
            getId(ref id);
            tags.Add(tag);
            ids.Add(id);
        }

        rowIds = [.. ids];
        return [.. tags];
    }

    private sealed class Source
    {
        public int Id { get; set; }
    }

    private sealed class Tagged
    {
        public int Tag { get; set; }
    }

    /// <summary>Records the number of cursors that a caller asks for.</summary>
    private sealed class CountingView(IDataView view) : IDataView
    {
        public ConcurrentQueue<int> CursorSets { get; } = [];

        public bool CanShuffle => view.CanShuffle;

        public DataViewSchema Schema => view.Schema;

        public long? GetRowCount() => view.GetRowCount();

        public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand = null)
        {
            CursorSets.Enqueue(1);
            return view.GetRowCursor(columnsNeeded, rand);
        }

        public DataViewRowCursor[] GetRowCursorSet(
            IEnumerable<DataViewSchema.Column> columnsNeeded,
            int n,
            Random? rand = null
        )
        {
            CursorSets.Enqueue(n);
            return view.GetRowCursorSet(columnsNeeded, n, rand);
        }
    }
}
