using VaeMlNet;
using VaeMlNet.Data;

namespace Microsoft.ML;

/// <summary>The loaders of VaeMlNet.Data on <c>mlContext.Data</c>.</summary>
public static class VaeTableCatalog
{
    /// <summary>Loads a table from a file, with types that are chosen from its cells.</summary>
    /// <remarks>
    /// <para>
    /// The file is CSV with a header, Parquet or JSON. CSV and JSON may be packed as gzip or zip. Each column becomes what its profile
    /// says: numbers are Single, whatever their units and decimal marks, and NaN where a cell is missing. Booleans and categories are keys with
    /// their texts, and 0 where a cell is missing. Dates are vectors of the parts that vary. Identifiers, free texts and constants are left out.
    /// </para>
    /// <para>
    /// The file is read once for the profile, and again by each cursor. No rows are kept, so that memory does not grow with their number; of a
    /// Parquet file, one row group is in memory. The file must not change while the view is used.
    /// </para>
    /// </remarks>
    /// <param name="catalog">The catalog.</param>
    /// <param name="path">The path of the file.</param>
    /// <param name="options">The columns, and their kinds where they are known. Default: all columns, and kinds from the data.</param>
    /// <returns>The rows as ML.NET data, with their profile.</returns>
    /// <exception cref="VaeTableException">
    /// The file is missing, damaged, or has no rows, or a column needs a decision. Cursors throw it for a cell that does not fit its column.
    /// </exception>
    /// <example><code>
    /// var machines = mlContext.Data.LoadVaeTable("machines.parquet", new() { Ignored = ["id"] });
    /// var detector = mlContext
    ///     .AnomalyDetection.Trainers.Vae(machines.ColumnNames, new() { TableSchema = machines.TableSchema })
    ///     .Fit(machines);
    /// IDataView scored = detector.Transform(machines.Load("today.csv.gz"));
    /// </code></example>
    public static VaeTable LoadVaeTable(
        this DataOperationsCatalog catalog,
        string path,
        VaeTableOptions? options = null
    )
    {
        ArgumentNullException.ThrowIfNull(catalog);
        ArgumentException.ThrowIfNullOrEmpty(path);
        return VaeTable.Profiled(path, options ?? new());
    }

    /// <summary>Loads a table from a file, with the columns and types that a model reads.</summary>
    /// <remarks>
    /// The columns are found by name, in any order. Key columns have one more key, for texts that are not among the categories of the model: they raise the
    /// score of <c>VaeScore</c>, which names their columns in <c>UnseenColumnName</c>. All other steps read them as missing.
    /// For a model of time series whose time is in several columns, or whose rows had one measurement each, the rows are joined as in training, into a
    /// temporary file, which is deleted when nothing refers to it any more.
    /// </remarks>
    /// <param name="catalog">The catalog.</param>
    /// <param name="path">The path of the file, in one of the formats of <see cref="LoadVaeTable"/>.</param>
    /// <param name="model">The model, of a table or of time series.</param>
    /// <returns>The rows as ML.NET data. Each cursor reads the file again.</returns>
    /// <exception cref="VaeTableException">The file is missing, damaged, or lacks a column of the model.</exception>
    public static IDataView LoadVaeTableForModel(this DataOperationsCatalog catalog, string path, VaeModel model)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(model);
        return VaeTable.ForModel(path, model);
    }
}
