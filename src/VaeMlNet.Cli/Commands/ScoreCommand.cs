using System.CommandLine;
using System.CommandLine.Parsing;
using Microsoft.ML;
using VaeMlNet.Report;

namespace VaeMlNet.Cli;

/// <summary>The verb <c>vaemlnet score</c>. It writes an anomaly score for every row with VaeScore.</summary>
internal sealed class ScoreCommand : VerbCommand
{
    private readonly InferenceInput input;
    private readonly ScoreOptions score = new();
    private readonly TopOptions top = new();
    private readonly SeriesScore series;

    /// <summary>Creates the verb.</summary>
    public ScoreCommand(CommandContext context)
        : base(
            "score",
            "Scores rows with a model folder: writes anomaly scores as CSV or for ML.NET. With --label-column, measures how well the scores rank anomalies.",
            context
        )
    {
        series = new SeriesScore(context);
        input = new InferenceInput(
            "Score and PredictedLabel (0 or 1) per row, for tables with categories the columns with an Unseen one, and optional p-values and contributions",
            canKeep: true,
            outputIsOptional: true
        )
        {
            RunsBlocks = true,
            Series = series.Columns,
        };
        input.AddTo(this);
        top.AddTo(this);
        score.AddTo(this);
        series.AddTo(this);
        Validators.Add(Check);
    }

    public override IReadOnlyList<string> Examples =>
        [
            "score onnx/mnist --data=artifacts/mnist/t10k-images-idx3-ubyte --out=scores.csv",
            "score onnx/turbines --data=turbines.csv --kind=reconstruction-error --out=scores.csv",
            "score onnx/customers --data=customers.csv --keep=id --p-values --out=scores.csv",
            "score onnx/customers --data=customers.csv --top=20",
            "score onnx/customers --data=customers.csv --label-column=fraud --contributions --out=scores.csv",
            "score onnx/servers --data=servers.csv --keep=timestamp --segments=segments.csv --out=scores.csv",
            "score onnx/servers --data=servers.csv --causal --expected --out=scores.csv",
        ];

    protected override int Run(ParseResult parse)
    {
        if (!top.IsGiven(parse.CommandResult))
        {
            return input.Run(
                parse,
                Context,
                input.Output(parse),
                (model, rows, path) => Score(parse, model, rows, path, null)
            );
        }

        var path = top.Path(parse, input.OutputOf(parse.CommandResult));
        if (path is not null && StandardStreams.IsOutput(path))
        {
            Terminal.KeepOutputForResults();
        }

        return input.Run(
            parse,
            Context,
            path ?? StandardStreams.Name,
            (model, rows, _) => Score(parse, model, rows, null, path)
        );
    }

    private void Check(CommandResult result) =>
        top.Check(
            result,
            input.OutputOf(result),
            [.. input.OfAllRows(result), .. score.OfAllRows(result), .. series.OfAllRows(result)]
        );

    private long Score(ParseResult parse, VaeModel model, InferenceRows rows, string? path, string? topPath)
    {
        if (rows is SeriesInferenceRows)
        {
            score.RefuseForSeries(parse);
        }
        else
        {
            series.Refuse(parse, model);
        }

        if (score.HasPValues(parse) && model.CalibrationRows is null)
        {
            throw new CommandException(
                $"Model '{model.Folder}' has no calibration.json, which --p-values needs, because an older version wrote it. Export the model again."
            );
        }

        var labels =
            input.Label(parse) is { } column && rows.Texts is { } file
                ? CsvLabels.Read(file, column, Context.CancellationToken)
                : null;
        MLContext ml = new();
        rows.TellsUnseen = rows.HasCategories;
        ScoreWriter writer = new(
            labels is not null,
            score.HasContributions(parse) ? rows.SlotNames : null,
            rows.HasCategories,
            score.HasPValues(parse)
        )
        {
            ExpectedNames = series.HasExpected(parse) ? rows.SlotNames : [],
            Highest = new(top.Count(parse)),
        };
        var results = StepResults.Of(writer) with { Kept = path is null ? null : input.Kept(parse, rows, path) };
        var rowCount = rows is SeriesInferenceRows ofSeries
            ? series.Write(parse, path, ml, model, ofSeries, results)
            : StepOutput.Write(path, Context, ml, rows, Step(parse, ml, model, rows), results);
        var options = ScoreOptionsOf(parse, rows);
        if (path is null)
        {
            top.Write(parse, UnusualRows.Explain(ml, model, rows, writer.Highest.Rows, options), topPath, Terminal);
        }
        else if (UnusualRows.CanExplain(model, rows, options))
        {
            UnusualRows.Explain(ml, model, rows, writer.Highest.Rows, options).Print(Terminal);
        }

        Terminal.WriteLine(
            $"scored {rowCount} {(rowCount == 1 ? "row" : "rows")}, {writer.AnomalyCount} above the model's threshold{(path is null ? "" : $": {path}")}"
        );
        series.PrintSegments(parse);
        if (labels is not null)
        {
            Terminal.WriteLine(Rank(writer.Scores, labels, input.Label(parse)!));
        }

        return rowCount;
    }

    private VaeScoreOptions ScoreOptionsOf(ParseResult parse, InferenceRows rows) =>
        score.Read(parse, rows.AllowMissingColumns) with
        {
            BatchSize = rows.BatchSize,
        };

    private VaeEstimator<VaeScoreTransformer> Step(
        ParseResult parse,
        MLContext ml,
        VaeModel model,
        InferenceRows rows
    ) =>
        ml.Transforms.VaeScore(
            ScoreWriter.ScoreColumn,
            rows.ColumnNames,
            model,
            ScoreOptionsOf(parse, rows) with
            {
                UnseenColumnName = rows.HasCategories ? ScoreWriter.UnseenColumn : null,
            }
        );

    private static string Rank(List<float> scores, bool[] labels, string column)
    {
        var anomalies = labels.Count(isAnomaly => isAnomaly);
        if (anomalies == 0 || anomalies == labels.Length)
        {
            return $"the ranking cannot be measured: all labels in column '{column}' are equal";
        }

        var quality = RankingQuality.Compute(scores, labels);
        return FormattableString.Invariant(
            $"auroc={quality.AreaUnderRoc:0.0000} average_precision={quality.AveragePrecision:0.0000} anomalies={anomalies}/{labels.Length}"
        );
    }
}
