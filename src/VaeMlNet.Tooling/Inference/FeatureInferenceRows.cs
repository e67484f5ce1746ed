using Microsoft.ML;

namespace VaeMlNet.Tooling;

/// <summary>Rows of numbers for a model of features.</summary>
/// <param name="file">The file. Its rows must be like those of the model.</param>
/// <param name="columnName">The name of the column that the model reads.</param>
internal sealed class FeatureInferenceRows(FeatureFile file, string columnName) : InferenceRows(file.Path)
{
    private FeatureFileView? view;

    /// <summary>Creates the rows after comparing them with a model.</summary>
    /// <exception cref="CommandException">The file has more or fewer features, or images of another shape.</exception>
    public FeatureInferenceRows(FeatureFile file, VaeModel model, VaeImageShape? given = null)
        : this(file, model.Manifest.Columns[0].Name)
    {
        ModelWidth.Check(file, given, model);
    }

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

    public FeatureFile File => file;

    /// <summary>Gets the size of the images; null for other rows.</summary>
    public VaeImageShape? Shape => file.ImageShape;

    public override IReadOnlyList<CsvColumn> Columns => [CsvColumn.Features(columnName, SlotNames)];

    public override IReadOnlyList<string> SlotNames =>
        FeatureNames ?? [.. Enumerable.Range(0, file.Width).Select(slot => $"{slot}")];

    public override IReadOnlyList<string>? FeatureNames => (file as CsvFeatureFile)?.ColumnNames;

    public override CsvFile? Csv => (file as CsvFeatureFile)?.File;

    public override CsvFile? Texts => (file as PictureFolder)?.ToTable() ?? Csv;

    public override (string? Path, long Row) Find(long row) =>
        file is PictureFolder pictures ? (pictures.Names[(int)row - 1], row) : base.Find(row);

    public override FeatureInferenceRows ForBlocks() => new(file, columnName);

    public override FeatureInferenceRows Choose(IReadOnlyList<long> chosen) =>
        new(((CsvFeatureFile)file).Over(Csv!.Choose(chosen)), columnName);

    public override void Read(CsvFile block) => view!.File = ((CsvFeatureFile)file).Over(block);

    public override IDataView View(MLContext ml, IProgress<double>? progress = null) =>
        view = new FeatureFileView(file, progress, columnName, FeatureNames);
}
