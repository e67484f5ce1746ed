using VaeMlNet;

namespace Microsoft.ML;

public static partial class VaeCatalog
{
    /// <summary>Fills missing numbers by linear interpolation between the nearest observed rows before and after them.</summary>
    /// <remarks>
    /// Use it for rows in a meaningful order, such as measurements over time. Rows count as evenly spaced. It needs no model:
    /// it is a simple imputation, and a baseline for better ones. If a cell of row r is NaN, with the observed values a in row
    /// p before and b in row q after, it becomes (1 - w) a + w b with w = (r - p) / (q - p), computed in double precision.
    /// Cells before the first observed value get that value, and cells after the last one get that one. A slot without observed
    /// values stays NaN. Each slot of a vector is filled separately. Observed cells and all other columns do not change, bit
    /// for bit. Sparse vectors become dense. Source: <c>numpy.interp</c> computes the same linear interpolation, with the
    /// nearest value at the ends. <para> The view is lazy and keeps the order of the rows. It reads its source once per pass,
    /// in one cursor, and cannot be shuffled (call <c>Data.ShuffleRows</c> on the result instead). When a missing cell is read,
    /// the view reads ahead to the end of the gap. It keeps at most twice as many rows in memory as the longest gap has, of the
    /// columns that are read. If a slot is missing to the end of the data, it keeps all rows of that gap. </para>
    /// </remarks>
    /// <param name="catalog">The data catalog.</param>
    /// <param name="input">The rows, in their order.</param>
    /// <param name="columnNames">The columns to fill: Single, or Vector&lt;Single, k&gt;. At least one.</param>
    /// <returns>A view with the schema of <paramref name="input"/>.</returns>
    /// <exception cref="ArgumentException">No column is named, or a name is empty.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A column is missing, of another type, or of variable size.</exception>
    /// <example><code>
    /// IDataView filled = mlContext.Data.InterpolateMissingValues(measurements, "Temperature", "Pressure");
    /// </code></example>
    public static IDataView InterpolateMissingValues(
        this DataOperationsCatalog catalog,
        IDataView input,
        params string[] columnNames
    )
    {
        ArgumentNullException.ThrowIfNull(catalog);
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(columnNames);
        return columnNames.Length > 0
            ? new InterpolatedView(input, columnNames)
            : throw new ArgumentException(
                "InterpolateMissingValues needs at least one column. Pass the names of the columns to fill.",
                nameof(columnNames)
            );
    }
}
