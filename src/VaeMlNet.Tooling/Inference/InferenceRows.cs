using Microsoft.ML;

namespace VaeMlNet.Tooling;

/// <summary>Rows of a data file as the columns that a ready model's steps read.</summary>
/// <param name="path">The file's path as the user gave it.</param>
internal abstract class InferenceRows(string path)
{
    /// <summary>The file's path as the user gave it, for messages.</summary>
    public string Path { get; } = path;

    /// <summary>The CSV file that the rows are read from; null where they are images.</summary>
    public abstract CsvFile? Csv { get; }

    /// <summary>The columns that the model reads.</summary>
    public abstract string[] ColumnNames { get; }

    /// <summary>The names of the slots that a contribution belongs to, in the model's order.</summary>
    public abstract IReadOnlyList<string> SlotNames { get; }

    /// <summary>The names of the features in the file; null where they have none.</summary>
    public virtual IReadOnlyList<string>? FeatureNames => null;

    /// <summary>Whether columns that the file lacks count as missing in every row.</summary>
    public virtual bool AllowMissingColumns => false;

    /// <summary>The rows, read anew by every pass.</summary>
    /// <param name="ml">The context.</param>
    /// <param name="progress">Told now and then which share of the file has been read, in [0, 1].</param>
    public abstract IDataView View(MLContext ml, IProgress<double>? progress = null);

    /// <summary>Says what was odd about the rows of the last pass.</summary>
    public virtual void Warn(CommandTerminal terminal) { }
}
