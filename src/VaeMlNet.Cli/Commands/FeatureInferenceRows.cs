using Microsoft.ML;
using VaeMlNet.Cli.Data;

namespace VaeMlNet.Cli.Commands;

/// <summary>Rows of numbers for a model of features.</summary>
/// <param name="file">The file, held against the model.</param>
internal sealed class FeatureInferenceRows(FeatureFile file) : InferenceRows(file.Path)
{
    /// <inheritdoc />
    public override IReadOnlyList<string> SlotNames =>
        file is CsvFeatureFile csv ? csv.ColumnNames : [.. Enumerable.Range(0, file.Width).Select(slot => $"{slot}")];

    /// <inheritdoc />
    public override IDataView View(MLContext ml, IProgress<double>? progress = null) =>
        new FeatureFileView(file, progress);
}
