using Microsoft.ML;
using Microsoft.ML.Data;

namespace VaeMlNet;

/// <summary>A transformer that adds to each row of a time series the window of rows that ends with it.</summary>
/// <remarks>
/// <para>The places before the first row of a series are missing (NaN). So are those before the first row after a long gap.</para>
/// Thread safety: all members may be used from several threads at once.
/// </remarks>
internal sealed class WindowTransformer(WindowStep step) : ITransformer
{
    /// <summary>Gets false: a window depends on the rows before.</summary>
    public bool IsRowToRowMapper => false;

    public DataViewSchema GetOutputSchema(DataViewSchema inputSchema) =>
        new ColumnBindings(inputSchema, step.AddedColumns(inputSchema)).Schema;

    /// <summary>Returns a view with the added columns, with as many rows as the input, in its order. It cannot be shuffled.</summary>
    /// <remarks>Reading a row that is earlier than the row before it in its series throws <see cref="InvalidOperationException"/>.</remarks>
    /// <exception cref="ArgumentOutOfRangeException">An input column is missing or of another type, or the number of channels differs.</exception>
    public IDataView Transform(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return new WindowView(step, input);
    }

    /// <summary>Refuses every schema: a window depends on the rows before.</summary>
    public IRowToRowMapper GetRowToRowMapper(DataViewSchema inputSchema) =>
        throw SeriesErrors.NoRowMapper(WindowStep.Name);

    /// <summary>Refuses to save: ML.NET has no transformer of its own that keeps the rows before.</summary>
    void ICanSaveModel.Save(ModelSaveContext ctx) => throw SeriesErrors.NotSaved(WindowStep.Name);
}
