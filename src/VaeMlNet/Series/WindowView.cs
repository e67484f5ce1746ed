using Microsoft.ML;
using VaeMlNet.Views;

namespace VaeMlNet;

/// <summary>A view with the window that ends at each row. It reads its source once, in order, and is never shuffled.</summary>
/// <remarks>Thread-safe. Every cursor has its own windows.</remarks>
internal sealed class WindowView(WindowStep step, IDataView source) : OrderedView
{
    private readonly ColumnBindings bindings = new(source.Schema, step.AddedColumns(source.Schema));

    public override DataViewSchema Schema => bindings.Schema;

    public override long? GetRowCount() =>
        step is { Absent: not null, AbsentColumnName: not null } ? null : source.GetRowCount();

    protected override DataViewRowCursor OpenCursor(DataViewSchema.Column[] columns)
    {
        var passed = bindings.PassedThrough(columns);
        var inputs = passed.Length < columns.Length ? step.Columns.FindIn(source.Schema) : [];
        var read = RowCursor.ActiveIn(source.Schema, [.. passed, .. inputs]);
        var cursor = source.GetRowCursor(source.Schema.Where(column => read[column.Index]));
        return new WindowCursor(step, bindings, cursor, columns, inputs);
    }
}
