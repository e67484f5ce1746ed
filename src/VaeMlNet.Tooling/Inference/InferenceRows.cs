using Microsoft.ML;

namespace VaeMlNet.Tooling;

/// <summary>Rows of a data file as the columns that the steps of an exported model read.</summary>
/// <param name="path">The path of the file, as the user gave it.</param>
internal abstract class InferenceRows(string path)
{
    /// <summary>Gets the path of the file, as the user gave it, for messages.</summary>
    public string Path { get; } = path;

    /// <summary>Opens a file for a model: a folder of pictures or IDX images for a model of features, or a CSV file.</summary>
    /// <exception cref="CommandException">The file is missing or damaged, or does not fit the model.</exception>
    public static InferenceRows Open(VaeModel model, string path, InferenceFormat format)
    {
        if (!ModelTable.IsTable(model.Manifest))
        {
            var file = FeatureInferenceRows.OpenFile(path, format, model.Folder);
            return new FeatureInferenceRows(file, model, format.Shape);
        }

        if (format.Shape is not null)
        {
            throw new CommandException(
                $"Model '{model.Folder}' reads the columns of a table, so --image has no effect. Leave it out."
            );
        }

        var table = CsvFile.Open(path);
        return Open(model, format.Slices is { } slices ? table.Slice(slices) : table, format);
    }

    /// <summary>Opens a CSV file for a model.</summary>
    /// <exception cref="CommandException">The file does not fit the model.</exception>
    public static InferenceRows Open(VaeModel model, CsvFile file, InferenceFormat format) =>
        model.Manifest.Series is not null ? new SeriesInferenceRows(file, model, format)
        : ModelTable.IsTable(model.Manifest) ? new TableInferenceRows(file, model, format)
        : new FeatureInferenceRows(CsvFeatureFile.Select(file, format.Choice), model);

    /// <summary>Gets the CSV file of the rows; null where they are images.</summary>
    public abstract CsvFile? Csv { get; }

    /// <summary>
    /// Gets the columns that can be labels or copied into results: those of the CSV file, or the file and label of pictures; null where there are
    /// none.
    /// </summary>
    public virtual CsvFile? Texts => Csv;

    /// <summary>Returns the number of a row in its file, from 1, and the path of the file if there are several.</summary>
    /// <param name="row">The number of the row among the rows read, from 1.</param>
    public virtual (string? Path, long Row) Find(long row) => Csv?.Find(row) ?? (null, row);

    /// <summary>Gets the names of the columns that the model reads.</summary>
    public virtual string[] ColumnNames => [.. Columns.Select(column => column.Name)];

    /// <summary>Gets the columns that the model reads, as they are in a CSV file.</summary>
    public abstract IReadOnlyList<CsvColumn> Columns { get; }

    /// <summary>Gets the names of the slots of contributions, in the order of the model.</summary>
    public abstract IReadOnlyList<string> SlotNames { get; }

    /// <summary>Gets the names of the features in the file; null where they have none.</summary>
    public virtual IReadOnlyList<string>? FeatureNames => null;

    /// <summary>Gets whether columns that the file does not have count as missing in every row.</summary>
    public virtual bool AllowMissingColumns => false;

    /// <summary>Gets whether the model marks categories that are not in its training data.</summary>
    public virtual bool HasCategories => false;

    /// <summary>
    /// Gets or sets whether a category that is not in the training data has a key of its own, which the score tells from a missing cell.
    /// </summary>
    /// <value>Default: false, which reads it as missing.</value>
    public bool TellsUnseen { get; set; }

    /// <summary>Creates a view of the rows. Every pass reads the file again.</summary>
    /// <param name="ml">The ML.NET context.</param>
    /// <param name="progress">Receives the share of the file that has been read, in [0, 1].</param>
    public abstract IDataView View(MLContext ml, IProgress<double>? progress = null);

    /// <summary>Gets or sets the number of rows of a batch.</summary>
    /// <value>Default: null, which means that all rows are read by one cursor, and not in blocks.</value>
    public int? BatchSize { get; set; }

    /// <summary>Returns the same columns for blocks of the rows.</summary>
    public virtual InferenceRows ForBlocks() => throw new NotSupportedException();

    /// <summary>Returns the same columns for some of the rows. Each category that is not in the training data has a key with its text.</summary>
    /// <param name="chosen">The indices of the rows, from 0, in rising order.</param>
    public virtual InferenceRows Choose(IReadOnlyList<long> chosen) => throw new NotSupportedException();

    /// <summary>Sets the file that the next passes over the views read. It has the same header.</summary>
    public virtual void Read(CsvFile block) => throw new NotSupportedException();

    /// <summary>Returns an action that adds what warnings need to know about a block, after a pass over it.</summary>
    public virtual Action Tell(InferenceRows block) => () => { };

    /// <summary>Prints warnings about the rows of the last pass.</summary>
    public virtual void Warn(CommandTerminal terminal) { }
}
