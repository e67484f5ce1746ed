using Microsoft.ML;
using Microsoft.ML.Data;

namespace VaeMlNet.Tests;

/// <summary>
/// A source as unhelpful as ML.NET allows: it hands out one VBuffer array that it overwrites with every row, writes odd rows
/// sparse, splits into as many cursors as are wanted, and counts what is read.
/// </summary>
internal sealed class ReusingView : IDataView
{
    private readonly float[][] _rows;

    public ReusingView(float[][] rows, string featureName = "Features", bool withSlotNames = false)
    {
        _rows = rows;
        var builder = new DataViewSchema.Builder();
        builder.AddColumn("Id", NumberDataViewType.Int32);
        builder.AddColumn("Text", TextDataViewType.Instance);
        int width = rows.Length == 0 ? TinyModel.InputDim : rows[0].Length;
        var annotations = withSlotNames ? SlotNames(width) : DataViewSchema.Annotations.Empty;
        builder.AddColumn(featureName, new VectorDataViewType(NumberDataViewType.Single, width), annotations);
        builder.AddColumn("Costly", NumberDataViewType.Double);
        Schema = builder.ToSchema();
    }

    public DataViewSchema Schema { get; }

    public bool CanShuffle { get; init; }

    public long? ReportedRowCount { get; init; }

    /// <summary>The row whose features cannot be computed.</summary>
    public int? FailingRow { get; init; }

    public int RowsRead;
    public int FeaturesRead;
    public int CostlyRead;

    public long? GetRowCount() => ReportedRowCount;

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand = null) =>
        new Cursor(this, [.. columnsNeeded.Select(c => c.Index)], 0, 1);

    public DataViewRowCursor[] GetRowCursorSet(
        IEnumerable<DataViewSchema.Column> columnsNeeded,
        int n,
        Random? rand = null
    )
    {
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
        private readonly float[] _values = new float[view._rows.Length == 0 ? 0 : view._rows[0].Length];
        private readonly int[] _indices = new int[view._rows.Length == 0 ? 0 : view._rows[0].Length];
        private int _row = first - step;
        private long _position = -1;

        public override DataViewSchema Schema => view.Schema;
        public override long Position => _position;
        public override long Batch => _row;

        public override bool MoveNext()
        {
            _row += step;
            if (_row >= view._rows.Length)
            {
                _position = -1;
                return false;
            }
            Interlocked.Increment(ref view.RowsRead);
            _position++;
            return true;
        }

        public override bool IsColumnActive(DataViewSchema.Column column) => active.Contains(column.Index);

        public override ValueGetter<DataViewRowId> GetIdGetter() =>
            (ref DataViewRowId value) => value = new DataViewRowId((ulong)_row, 7);

        public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column)
        {
            Assert.That(IsColumnActive(column), Is.True, $"{column.Name} was not asked for");
            Delegate getter = column.Name switch
            {
                "Id" => (ValueGetter<int>)((ref int value) => value = _row),
                "Text" => (ValueGetter<ReadOnlyMemory<char>>)(
                    (ref ReadOnlyMemory<char> value) => value = $"row {_row}".AsMemory()
                ),
                "Costly" => (ValueGetter<double>)Costly,
                _ => (ValueGetter<VBuffer<float>>)Features,
            };
            return (ValueGetter<TValue>)getter;
        }

        private void Costly(ref double value)
        {
            Interlocked.Increment(ref view.CostlyRead);
            value = _row * 0.5;
        }

        private void Features(ref VBuffer<float> value)
        {
            Interlocked.Increment(ref view.FeaturesRead);
            if (_row == view.FailingRow)
            {
                throw new InvalidOperationException($"The source fails at row {_row}.");
            }
            float[] row = view._rows[_row];
            if (_row % 2 == 0)
            {
                row.CopyTo(_values, 0);
                value = new VBuffer<float>(row.Length, _values);
                return;
            }
            int count = 0;
            for (int i = 0; i < row.Length; i++)
            {
                if (row[i] != 0)
                {
                    _values[count] = row[i];
                    _indices[count++] = i;
                }
            }
            value = new VBuffer<float>(row.Length, count, _values, _indices);
        }
    }
}
