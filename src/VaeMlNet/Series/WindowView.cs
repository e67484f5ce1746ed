using Microsoft.ML;

namespace VaeMlNet;

/// <summary>A view with the window that ends at each row. It reads its source once, in order, and is never shuffled.</summary>
/// <remarks>Thread-safe. Every cursor has its own windows.</remarks>
internal sealed class WindowView : IDataView
{
    private readonly WindowStep step;
    private readonly IDataView source;
    private readonly ColumnBindings bindings;

    public WindowView(WindowStep step, IDataView source)
    {
        this.step = step;
        this.source = source;
        bindings = new(source.Schema, step.AddedColumns(source.Schema));
    }

    public bool CanShuffle => false;

    public DataViewSchema Schema => bindings.Schema;

    public long? GetRowCount() => source.GetRowCount();

    /// <summary>Returns a cursor over the rows in order, whatever <paramref name="rand"/> is.</summary>
    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand = null)
    {
        ArgumentNullException.ThrowIfNull(columnsNeeded);
        var asked = columnsNeeded.ToArray();
        var isWindowed = asked.Any(column => !bindings.IsOfInput(column, out _));
        var read = new bool[source.Schema.Count];
        foreach (var column in asked)
        {
            if (bindings.IsOfInput(column, out var index))
            {
                read[index] = true;
            }
        }

        var inputs = isWindowed ? step.Columns.FindIn(source.Schema) : [];
        Array.ForEach(inputs, column => read[column.Index] = true);
        var cursor = source.GetRowCursor(source.Schema.Where(column => read[column.Index]));
        return new WindowCursor(step, bindings, cursor, asked, inputs);
    }

    /// <summary>Returns one cursor: a window needs the rows before it.</summary>
    public DataViewRowCursor[] GetRowCursorSet(
        IEnumerable<DataViewSchema.Column> columnsNeeded,
        int n,
        Random? rand = null
    ) => [GetRowCursor(columnsNeeded)];
}
