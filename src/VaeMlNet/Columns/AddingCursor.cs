using Microsoft.ML;
using VaeMlNet.Views;

namespace VaeMlNet;

/// <summary>A cursor that adds columns to the rows of another cursor.</summary>
/// <param name="rows">The other cursor, with the requested columns of the input. It is disposed with this one.</param>
/// <param name="bindings">The columns of the input and the added ones.</param>
/// <param name="columns">The requested columns.</param>
internal abstract class AddingCursor(
    DataViewRowCursor rows,
    ColumnBindings bindings,
    IEnumerable<DataViewSchema.Column> columns
) : PassingCursor(rows)
{
    private readonly bool[] active = RowCursor.ActiveIn(bindings.Schema, columns);

    public override DataViewSchema Schema => bindings.Schema;

    public override bool IsColumnActive(DataViewSchema.Column column) => active[column.Index];

    public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column)
    {
        if (!active[column.Index])
        {
            throw CursorErrors.NotActive(column.Name);
        }

        return bindings.IsOfInput(column, out var index)
            ? Rows.GetGetter<TValue>(bindings.Input[index])
            : CursorErrors.Typed<TValue>(MakeGetter(column, index), column);
    }

    /// <summary>Returns a <see cref="ValueGetter{TValue}"/> of an added column of the current row.</summary>
    protected abstract Delegate MakeGetter(DataViewSchema.Column column, int index);
}
