using Microsoft.ML;

namespace VaeMlNet.Tooling;

/// <summary>Rows of numbers for a model of features.</summary>
/// <param name="file">The file. Its width must be that of the model.</param>
/// <param name="columnName">The name of the column that the model reads.</param>
internal sealed class FeatureInferenceRows(FeatureFile file, string columnName = FeatureDataView.ColumnName)
    : InferenceRows(file.Path)
{
    private FeatureFileView? view;

    /// <summary>Gets the file.</summary>
    public FeatureFile File => file;

    /// <inheritdoc />
    public override string[] ColumnNames => [columnName];

    /// <inheritdoc />
    public override IReadOnlyList<string> SlotNames =>
        FeatureNames ?? [.. Enumerable.Range(0, file.Width).Select(slot => $"{slot}")];

    /// <inheritdoc />
    public override IReadOnlyList<string>? FeatureNames => (file as CsvFeatureFile)?.ColumnNames;

    /// <inheritdoc />
    public override CsvFile? Csv => (file as CsvFeatureFile)?.File;

    /// <inheritdoc />
    public override FeatureInferenceRows ForBlocks() => new(file, columnName);

    /// <inheritdoc />
    public override void Read(CsvFile block) => view!.File = ((CsvFeatureFile)file).Over(block);

    /// <inheritdoc />
    public override IDataView View(MLContext ml, IProgress<double>? progress = null) =>
        view = new FeatureFileView(file, progress, columnName, FeatureNames);
}
