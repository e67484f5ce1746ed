using System.CommandLine;
using CsvHelper;
using Microsoft.ML;
using VaeMlNet.Cli.Data;

namespace VaeMlNet.Cli.Commands;

/// <summary><c>vaemlnet score</c>: writes an anomaly score for every row, through an ML.NET pipeline with VaeScore.</summary>
internal sealed class ScoreCommand : VerbCommand
{
    private const string ScoreColumn = "Score";
    private const string PredictedLabelColumn = "PredictedLabel";
    private const string NegativeElbo = "negative-elbo";
    private const string ReconstructionError = "reconstruction-error";

    private readonly InferenceInput input = new("The CSV file to write: Score and PredictedLabel (0 or 1) per row");

    private readonly Option<string> kind = OptionFactory.Choice(
        "--kind",
        "What to measure, in nats; higher is more anomalous",
        [NegativeElbo, ReconstructionError],
        NegativeElbo
    );

    /// <summary>Creates the verb.</summary>
    public ScoreCommand(CommandContext context)
        : base("score", "Scores rows with a model folder: how anomalous each is, as CSV.", context)
    {
        input.AddTo(this);
        Options.Add(kind);
    }

    /// <inheritdoc />
    public override IReadOnlyList<string> Examples =>
        [
            "score onnx/mnist --data=artifacts/mnist/t10k-images-idx3-ubyte --out=scores.csv",
            "score onnx/turbines --data=turbines.csv --kind=reconstruction-error --out=scores.csv",
        ];

    /// <inheritdoc />
    protected override int Run(ParseResult parse)
    {
        VaeScoreOptions options = new()
        {
            Kind =
                parse.GetValue(kind) == ReconstructionError
                    ? VaeScoreKind.ReconstructionError
                    : VaeScoreKind.NegativeElbo,
            PredictedLabelColumnName = PredictedLabelColumn,
        };
        (FeatureFile file, _) = input.Open(parse, _ => 0);
        MLContext ml = new();
        long anomalies = 0;
        long rows = input.Process(
            parse,
            Context,
            ml,
            file,
            [ScoreColumn, PredictedLabelColumn],
            ml.Transforms.VaeScore(ScoreColumn, FeatureDataView.ColumnName, input.Model(parse), options),
            row => WriteScore(row, () => anomalies++)
        );
        Terminal.WriteLine($"scored {rows} rows, {anomalies} above the model's threshold: {input.Output(parse)}");
        return ExitCode.Ok;
    }

    private static Action<CsvWriter> WriteScore(DataViewRow row, Action countAnomaly)
    {
        ValueGetter<float> getScore = row.GetGetter<float>(row.Schema[ScoreColumn]);
        ValueGetter<bool> getLabel = row.GetGetter<bool>(row.Schema[PredictedLabelColumn]);
        float score = 0;
        bool isAnomaly = false;
        return csv =>
        {
            getScore(ref score);
            getLabel(ref isAnomaly);
            csv.WriteField(score);
            csv.WriteField(isAnomaly ? 1 : 0);
            if (isAnomaly)
            {
                countAnomaly();
            }
        };
    }
}
