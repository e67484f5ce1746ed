using System.CommandLine;
using System.CommandLine.Parsing;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace VaeMlNet.Cli;

/// <summary>
/// The verb <c>vaemlnet threshold</c>. It sets new thresholds of a model folder from the scores of rows, without
/// training.
/// </summary>
internal sealed class ThresholdCommand : VerbCommand
{
    private const string ScoreColumn = "Score";

    private readonly Argument<string> model = new("MODELFOLDER") { Description = "A folder that 'export' wrote" };

    private readonly Option<string?> data = OptionFactory.Text(
        "--data",
        "FILE",
        "The rows: a folder of PNG or JPEG files or IDX images (scaled to [0, 1]), or CSV with a header and the columns of the training data"
    );

    private readonly ColumnOptions columns = new(
        "The columns of the file to use, in the order of training [default: all]"
    );

    private readonly ImageOption image = new();
    private readonly DeviceOption device = new();
    private readonly SeriesOptions series = new(isTraining: false);

    private readonly Option<double?> contamination = OptionFactory.Share(
        "--contamination",
        "The share of the rows that are anomalies, at most 0.5",
        largest: 0.5
    );

    private readonly Option<double?> quantile = OptionFactory.Share(
        "--quantile",
        "The share of the rows that score at most the threshold"
    );

    private readonly Option<double?> falsePositiveRate = OptionFactory.Share(
        "--false-positive-rate",
        "The share of future normal rows that may be reported as anomalies. The rows in --data must be normal, except for anomalies in --label-column, and at least 1 / X - 1; of time series, rows whose windows contain an anomaly do not count"
    );

    /// <summary>Creates the verb.</summary>
    public ThresholdCommand(CommandContext context)
        : base(
            "threshold",
            "Sets new thresholds of a model folder from the scores of rows, without training. With --label-column alone, those with the highest F1 score, except for time series.",
            context
        )
    {
        data.Required = true;
        Arguments.Add(model);
        Options.Add(data);
        columns.AddTo(this);
        image.AddTo(this);
        this.Add(contamination, quantile, falsePositiveRate);
        series.AddTo(this);
        device.AddTo(this);
        Validators.Add(Check);
    }

    public override IReadOnlyList<string> Examples =>
        [
            "threshold onnx/turbines --data=normal.csv --false-positive-rate=0.01",
            "threshold onnx/turbines --data=turbines.csv --contamination=0.02",
            "threshold onnx/turbines --data=turbines.csv --label-column=fault",
            "threshold onnx/servers --data=recent.csv --quantile=0.999",
        ];

    protected override int Run(ParseResult parse)
    {
        var folder = parse.GetValue(model)!;
        VaeThresholdOptions options = new()
        {
            Contamination = parse.GetValue(contamination),
            Quantile = parse.GetValue(quantile),
            FalsePositiveRate = parse.GetValue(falsePositiveRate),
        };
        var (of, values, replace) = Fit(parse, folder, options);
        Context.CancellationToken.ThrowIfCancellationRequested();
        replace();
        Terminal.WriteLine(
            FormattableString.Invariant($"set the thresholds of {folder} from {of.Rows} rows by {of.Rule}: {values}")
        );
        return ExitCode.Ok;
    }

    /// <summary>Returns the thresholds, as values and as text, and the action that writes them into the model folder.</summary>
    private (VaeThreshold Of, FormattableString Values, Action Replace) Fit(
        ParseResult parse,
        string folder,
        VaeThresholdOptions options
    )
    {
        using var opened = device.Open(parse, folder, Terminal);
        MLContext ml = new();
        var choice = columns.Read(parse);
        ModelTable.CheckChoice(columns.Read(parse, leavesLabelOut: false), opened, columns.Label(parse));
        InferenceFormat format = new()
        {
            Choice = choice,
            Shape = image.Shape(parse),
            TimeColumn = series.Time(parse),
            SeriesColumn = series.Series(parse),
            Sorts = series.Sorts(parse),
        };
        var rows = InferenceRows.Open(opened, parse.GetValue(data)!, format);
        if (rows is SeriesInferenceRows ofSeries)
        {
            var leftOut = columns.Label(parse) is { } ofEvents ? LabeledRows(ofSeries, ofEvents, options) : null;
            var threshold = FitSeries(ofSeries, ml, opened, options, leftOut);
            ofSeries.Warn(Terminal);
            return (
                threshold,
                $"covering={threshold.Covering:R} causal={threshold.ReconstructionError:R}",
                () => VaeModel.ReplaceThreshold(folder, threshold)
            );
        }

        series.Refuse(parse, opened);
        rows.TellsUnseen = rows.HasCategories;
        var step = Step(VaeScoreKind.NegativeElbo);
        var column = columns.Label(parse);
        var labels =
            column is not null && rows.Texts is { } file
                ? new LabeledScores(Scores(step, rows, ml), CsvLabels.Read(file, column, Context.CancellationToken))
                : null;
        var withoutRule = options is { Contamination: null, Quantile: null, FalsePositiveRate: null } ? labels : null;
        if (withoutRule is { AreOfBothKinds: false })
        {
            throw new CommandException(
                $"All labels in column '{column}' are equal, so that they say nothing about a threshold. Pass rows of both kinds, or leave --label-column out."
            );
        }

        var used =
            labels is not null && options.FalsePositiveRate is not null ? NormalRows(rows, labels, column!) : rows;
        var ofRows = Context.RunWithBar(
            $"reading {rows.Path}",
            bar => Fit(step, used.View(ml, bar), withoutRule?.ToRule() ?? options)
        );
        if (withoutRule is not null)
        {
            // The kinds of score rank rows differently.
            ofRows = ofRows with
            {
                ReconstructionError =
                    withoutRule.Of(Scores(Step(VaeScoreKind.ReconstructionError), rows, ml)).FindThreshold()
                    ?? ofRows.ReconstructionError,
            };
        }

        rows.Warn(Terminal);
        if (labels is { AreOfBothKinds: true })
        {
            Terminal.WriteLine(labels.Describe(ofRows.NegativeElbo));
        }

        return (
            ofRows,
            $"negative_elbo={ofRows.NegativeElbo:R} reconstruction_error={ofRows.ReconstructionError:R}",
            () => VaeModel.ReplaceThreshold(folder, ofRows)
        );

        VaeEstimator<VaeScoreTransformer> Step(VaeScoreKind kind) =>
            ml.Transforms.VaeScore(ScoreColumn, rows.ColumnNames, opened, new VaeScoreOptions { Kind = kind });
    }

    private static InferenceRows NormalRows(InferenceRows rows, LabeledScores labels, string column) =>
        rows.Csv is null
            ? throw new CommandException(
                $"'{rows.Path}' is a folder of pictures, whose labels cannot choose rows for --false-positive-rate. Pass the folder of the normal pictures without --label-column."
            )
        : labels.NormalRows is { Count: > 0 } normal ? rows.Choose(normal)
        : throw NoNormalRow(column);

    private static CommandException NoNormalRow(string column) =>
        new(
            $"No row is labeled as normal in column '{column}', which --false-positive-rate needs. Pass a file with normal rows, too."
        );

    private float[] Scores(VaeEstimator<VaeScoreTransformer> step, InferenceRows rows, MLContext ml) =>
        Context.RunWithBar(
            $"scoring {rows.Path}",
            bar =>
            {
                var view = rows.View(ml, bar);
                using var scorer = step.Fit(view);
                return (float[])[.. scorer.Transform(view).GetColumn<float>(ScoreColumn)];
            }
        );

    private VaeThreshold FitSeries(
        SeriesInferenceRows rows,
        MLContext ml,
        VaeModel opened,
        VaeThresholdOptions options,
        HashSet<long>? leftOut
    ) =>
        Context.RunWithBar(
            $"reading {rows.Path}",
            bar =>
            {
                var view = rows.View(ml, bar);
                using var step = ml
                    .Transforms.VaeScoreSeries(ScoreColumn, rows.ColumnNames, opened, rows.Table.ScoreOptions)
                    .Fit(view);
                return step.FitThresholds(view, options, leftOut);
            }
        );

    /// <summary>Returns the indices of the rows that are labeled as anomalies, from 0.</summary>
    private HashSet<long> LabeledRows(SeriesInferenceRows rows, string column, VaeThresholdOptions options)
    {
        if (options.FalsePositiveRate is null)
        {
            throw new CommandException(
                "For models of time series, whose events are longer than a row, --label-column only leaves rows out of --false-positive-rate. Pass --false-positive-rate, or leave --label-column out."
            );
        }

        var labels = CsvLabels.Read(rows.Csv, column, Context.CancellationToken);
        return labels.Contains(false)
            ? [.. labels.Index().Where(row => row.Item).Select(row => (long)row.Index)]
            : throw NoNormalRow(column);
    }

    private static VaeThreshold Fit(VaeEstimator<VaeScoreTransformer> step, IDataView rows, VaeThresholdOptions options)
    {
        using var scorer = step.Fit(rows);
        return scorer.FitThreshold(rows, options);
    }

    private void Check(CommandResult result)
    {
        Option[] rules = [contamination, quantile, falsePositiveRate];
        string[] given = [.. result.Given(rules)];
        var hasLabels = columns.Given(result).Contains("--label-column");
        if (given.Length != 1 && !(given.Length == 0 && hasLabels))
        {
            var actual = given.Length == 0 ? "None of the rules is given" : $"{string.Join(" and ", given)} are given";
            result.AddError(
                $"{actual}, expected one of {string.Join(", ", rules.Select(rule => rule.Name))}, or --label-column alone."
            );
        }
    }
}
