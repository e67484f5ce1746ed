using Microsoft.ML;

namespace VaeMlNet.Tooling;

/// <summary>Rows of numbers for a model of features.</summary>
/// <param name="file">The file. Its width must be that of the model.</param>
/// <param name="columnName">The name of the column that the model reads.</param>
internal sealed class FeatureInferenceRows(FeatureFile file, string columnName) : InferenceRows(file.Path)
{
    private FeatureFileView? view;

    /// <summary>Creates the rows after comparing their width with that of a model.</summary>
    /// <exception cref="CommandException">The file has more or fewer features.</exception>
    public FeatureInferenceRows(FeatureFile file, VaeModel model)
        : this(file, model.Manifest.Columns[0].Name)
    {
        ModelWidth.Check(file, model);
    }

    /// <summary>Opens a file of features.</summary>
    /// <param name="path">The file.</param>
    /// <param name="format">The columns to use.</param>
    /// <param name="model">The model in messages.</param>
    /// <exception cref="CommandException">The file is missing or damaged, or the format is one of tables.</exception>
    public static FeatureFile OpenFile(string path, InferenceFormat format, string model)
    {
        if (format.AllowMissingColumns == true)
        {
            throw new CommandException(
                $"Model '{model}' is not a table model, so no column may be missing. Leave --allow-missing-columns out."
            );
        }

        if (format.Schema is not null)
        {
            throw new CommandException(
                $"Model '{model}' is not of a table, so it reads numbers only. Leave --schema out."
            );
        }

        var file = FeatureFile.Open(path, format.Choice, format.Shape);
        return format.Slices is { } slices ? file.Slice(slices) : file;
    }

    /// <summary>Gets the file.</summary>
    public FeatureFile File => file;

    /// <inheritdoc />
    public override IReadOnlyList<CsvColumn> Columns => [CsvColumn.Features(columnName, SlotNames)];

    /// <inheritdoc />
    public override IReadOnlyList<string> SlotNames =>
        FeatureNames ?? [.. Enumerable.Range(0, file.Width).Select(slot => $"{slot}")];

    /// <inheritdoc />
    public override IReadOnlyList<string>? FeatureNames => (file as CsvFeatureFile)?.ColumnNames;

    /// <inheritdoc />
    public override CsvFile? Csv => (file as CsvFeatureFile)?.File;

    /// <inheritdoc />
    public override CsvFile? Texts => (file as PictureFolder)?.ToTable() ?? Csv;

    /// <inheritdoc />
    public override (string? Path, long Row) Find(long row) =>
        file is PictureFolder pictures ? (pictures.Names[(int)row - 1], row) : base.Find(row);

    /// <inheritdoc />
    public override FeatureInferenceRows ForBlocks() => new(file, columnName);

    /// <inheritdoc />
    public override FeatureInferenceRows Choose(IReadOnlyList<long> chosen) =>
        new(((CsvFeatureFile)file).Over(Csv!.Choose(chosen)), columnName);

    /// <inheritdoc />
    public override void Read(CsvFile block) => view!.File = ((CsvFeatureFile)file).Over(block);

    /// <inheritdoc />
    public override IDataView View(MLContext ml, IProgress<double>? progress = null) =>
        view = new FeatureFileView(file, progress, columnName, FeatureNames);
}
