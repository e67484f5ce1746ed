using VaeMlNet;

namespace Microsoft.ML;

public static partial class VaeDataCatalog
{
    /// <summary>Fills missing numbers on the straight line between the nearest observed rows before and after them.</summary>
    /// <remarks>
    /// For rows in an order that means something, such as measurements over time; rows count as evenly spaced. Needs no model:
    /// a plain choice for imputation, and the baseline that a better one has to beat.
    /// A cell that is NaN in row r, with the observed values a in row p before and b in row q behind, becomes
    /// (1 - w) a + w b with w = (r - p) / (q - p), computed in double precision. Cells before the first observed one take its
    /// value, cells behind the last one take that; a slot that is never observed stays NaN. Each slot of a vector is filled by
    /// itself. Observed cells and all other columns stay as they are, bit for bit; sparse vectors come out dense.
    /// Source: linear interpolation with the nearest value at the ends is what <c>numpy.interp</c> computes.
    /// <para>
    /// The view is lazy and keeps the order: it reads its source once per pass, in one cursor, and cannot be shuffled (put
    /// <c>Data.ShuffleRows</c> behind it). It looks ahead when a missing cell is read, as far as its gap goes, and holds at most
    /// twice as many rows as the longest gap has, of the columns that are read. A slot that is missing to the end is a gap to
    /// the end, and all rows of it are held.
    /// </para>
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
                "InterpolateMissingValues was given no column. Name the columns whose missing values it is to fill.",
                nameof(columnNames)
            );
    }
}
