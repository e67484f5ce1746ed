using VaeMlNet;

namespace Microsoft.ML;

public static partial class VaeDataCatalog
{
    /// <summary>
    /// Measures the quality of synthetic rows: the distance of each column's distribution from the real one, the associations of
    /// columns, how well a classifier can tell real from synthetic rows, and copies of real rows.
    /// </summary>
    /// <remarks>
    /// Works on any rows: needs no model and no libtorch. Rows are read once per view and compared in memory, at most
    /// <see cref="VaeQualityOptions.MaximumRows"/> of each; seconds for tables of the usual size. The same rows and options give
    /// the same report on one machine.
    /// Missing cells (NaN, infinite numbers, key 0) are left out of distances and pairs of columns, and their share is reported;
    /// for the classifiers and for distances between rows, being missing is a value of its own. Keys are matched by the texts
    /// that they stand for where all views have such, else by their number.
    /// Formulas and sources stand at the members of <see cref="VaeQualityReport"/>, <see cref="VaeColumnQuality"/>,
    /// <see cref="VaeAssociationDifference"/> and <see cref="VaeCopyQuality"/>. The classifiers are cross-validated on equally many
    /// rows of each kind (Lopez-Paz and Oquab 2017); a row and its copy are always in the same part, so that copies count as
    /// indistinguishable and not as worse.
    /// </remarks>
    /// <param name="catalog">The data catalog.</param>
    /// <param name="real">Real rows: those that the model was trained on, so that copies of them show.</param>
    /// <param name="synthetic">Synthetic rows, such as <c>VaeSample</c> gives, with columns of the same names and types.</param>
    /// <param name="heldOut">
    /// Real rows that the model has not seen, as the measure of how near rows may be to the training rows; null to take the
    /// training rows' distances to each other.
    /// </param>
    /// <param name="options">Columns, numbers of rows, seed. Default: see <see cref="VaeQualityOptions"/>.</param>
    /// <returns>The report: numbers, and as text a page of Markdown.</returns>
    /// <exception cref="ArgumentOutOfRangeException">
    /// A column is missing in a view, of different types in them, or of a type that cannot be compared; or an option is out of its
    /// range.
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
