using Microsoft.ML;
using Microsoft.ML.Data;
using VaeMlNet.Views;

namespace VaeMlNet;

/// <summary>The rows of a view with one more column: 1 for known anomalies, -1 for rows known to be normal, and 0 for other rows.</summary>
internal sealed class LabeledRowsView : OrderedView
{
    private readonly IDataView source;
    private readonly string columnName;
    private readonly IReadOnlyDictionary<long, bool> labels;

    /// <summary>Creates the view.</summary>
    /// <param name="source">The rows.</param>
    /// <param name="columnName">The name of the new column.</param>
    /// <param name="labels">Whether rows are anomalies, by their numbers from 0.</param>
    public LabeledRowsView(IDataView source, string columnName, IReadOnlyDictionary<long, bool> labels)
    {
        (this.source, this.columnName, this.labels) = (source, columnName, labels);
        DataViewSchema.Builder builder = new();
        builder.AddColumns(source.Schema);
        builder.AddColumn(columnName, NumberDataViewType.Single);
        Schema = builder.ToSchema();
    }

    /// <inheritdoc />
    public override DataViewSchema Schema { get; }

    /// <inheritdoc />
    public override long? GetRowCount() => source.GetRowCount();

    /// <inheritdoc />
    protected override DataViewRowCursor OpenCursor(DataViewSchema.Column[] columns)
    {
        var ofSource = columns.Where(column => column.Index < source.Schema.Count);
        return new Cursor(this, columns, source.GetRowCursor(ofSource.Select(column => source.Schema[column.Index])));
    }

    private sealed class Cursor(LabeledRowsView view, DataViewSchema.Column[] columns, DataViewRowCursor rows)
        : PassingCursor(rows)
    {
        private readonly bool isActive = columns.Any(column => column.Index == view.source.Schema.Count);
        private long read;

        public override DataViewSchema Schema => view.Schema;

        public override bool IsColumnActive(DataViewSchema.Column column) =>
            IsLabel(column) ? isActive : Rows.IsColumnActive(Rows.Schema[column.Index]);

        public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column) =>
            !IsLabel(column) ? Rows.GetGetter<TValue>(Rows.Schema[column.Index])
            : isActive ? CursorErrors.Typed<TValue>((ValueGetter<float>)ReadLabel, column)
            : throw CursorErrors.NotActive(column.Name);

        public override bool MoveNext()
        {
            if (Rows.MoveNext())
            {
                read++;
                return true;
            }

            return isActive && view.labels.Keys.DefaultIfEmpty(-1).Max() is var last && last >= read
                ? throw new VaeRowException(
                    $"Row {last} has a label in '{view.columnName}', but the data has {read} rows, which count from 0. Pass the rows that were labeled.",
                    last,
                    view.columnName
                )
                : false;
        }

        private bool IsLabel(DataViewSchema.Column column) => column.Index == view.source.Schema.Count;

        private void ReadLabel(ref float value) =>
            value = view.labels.TryGetValue(Rows.Position, out var isAnomaly) ? (isAnomaly ? 1 : -1) : 0;
    }
}
