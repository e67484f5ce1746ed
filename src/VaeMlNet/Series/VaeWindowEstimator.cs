using Microsoft.ML;

namespace VaeMlNet;

/// <summary>
/// An estimator that adds to each row of a time series the window of rows that ends with it; see <c>mlContext.Transforms.VaeWindow</c>.
/// </summary>
/// <remarks>
/// Estimator characteristics:
/// <list type="table">
/// <item><term>Looks at the data to train?</term><description>Only with a timestamp column, whose median step it reads</description></item>
/// <item><term>Input column types</term><description>Single, or Vector of Single of known size</description></item>
/// <item><term>Output column type</term><description>Vector of Single of W · C slots, the oldest row first, with slot names <c>channel@-k</c></description></item>
/// <item><term>Order</term><description>The rows keep their order and number; the view cannot be shuffled</description></item>
/// <item><term>Saved as</term><description>Not at all: the result depends on the rows before, which no stock transformer of ML.NET keeps</description></item>
/// </list>
/// Thread safety: may be used from several threads at once.
/// </remarks>
public sealed class VaeWindowEstimator : IEstimator<VaeWindowTransformer>
{
    private readonly WindowStep step;
    private readonly double? longestGap;

    internal VaeWindowEstimator(WindowStep step, double? longestGap)
    {
        this.step = step;
        this.longestGap = longestGap;
    }

    /// <summary>Returns the columns that the transformer will output.</summary>
    /// <param name="inputSchema">The shape of the data.</param>
    /// <returns>The shape with the added columns.</returns>
    /// <exception cref="ArgumentOutOfRangeException">An input column is missing.</exception>
    public SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        var inputs = step.Columns.FindIn(inputSchema);
        OutputColumn[] added =
        [
            new VectorOutput(step.OutputColumnName, new("", 1), slotNames: step.Columns.Channels),
            .. step.SelectedColumnName is { } selected ? (OutputColumn[])[new BooleanOutput(selected, new("", 1))] : [],
        ];
        return OutputColumn.AddTo(inputSchema, added, _ => inputs[0]);
    }

    /// <summary>Checks the columns and, with timestamps, reads the median time between rows.</summary>
    /// <param name="input">Data with the input columns, in the order of time.</param>
    /// <returns>The transformer.</returns>
    /// <exception cref="ArgumentOutOfRangeException">An input column is missing or of another type.</exception>
    /// <exception cref="InvalidOperationException">Rows of a series are not in the order of time, or most have the time of the row before.</exception>
    public VaeWindowTransformer Fit(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return new(step.Fit(input, longestGap));
    }
}
