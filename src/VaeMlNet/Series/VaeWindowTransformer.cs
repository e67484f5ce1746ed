using Microsoft.ML;
using Microsoft.ML.Data;

namespace VaeMlNet;

/// <summary>A transformer that adds to each row of a time series the window of rows that ends with it.</summary>
/// <remarks>
/// <para>The places before the first row of a series are missing (NaN). So are those before the first row after a long gap.</para>
/// Thread safety: all members may be used from several threads at once.
/// </remarks>
public sealed class VaeWindowTransformer : ITransformer
{
    private readonly WindowStep step;

    internal VaeWindowTransformer(WindowStep step)
    {
        this.step = step;
    }

    /// <summary>Gets the number W of rows in a window.</summary>
    public int Length => step.Length;

    /// <summary>Gets the names of the C channels.</summary>
    public IReadOnlyList<string> Channels => step.Channels!;

    /// <inheritdoc cref="VaeSeries.LongestGap"/>
    public double? LongestGap => step.LongestGap;

    /// <summary>Gets false: a window depends on the rows before.</summary>
    public bool IsRowToRowMapper => false;

    /// <summary>Returns the input schema with the added columns.</summary>
    /// <param name="inputSchema">A schema with the input columns.</param>
    /// <returns>The schema of the view that <see cref="Transform"/> returns.</returns>
    /// <exception cref="ArgumentOutOfRangeException">An input column is missing or of another type, or the number of channels differs.</exception>
    public DataViewSchema GetOutputSchema(DataViewSchema inputSchema) =>
        new ColumnBindings(inputSchema, step.AddedColumns(inputSchema)).Schema;

    /// <summary>Returns a view with the added columns, with as many rows as the input, in its order. It cannot be shuffled.</summary>
    /// <param name="input">Data with the input columns, in the order of time.</param>
    /// <returns>The view. Reading a row that is earlier than the row before it in its series throws <see cref="InvalidOperationException"/>.</returns>
    /// <exception cref="ArgumentOutOfRangeException">An input column is missing or of another type, or the number of channels differs.</exception>
    public IDataView Transform(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return new WindowView(step, input);
    }

    /// <summary>Refuses every schema: a window depends on the rows before.</summary>
    /// <param name="inputSchema">The schema of the rows.</param>
    /// <returns>Never.</returns>
    /// <exception cref="InvalidOperationException">Always.</exception>
    public IRowToRowMapper GetRowToRowMapper(DataViewSchema inputSchema) =>
        throw SeriesErrors.NoRowMapper(WindowStep.Name);

    /// <summary>Refuses to save: ML.NET has no transformer of its own that keeps the rows before.</summary>
    void ICanSaveModel.Save(ModelSaveContext ctx) => throw SeriesErrors.NotSaved(WindowStep.Name);
}
