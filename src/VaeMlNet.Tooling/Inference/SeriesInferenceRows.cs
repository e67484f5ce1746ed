using Microsoft.ML;

namespace VaeMlNet.Tooling;

/// <summary>Rows of time series for a model of windows, whose columns are found by name.</summary>
/// <param name="file">The file.</param>
/// <param name="table">The columns of the series.</param>
internal sealed class SeriesInferenceRows(CsvFile file, SeriesTable table) : InferenceRows(file.Path)
{
    /// <summary>Gets the columns of the series.</summary>
    public SeriesTable Table => table;

    /// <inheritdoc />
    public override CsvFile Csv => file;

    /// <inheritdoc />
    public override string[] ColumnNames => table.ChannelNames;

    /// <inheritdoc />
    public override IReadOnlyList<string> SlotNames => table.ChannelNames;

    /// <inheritdoc />
    public override IDataView View(MLContext ml, IProgress<double>? progress = null) =>
        new CsvTableView(file, table.Columns, progress);
}
