using System.CommandLine;
using System.Globalization;
using Microsoft.ML;
using VaeMlNet.Report;

namespace VaeMlNet.Cli;

/// <summary>The verb <c>vaemlnet score</c>. It writes an anomaly score for every row with VaeScore.</summary>
internal sealed class ScoreCommand : VerbCommand
{
    private readonly InferenceInput input;
    private readonly ScoreOptions score = new();
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
            canKeep: true
        )
        {
            RunsBlocks = true,
            Series = series.Columns,
        };
        input.AddTo(this);
        score.AddTo(this);
        series.AddTo(this);
    }

    /// <inheritdoc />
    public override IReadOnlyList<string> Examples =>
        [
            "score onnx/mnist --data=artifacts/mnist/t10k-images-idx3-ubyte --out=scores.csv",
            "score onnx/turbines --data=turbines.csv --kind=reconstruction-error --out=scores.csv",
            "score onnx/customers --data=customers.csv --keep=id --p-values --out=scores.csv",
            "score onnx/customers --data=customers.csv --label-column=fraud --contributions --out=scores.csv",
            "score onnx/servers --data=servers.csv --keep=timestamp --segments=segments.csv --out=scores.csv",
            "score onnx/servers --data=servers.csv --causal --expected --out=scores.csv",
        ];

    /// <inheritdoc />
    protected override int Run(ParseResult parse) =>
        input.Run(parse, Context, input.Output(parse), (model, rows, path) => Score(parse, model, rows, path));

    private long Score(ParseResult parse, VaeModel model, InferenceRows rows, string path)
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
            input.Label(parse) is { } column && rows.Csv is { } file
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
        };
        StepResults results = new(writer.Columns, _ => writer.Header, writer.Bind)
        {
            BindBlock = row =>
            {
                var part = writer.Part();
                return (part.Bind(row), () => writer.Add(part));
            },
            Watch = writer.Watch,
            Kept = input.Kept(parse, rows, path),
        };
        var rowCount = rows is SeriesInferenceRows ofSeries
            ? series.Write(parse, path, ml, model, ofSeries, results)
            : StepOutput.Write(path, Context, ml, rows, Step(parse, ml, model, rows), results);
        Terminal.WriteLine($"scored {rowCount} rows, {writer.AnomalyCount} above the model's threshold: {path}");
        series.WriteSegments(parse);
        if (labels is not null)
        {
            Terminal.WriteLine(Rank(writer.Scores, labels, input.Label(parse)!));
        }

        return rowCount;
    }

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
            score.Read(parse, rows.AllowMissingColumns) with
            {
                BatchSize = rows.BatchSize,
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
        return string.Create(
            CultureInfo.InvariantCulture,
            $"auroc={quality.AreaUnderRoc:0.0000} average_precision={quality.AveragePrecision:0.0000} anomalies={anomalies}/{labels.Length}"
        );
    }
}
