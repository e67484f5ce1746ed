using Microsoft.ML;
using Microsoft.ML.Data;

namespace VaeMlNet.Tests;

/// <summary>Views with columns of text.</summary>
internal static class TextColumns
{
    /// <summary>Returns a view with columns of the same length.</summary>
    public static IDataView Create(params (string Name, IEnumerable<string> Cells)[] columns)
    {
        string[][] cells = [.. columns.Select(column => column.Cells.ToArray())];
        var definition = SchemaDefinition.Create(typeof(Row));
        definition[nameof(Row.Cells)].ColumnType = new VectorDataViewType(TextDataViewType.Instance, columns.Length);
        var rows = Enumerable.Range(0, cells[0].Length).Select(i => new Row { Cells = [.. cells.Select(c => c[i])] });
        return new Columns(
            new MLContext(1).Data.LoadFromEnumerable(rows, definition),
            [.. columns.Select(c => c.Name)]
        );
    }

    private sealed class Row
    {
        public string[] Cells { get; set; } = [];
    }

    // The slots of a vector as columns of their own.
    private sealed class Columns : IDataView
    {
        private readonly IDataView source;

        public Columns(IDataView source, string[] names)
        {
            this.source = source;
            DataViewSchema.Builder builder = new();
            foreach (var name in names)
            {
                builder.AddColumn(name, TextDataViewType.Instance, null);
            }

            Schema = builder.ToSchema();
        }

        public DataViewSchema Schema { get; }

        public bool CanShuffle => false;

        public long? GetRowCount() => null;

        public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand = null) =>
            new Cursor(source.GetRowCursor(source.Schema), Schema);

        public DataViewRowCursor[] GetRowCursorSet(
            IEnumerable<DataViewSchema.Column> columnsNeeded,
            int n,
            Random? rand = null
        ) => [GetRowCursor(columnsNeeded, rand)];
    }

    private sealed class Cursor(DataViewRowCursor rows, DataViewSchema schema) : DataViewRowCursor
    {
        public override DataViewSchema Schema => schema;

        public override long Position => rows.Position;

        public override long Batch => rows.Batch;

        public override bool IsColumnActive(DataViewSchema.Column column) => true;

        public override bool MoveNext() => rows.MoveNext();

        public override ValueGetter<DataViewRowId> GetIdGetter() => rows.GetIdGetter();

        public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column)
        {
            var getter = rows.GetGetter<VBuffer<ReadOnlyMemory<char>>>(rows.Schema[0]);
            VBuffer<ReadOnlyMemory<char>> cells = default;
            return (ValueGetter<TValue>)
                (Delegate)
                    (ValueGetter<ReadOnlyMemory<char>>)(
                        (ref ReadOnlyMemory<char> value) =>
                        {
                            getter(ref cells);
                            value = cells.GetItemOrDefault(column.Index);
                        }
                    );
        }

        protected override void Dispose(bool disposing)
        {
            rows.Dispose();
            base.Dispose(disposing);
        }
    }
}
