using Microsoft.ML;
using Microsoft.ML.Data;
using VaeMlNet.Views;

namespace VaeMlNet;

/// <summary>The rows of a view with one more column: 1 for known anomalies, -1 for rows known to be normal, and 0 for other rows.</summary>
/// <param name="source">The rows.</param>
/// <param name="columnName">The name of the new column.</param>
/// <param name="labels">Whether rows are anomalies, by their numbers from 0.</param>
internal sealed class LabeledRowsView(IDataView source, string columnName, IReadOnlyDictionary<long, bool> labels)
    : OrderedView
{
    private readonly ColumnBindings bindings = new(source.Schema, [new(columnName, NumberDataViewType.Single)]);

    /// <inheritdoc />
    public override DataViewSchema Schema => bindings.Schema;

    /// <inheritdoc />
    public override long? GetRowCount() => source.GetRowCount();

    /// <inheritdoc />
    protected override DataViewRowCursor OpenCursor(DataViewSchema.Column[] columns) =>
        new Cursor(source.GetRowCursor(bindings.PassedThrough(columns)), bindings, columns, columnName, labels);

    private sealed class Cursor(
        DataViewRowCursor rows,
        ColumnBindings bindings,
        DataViewSchema.Column[] columns,
        string columnName,
        IReadOnlyDictionary<long, bool> labels
    ) : AddingCursor(rows, bindings, columns)
    {
        private readonly bool isActive = columns.Any(column => !bindings.IsOfInput(column, out _));
        private long read;

        public override bool MoveNext()
        {
            if (Rows.MoveNext())
            {
                read++;
                return true;
            }

            return isActive && labels.Keys.DefaultIfEmpty(-1).Max() is var last && last >= read
                ? throw new VaeRowException(
                    $"Row {last} has a label in '{columnName}', but the data has {read} rows, which count from 0. Pass the rows that were labeled.",
                    last,
                    columnName
                )
                : false;
        }

        protected override Delegate MakeGetter(DataViewSchema.Column column, int index) =>
            (ValueGetter<float>)(
                (ref float value) =>
                    value = labels.TryGetValue(Rows.Position, out var isAnomaly) ? (isAnomaly ? 1 : -1) : 0
            );
    }
}
