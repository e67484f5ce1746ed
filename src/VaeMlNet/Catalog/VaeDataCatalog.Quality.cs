using VaeMlNet;

namespace Microsoft.ML;

public static partial class VaeDataCatalog
{
    /// <summary>
    /// Measures the quality of synthetic rows: the distances of the columns' distributions from the real ones, the associations
    /// of columns, how well a classifier can tell real from synthetic rows, and copies of real rows.
    /// </summary>
    /// <remarks>
    /// Compares any rows, and needs no model and no libtorch. It reads each view once and compares at most <see
    /// cref="VaeQualityOptions.MaximumRows"/> rows of each in memory. Tables of the usual size take seconds. The same rows and
    /// options give the same report on one machine. Distances and associations ignore missing cells (NaN, infinite numbers, key
    /// 0), and the report contains their share. For the classifiers and for distances between rows, a missing cell is a value
    /// like any other. Keys are matched by their texts if all views have key values, otherwise by their numbers. See <see
    /// cref="VaeQualityReport"/>, <see cref="VaeColumnQuality"/>, <see cref="VaeAssociationDifference"/> and <see
    /// cref="VaeCopyQuality"/> for formulas and sources. The classifiers are cross-validated on equally many rows of each kind
    /// (Lopez-Paz and Oquab 2017). A row and its copy are always in the same fold, so that copies count as indistinguishable
    /// and not as worse.
    /// </remarks>
    /// <param name="catalog">The data catalog.</param>
    /// <param name="real">The real rows that the model was trained on, so that the report shows copies of them.</param>
    /// <param name="synthetic">
    /// Synthetic rows, such as those of <c>VaeSample</c>, with columns of the same names and types.
    /// </param>
    /// <param name="heldOut">
    /// Real rows that the model has not seen, as the reference for distances to the training rows. Null uses the training rows'
    /// distances to each other.
    /// </param>
    /// <param name="options">Columns, numbers of rows, seed. Default: see <see cref="VaeQualityOptions"/>.</param>
    /// <returns>The report. Its text is a page of Markdown.</returns>
    /// <exception cref="ArgumentOutOfRangeException">
    /// A column is missing in a view, has different types in the views, or has a type that cannot be compared; or an option is
    /// out of its range.
    /// </exception>
    /// <exception cref="ArgumentException">There is no column to compare, or a name is empty.</exception>
    /// <exception cref="InvalidOperationException">A view has no rows, or a row has another length than its schema says.</exception>
    /// <example><code>
    /// IDataView synthetic = mlContext.Data.VaeSample(model, rowCount: 5_000, seed: 1);
    /// VaeQualityReport report = mlContext.Data.CompareSyntheticRows(training, synthetic, heldOut);
    /// Console.WriteLine(report);
    /// </code></example>
    public static VaeQualityReport CompareSyntheticRows(
        this DataOperationsCatalog catalog,
        IDataView real,
        IDataView synthetic,
        IDataView? heldOut = null,
        VaeQualityOptions? options = null
    )
    {
        ArgumentNullException.ThrowIfNull(catalog);
        ArgumentNullException.ThrowIfNull(real);
        ArgumentNullException.ThrowIfNull(synthetic);
        return SyntheticRowComparison.Compare(real, synthetic, heldOut, options ?? new());
    }
}
