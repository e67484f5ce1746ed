using Microsoft.ML;
using Microsoft.ML.Data;

namespace VaeMlNet.Tests.Shared;

/// <summary>
/// Made-up rows behind an interface as unhelpful as ML.NET allows: buffers are reused, columns that were not asked for are not
/// given, rows come in any number of cursors, and everything that is read is counted.
/// </summary>
public sealed class MadeUpView : IDataView
{
    private readonly SourceColumn[] columns;
    private readonly int[] order;
    private readonly int[] reads;
    private int rowsRead;

    /// <param name="columns">The columns; of several with one name the last is visible.</param>
    /// <param name="order">Number of the made-up row that stands at each place.</param>
    public MadeUpView(IEnumerable<SourceColumn> columns, int[] order)
    {
        this.columns = [.. columns];
        this.order = order;
        var builder = new DataViewSchema.Builder();
        foreach (var column in this.columns)
        {
            builder.AddColumn(column.Name, column.Type, column.Annotations());
        }

        Schema = builder.ToSchema();
        reads = new int[this.columns.Length];
    }

    public bool CanShuffle => true;

    public DataViewSchema Schema { get; }

    /// <summary>Gets the number of rows that cursors moved to.</summary>
    public int RowsRead => rowsRead;

    /// <summary>Returns the number of values that were read from the visible column of a name.</summary>
    public int ReadsOf(string name) => reads[Schema[name].Index];

    public long? GetRowCount() => order.Length;

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand = null) =>
        GetRowCursorSet(columnsNeeded, 1, rand)[0];

    public DataViewRowCursor[] GetRowCursorSet(
        IEnumerable<DataViewSchema.Column> columnsNeeded,
        int n,
        Random? rand = null
    )
    {
        int[] active = [.. columnsNeeded.Select(c => c.Index)];
        int[] rows = [.. order];
        rand?.Shuffle(rows);
        return [.. Enumerable.Range(0, n).Select(i => new Cursor(this, active, rows, i, n))];
    }

    /// <summary>
    /// Reads every <paramref name="step"/>-th row, beginning with <paramref name="first"/>. Each row is a batch of its own.
    /// </summary>
    private sealed class Cursor(MadeUpView view, int[] active, int[] rows, int first, int step) : DataViewRowCursor
    {
        private int place = first - step;
        private long position = -1;

        public override DataViewSchema Schema => view.Schema;

        public override long Position => position;

        public override long Batch => place;

        public override bool IsColumnActive(DataViewSchema.Column column) => active.Contains(column.Index);

        public override bool MoveNext()
        {
            place += step;
            if (place >= rows.Length)
            {
                position = -1;
                return false;
            }

            Interlocked.Increment(ref view.rowsRead);
            position++;
            return true;
        }

        public override ValueGetter<DataViewRowId> GetIdGetter() =>
            (ref DataViewRowId value) => value = new DataViewRowId((ulong)rows[place], 7);

        public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column)
        {
            Assert.That(IsColumnActive(column), Is.True, $"{column.Name} was not asked for");
            var getter = (ValueGetter<TValue>)view.columns[column.Index].MakeGetter(() => rows[place]);
            return (ref TValue value) =>
            {
                Interlocked.Increment(ref view.reads[column.Index]);
                getter(ref value);
            };
        }
    }
}
