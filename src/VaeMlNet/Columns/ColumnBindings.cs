using Microsoft.ML;

namespace VaeMlNet;

/// <summary>
/// The columns of an input schema and the columns that a step adds to them, in ML.NET's order: a column that hides another
/// column of the same name follows it directly, and all other added columns are at the end.
/// </summary>
/// <remarks>
/// The stock transformers that a saved pipeline contains follow the same rule (Microsoft.ML.Data.ColumnBindings in ML.NET 5.0.0),
/// so that the columns of a pipeline have one order before saving and after loading. Immutable.
/// </remarks>
internal sealed class ColumnBindings
{
    // For each column of the schema, the index of the input column, or the complement (~) of the index of the added column.
    private readonly int[] origins;

    /// <param name="input">The input schema.</param>
    /// <param name="added">The columns to add, all with different names.</param>
    public ColumnBindings(DataViewSchema input, IReadOnlyList<DataViewSchema.DetachedColumn> added)
    {
        Input = input;
        // If several columns have a name, the last one is visible.
        int[] hidden = [.. added.Select(column => input.GetColumnOrNull(column.Name)?.Index ?? -1)];
        var hiding = hidden.Index().Where(h => h.Item >= 0).ToDictionary(h => h.Item, h => h.Index);
        var order = new List<int>(input.Count + added.Count);
        for (var i = 0; i < input.Count; i++)
        {
            order.Add(i);
            if (hiding.TryGetValue(i, out var column))
            {
                order.Add(~column);
            }
        }

        order.AddRange(hidden.Index().Where(h => h.Item < 0).Select(h => ~h.Index));
        origins = [.. order];

        var builder = new DataViewSchema.Builder();
        builder.AddColumns(origins.Select(o => o >= 0 ? new DataViewSchema.DetachedColumn(input[o]) : added[~o]));
        Schema = builder.ToSchema();
    }

    public DataViewSchema Input { get; }

    /// <summary>Gets the schema of the input columns and the added columns.</summary>
    public DataViewSchema Schema { get; }

    /// <summary>Returns the input columns among columns of <see cref="Schema"/>.</summary>
    public DataViewSchema.Column[] PassedThrough(IEnumerable<DataViewSchema.Column> columns) =>
        [.. columns.Where(column => IsOfInput(column, out _)).Select(column => Input[origins[column.Index]])];

    /// <summary>Returns whether a column of <see cref="Schema"/> is an input column.</summary>
    /// <param name="column">The column.</param>
    /// <param name="index">The index of the column in the input, or among the added columns.</param>
    public bool IsOfInput(DataViewSchema.Column column, out int index)
    {
        var origin = origins[column.Index];
        index = origin >= 0 ? origin : ~origin;
        return origin >= 0;
    }
}
