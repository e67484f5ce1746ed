using System.Collections.Concurrent;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace VaeMlNet.Tests;

/// <summary>
/// A source as unhelpful as ML.NET allows: it hands out one VBuffer array that it overwrites with every row, writes odd rows
/// sparse, splits into as many cursors as are wanted, and counts what is read.
/// </summary>
internal sealed class ReusingView : IDataView
{
    private readonly float[][] rows;

    public ReusingView(float[][] rows, string featureName = "Features", bool withSlotNames = false)
    {
        this.rows = rows;
        var builder = new DataViewSchema.Builder();
        builder.AddColumn("Id", NumberDataViewType.Int32);
        builder.AddColumn("Text", TextDataViewType.Instance);
        var width = rows.Length == 0 ? TinyModel.InputDim : rows[0].Length;
        var annotations = withSlotNames ? SlotNames(width) : DataViewSchema.Annotations.Empty;
        builder.AddColumn(featureName, new VectorDataViewType(NumberDataViewType.Single, width), annotations);
        builder.AddColumn("Costly", NumberDataViewType.Double);
        Schema = builder.ToSchema();
    }

    public DataViewSchema Schema { get; }

    public bool CanShuffle { get; init; }

    public long? ReportedRowCount { get; init; }

    /// <summary>Gets the number of the row whose features cannot be computed, or null if there is none.</summary>
    public int? FailingRow { get; init; }

    /// <summary>Gets a function that is called before each cursor or set of cursors.</summary>
    public Action? WhenCursorIsMade { get; init; }

    /// <summary>Gets the ids of the threads that moved a cursor.</summary>
    public ConcurrentDictionary<int, bool> ReadingThreads { get; } = [];

    public int RowsRead;
    public int FeaturesRead;
    public int CostlyRead;
    public int CursorsDisposed;

    public long? GetRowCount() => ReportedRowCount;

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand = null) =>
        GetRowCursorSet(columnsNeeded, 1)[0];

    public DataViewRowCursor[] GetRowCursorSet(
        IEnumerable<DataViewSchema.Column> columnsNeeded,
        int n,
        Random? rand = null
    )
    {
        WhenCursorIsMade?.Invoke();
        int[] active = [.. columnsNeeded.Select(c => c.Index)];
        return [.. Enumerable.Range(0, n).Select(i => new Cursor(this, active, i, n))];
    }

    private static DataViewSchema.Annotations SlotNames(int width)
    {
        var builder = new DataViewSchema.Annotations.Builder();
        ValueGetter<VBuffer<ReadOnlyMemory<char>>> getter = (ref VBuffer<ReadOnlyMemory<char>> value) =>
            value = new(width, [.. Enumerable.Range(0, width).Select(i => $"slot{i}".AsMemory())]);
        builder.Add("SlotNames", new VectorDataViewType(TextDataViewType.Instance, width), getter);
        return builder.ToAnnotations();
    }

    /// <summary>Every <paramref name="step"/>-th row from <paramref name="first"/> on; each row is a batch of its own.</summary>
    private sealed class Cursor(ReusingView view, int[] active, int first, int step) : DataViewRowCursor
    {
        private readonly float[] values = new float[view.rows.Length == 0 ? 0 : view.rows[0].Length];
        private readonly int[] indices = new int[view.rows.Length == 0 ? 0 : view.rows[0].Length];
        private int row = first - step;
        private long position = -1;

        public override DataViewSchema Schema => view.Schema;
        public override long Position => position;
        public override long Batch => row;

        public override bool MoveNext()
        {
            row += step;
            if (row >= view.rows.Length)
            {
                position = -1;
                return false;
            }

            Interlocked.Increment(ref view.RowsRead);
            view.ReadingThreads.TryAdd(Environment.CurrentManagedThreadId, true);
            position++;
            return true;
        }

        public override bool IsColumnActive(DataViewSchema.Column column) => active.Contains(column.Index);

        public override ValueGetter<DataViewRowId> GetIdGetter() =>
            (ref DataViewRowId value) => value = new DataViewRowId((ulong)row, 7);

        public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column)
        {
            Assert.That(IsColumnActive(column), Is.True, $"{column.Name} was not asked for");
            Delegate getter = column.Name switch
            {
                "Id" => (ValueGetter<int>)((ref int value) => value = row),
                "Text" => (ValueGetter<ReadOnlyMemory<char>>)(
                    (ref ReadOnlyMemory<char> value) => value = $"row {row}".AsMemory()
                ),
                "Costly" => (ValueGetter<double>)Costly,
                _ => (ValueGetter<VBuffer<float>>)Features,
            };
            return (ValueGetter<TValue>)getter;
        }

        protected override void Dispose(bool disposing)
        {
            Interlocked.Increment(ref view.CursorsDisposed);
            base.Dispose(disposing);
        }

        private void Costly(ref double value)
        {
            Interlocked.Increment(ref view.CostlyRead);
            value = row * 0.5;
        }

        private void Features(ref VBuffer<float> value)
        {
            Interlocked.Increment(ref view.FeaturesRead);
            if (row == view.FailingRow)
            {
                throw new InvalidOperationException($"The source fails at row {row}.");
            }

            var current = view.rows[row];
            if (row % 2 == 0)
            {
                current.CopyTo(values, 0);
                value = new VBuffer<float>(current.Length, values);
                return;
            }

            var count = 0;
            for (var i = 0; i < current.Length; i++)
            {
                if (current[i] != 0)
                {
                    values[count] = current[i];
                    indices[count++] = i;
                }
            }

            value = new VBuffer<float>(current.Length, count, values, indices);
        }
    }
}
