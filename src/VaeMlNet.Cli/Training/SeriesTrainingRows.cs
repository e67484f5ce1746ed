using Microsoft.ML;

namespace VaeMlNet.Cli;

/// <summary>Rows of time series, whose windows a model is trained on.</summary>
internal sealed class SeriesTrainingRows(CsvTableView rows, SeriesTable table, long rowCount)
    : TrainingRows(rows, validation: null)
{
    private const int UsualWindow = 32;
    private const int LongestWindow = 100;

    /// <summary>Gets how rows become windows.</summary>
    public VaeSeriesOptions Windows { get; init; } = new();

    /// <summary>Gets the file, which lacks some columns if the rows of a time became one.</summary>
    public required CsvFile File { get; init; }

    public override bool Has(string column) => File.Has(column);

    public override TrainedVae Fit(
        VaeTrainer trainer,
        VaeTrainerOptions options,
        IProgress<VaeTrainingProgress> progress,
        CancellationToken cancellationToken
    ) =>
        new VaeSeriesTrainer(
            Windows with
            {
                SeriesColumnName = table.Series?.Name,
                TimestampColumnName = table.Time?.Name,
                Training = options,
            }
        )
        {
            Checkpoints = trainer.Checkpoints,
            Tracking = trainer.Tracking,
        }.Fit(rows, table.ChannelNames, progress, cancellationToken);

    public override string Describe(VaeTrainerOptions options)
    {
        var channels = table.ChannelNames is [var only] ? $"channel '{only}'" : $"{table.Channels.Count} channels";
        return FormattableString.Invariant($"on windows of {channels} of {rowCount} rows; seed {options.Seed}");
    }

    public override IEnumerable<string> DescribeResult(TrainedVae trained)
    {
        var series = trained.Options.Series!;
        yield return FormattableString.Invariant($"window: {series.WindowLength} rows{WindowReason(series)}");
        if (series.Counters is { } counters)
        {
            yield return $"counters: {ColumnNames.List(counters)}; the model learns their increase from row to row{(Windows.Counters is null ? "; --counters=none keeps them as they are" : "")}";
        }

        if (series.Trends is { } trends)
        {
            yield return $"trends: {ColumnNames.List(trends)}; the level of these channels does not count{(Windows.Trends is null ? "; --trends=none lets it count" : "")}";
        }

        if (series.Logarithms is { } logarithms)
        {
            yield return $"logarithms: {ColumnNames.List([.. logarithms.Keys])}; these channels change by percent{(Windows.Logarithms is null ? "; --logarithms=none keeps them as they are" : "")}";
        }

        if (series.IsolatedValues is { } isolated)
        {
            var counts = isolated.Select(of => FormattableString.Invariant($"{of.Value} of '{of.Key}'"));
            yield return $"not learned: {string.Join(", ", counts)}, far outside all other values{(series.SeriesColumn is null ? "" : " of their series")}; the model learned the nearest of those instead";
        }

        if (series.SeriesWithOwnScale is { } own)
        {
            yield return FormattableString.Invariant(
                $"scale: each of {own.Count} series has its own{(Windows.ScaleEachSeries is null ? ", because their levels or scales differ; --series-scale=common gives all the same" : "")}"
            );
        }

        var holdsOut = trained.WeightsEpoch.Validation is not null;
        yield return holdsOut
            ? "held out: rows at the end of each series or, of many short ones, whole series, to validate on"
            : "held out: nothing, because the series, or their parts between gaps, are too short";
        yield return trained.Options switch
        {
            { Contamination: { } contamination } => FormattableString.Invariant(
                $"threshold: {contamination:0.##%} of the training rows are above it"
            ),
            { Data.ThresholdFolds: > 0 and var folds } => FormattableString.Invariant(
                $"threshold: from all windows, in {folds} parts of time, each scored by a network that had not learned from it"
            ),
            _ when holdsOut => "threshold: from the windows that were held out",
            _ => "threshold: from the training rows, which the network has learned, so that it is too low for others",
        };

        foreach (var line in base.DescribeResult(trained))
        {
            yield return line;
        }

        // The networks of folds have a third of the epochs.
        if (
            trained is
            { Convergence: VaeConvergence.StillImproving, Options: { Contamination: null, Data.ThresholdFolds: > 0 } }
        )
        {
            yield return "note: the threshold can be far too high, so that events are missed, because the networks that determine it learn less than the model. Train longer, or set it from normal rows with 'vaemlnet threshold'.";
        }
    }

    public override IEnumerable<string> Warnings(TrainedVae trained) =>
        [
            .. SeriesSteps.Warnings(
                rows,
                table,
                trained.Options.Series!,
                "The model has not learned these rows. Train another one on a file with the series of such steps only.",
                "The model learned their windows as if they lasted as long as those of the others. Train another one on a file with the series of such steps only."
            ),
            .. table.UnnamedSeriesWarning(rows.File) is { } unnamed ? (string[])[unnamed] : [],
        ];

    private string WindowReason(VaeSeries series) =>
        Windows.WindowLength is not null ? ""
        : series.WindowLength < Math.Min(series.Period ?? UsualWindow, LongestWindow)
            ? ", because there are few rows; --window=N sets another length"
        : table.Channels.Count > 1 ? ", the default for several channels; --window=N sets another length"
        : series.Period is not { } period ? ", because the channel has no clear period; --window=N sets another length"
        : period > LongestWindow
            ? FormattableString.Invariant(
                $", the most that is chosen, for the period of the channel, which is {period} rows; --window=N sets another length"
            )
        : FormattableString.Invariant(
            $", {(series.WindowLength == 2 * period ? "two periods of the channel" : "for the period of the channel")}, which is {period} rows; --window=N sets another length"
        );

    protected override IDataView ForModel(TrainedVae trained, IDataView given) =>
        VaeSeriesTrainer.CreateWindows(trained, given, table.ChannelNames);
}
