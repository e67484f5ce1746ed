using VaeMlNet;

namespace Microsoft.ML;

public static partial class VaeCatalog
{
    /// <summary>
    /// Finds out what the columns of a table are: numbers, categories, dates, identifiers and so on, with their values, their
    /// missing cells and the reason for each choice.
    /// </summary>
    /// <remarks>
    /// Works on any rows: needs no model and no libtorch. Rows are read once; memory does not grow with their number. Columns of text are
    /// read as people write tables: with decimal commas, thousands separators, units, dates in many formats, and marks for missing
    /// values. The rules are described in docs/schema.md. The same table and options give the same profile.
    /// </remarks>
    /// <param name="catalog">The data catalog.</param>
    /// <param name="input">The table: columns of texts, numbers, Booleans, keys and dates.</param>
    /// <param name="options">What is known about columns. Default: nothing.</param>
    /// <returns>The profile. Its <see cref="VaeTableProfile.Schema"/> can be edited and given to <see cref="VaeProfileOptions.Schema"/>.</returns>
    /// <exception cref="ArgumentOutOfRangeException">
    /// A column is of a type that cannot be profiled, the schema names a column that the table lacks, or an option is outside its range.
    /// </exception>
    /// <example><code>
    /// VaeTableProfile profile = mlContext.Data.ProfileColumns(table);
    /// Console.WriteLine(profile);
    /// </code></example>
    public static VaeTableProfile ProfileColumns(
        this DataOperationsCatalog catalog,
        IDataView input,
        VaeProfileOptions? options = null
    )
    {
        ArgumentNullException.ThrowIfNull(catalog);
        ArgumentNullException.ThrowIfNull(input);
        options ??= new VaeProfileOptions();
        options.Check();
        return new TableProfiler(input, options).Profile();
    }
}
