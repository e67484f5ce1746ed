using VaeMlNet;

namespace Microsoft.ML;

public static partial class VaeCatalog
{
    /// <summary>
    /// Measures the quality of synthetic rows: the shapes of columns, the trends of column pairs, how well a classifier tells
    /// synthetic from real rows, whether real rows are repeated, and how useful the rows are as training data.
    /// </summary>
    /// <remarks>
    /// Works on any rows: needs no model and no libtorch. Rows are read once per view and compared in memory, at most
    /// <see cref="VaeQualityOptions.MaximumRows"/> of each; this takes seconds for tables of the usual size. The same rows and options
    /// give the same report on one machine.
    /// A cell that is NaN, infinite or key 0 is missing. Keys are matched by the texts that they stand for if all views have
    /// such texts, otherwise by their numbers. The members of <see cref="VaeQualityReport"/>, <see cref="VaeColumnQuality"/>,
    /// <see cref="VaeColumnPairQuality"/>, <see cref="VaePrivacyQuality"/> and <see cref="VaeTrainingQuality"/> state their
    /// definitions and sources.
    /// </remarks>
    /// <param name="catalog">The data catalog.</param>
    /// <param name="real">The real rows that the model was trained on.</param>
    /// <param name="synthetic">Synthetic rows, such as those of <c>VaeSample</c>, with columns of the same names and types.</param>
    /// <param name="heldOut">
    /// Real rows that the model has not seen. They are needed for <see cref="VaePrivacyQuality.OverfittingProtection"/> and
    /// <see cref="VaeQualityOptions.TargetColumn"/>, and the classifier compares the synthetic rows with them. Default: null; the
    /// classifier then compares the synthetic rows with the real ones.
    /// </param>
    /// <param name="options">The columns, the target, numbers of rows and the seed. Default: see <see cref="VaeQualityOptions"/>.</param>
    /// <returns>The report: numbers, and as text a page of Markdown.</returns>
    /// <exception cref="ArgumentOutOfRangeException">
    /// A column is missing in a view, of different types in them, or of a type that cannot be compared; or an option is out of its
    /// range.
    /// </exception>
    /// <exception cref="ArgumentException">
    /// There is no column to compare, a name is empty, or a target column is given without held-out rows.
    /// </exception>
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
