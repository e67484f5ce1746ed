using Microsoft.ML;

namespace VaeMlNet.Tooling;

/// <summary>Rows of time series for a model of windows, whose columns are found by name.</summary>
internal sealed class SeriesInferenceRows : InferenceRows
{
    /// <summary>The column with the times as the file has them.</summary>
    public const string TimeTextColumn = WrittenColumn.Mark + "TimeText";

    private readonly CsvFile file;
    private readonly CsvFile original;

    /// <summary>Finds the columns of a model in a file.</summary>
    public SeriesInferenceRows(CsvFile file, VaeModel model, InferenceFormat format)
        : base(file.Path)
    {
        original = file;
        if (format.AllowMissingColumns == true)
        {
            throw new CommandException(
                $"Model '{model.Folder}' is a model of a time series: it finds the channels of its training data by name, and needs all of them. "
                    + "Leave --allow-missing-columns out."
            );
        }

        var manifest = model.Manifest;
        (file, Table) = SeriesTable.ForModel(
            file,
            manifest.Series!,
            format.Schema is { } given ? ModelTable.SchemaFor(manifest, given) : manifest.TableSchema,
            format.TimeColumn,
            format.SeriesColumn
        );
        this.file = format.Sorts is { } sorts ? SeriesOrder.Apply(file, Table, sorts) : file;
        IsSorted = !ReferenceEquals(this.file, file);
    }

    /// <summary>Gets the columns of the series.</summary>
    public SeriesTable Table { get; }

    /// <summary>Gets whether the rows are in another order than in the file.</summary>
    public bool IsSorted { get; }

    public override CsvFile Csv => file;

    public override string[] ColumnNames => Table.ChannelNames;

    public override IReadOnlyList<CsvColumn> Columns => Table.Columns;

    public override IReadOnlyList<string> SlotNames => Table.ChannelNames;

    private IEnumerable<CsvColumn> TimeTexts =>
        Table.Time is { } time ? [CsvColumn.Scalar(time.Name, CsvColumnKind.Text) with { Name = TimeTextColumn }] : [];

    public override void Warn(CommandTerminal terminal)
    {
        if (Table.UnnamedSeriesWarning(file) is { } unnamed)
        {
            terminal.Warn(unnamed);
        }

        // Usually, the first row has all values.
        var empty = Table.Channels.ToList();
        var hasRows = false;
        foreach (var record in file.ReadRecords().TakeWhile(_ => empty.Count > 0))
        {
            hasRows = true;
            empty.RemoveAll(channel => !channel.IsMissing(record, file.IndexOf(channel.Name)));
        }

        if (!hasRows || empty.Count == 0)
        {
            return;
        }

        var others = LongRows.OtherMeasurements(original, ColumnNames);
        terminal.Warn(
            $"No row of '{Path}' has a value of {Data.ColumnNames.List([.. empty.Select(channel => channel.Name)])}, so that results say nothing about {(empty.Count == 1 ? "this channel" : "these channels")} of the model."
                + (
                    others.Count == 0
                        ? ""
                        : $" The file has measurements that are not in the training data: {Data.ColumnNames.List(others)}."
                )
        );
    }

    public override IDataView View(MLContext ml, IProgress<double>? progress = null) =>
        new CsvTableView(file, [.. Table.Columns, .. TimeTexts], progress);
}
