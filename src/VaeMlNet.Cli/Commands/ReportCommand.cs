using System.CommandLine;

namespace VaeMlNet.Cli;

/// <summary><c>vaemlnet report</c>: one HTML page that shows what a model does with data.</summary>
internal sealed class ReportCommand : VerbCommand
{
    private const int DefaultRowCount = 2000;

    private readonly InferenceInput input = new(hasShards: false, labelMayBeRead: true);

    private readonly Option<string> output = new("--out")
    {
        HelpName = "FILE.html",
        Description = "The page to write",
        DefaultValueFactory = _ => "report.html",
    };

    private readonly Option<string?> labels = OptionFactory.Text(
        "--labels",
        "FILE",
        "An IDX file with the labels of the images in --data, such as t10k-labels-idx1-ubyte"
    );

    private readonly Option<int?> rowCount = OptionFactory.Integer(
        "--rows",
        "Rows to look at closely, drawn at random: those of the latent map; scores are of all rows",
        minimum: 1,
        DefaultRowCount
    );

    private readonly Option<string?> title = OptionFactory.Text(
        "--title",
        "TEXT",
        "The page's title [default: the model's name]"
    );

    private readonly Option<int?> seed = OptionFactory.Integer(
        "--seed",
        "Seed of the draws: of rows, and of samples",
        int.MinValue,
        1
    );

    /// <summary>Creates the verb.</summary>
    public ReportCommand(CommandContext context)
        : base(
            "report",
            "Shows what a model does with data: training, latents, reconstructions, samples, scores and anomalies on one HTML page.",
            context
        )
    {
        input.AddTo(this);
        Options.Add(output);
        Options.Add(labels);
        Options.Add(rowCount);
        Options.Add(title);
        Options.Add(seed);
    }

    /// <inheritdoc />
    public override IReadOnlyList<string> Examples =>
        [
            "report onnx/mnist --data=artifacts/mnist/t10k-images-idx3-ubyte --labels=artifacts/mnist/t10k-labels-idx1-ubyte --out=mnist.html",
            "report onnx/customers --data=customers.csv --label-column=fraud --title=Customers --out=customers.html",
        ];

    /// <inheritdoc />
    protected override int Run(ParseResult parse) =>
        input.Run(parse, Context, parse.GetValue(output)!, (model, rows, path) => Write(parse, model, rows, path));

    private long Write(ParseResult parse, VaeModel model, InferenceRows rows, string path)
    {
        ReportSettings settings = new(
            parse.GetValue(title) ?? $"Report of {model.Manifest.Name}",
            DataName(input.Data(parse)),
            parse.GetValue(rowCount)!.Value,
            parse.GetValue(seed)!.Value
        );
        var facts = new ReportMeasurement(model, rows, LabelsOf(parse, rows), settings, Context).Run();
        ReportPage page = new(facts, settings);
        OutputFile.Write(path, page.Write);
        Terminal.WriteLine($"looked at {facts.Scored.RowCount} rows, {facts.Rows.Count} closely: {path}");
        return facts.Scored.RowCount;
    }

    private static string DataName(string data) =>
        data == StandardStreams.Name ? "standard input"
        : File.Exists(data) ? Path.GetFileName(data)
        : data;

    private RowLabels? LabelsOf(ParseResult parse, InferenceRows rows)
    {
        if (input.Label(parse) is { } column)
        {
            if (parse.GetValue(labels) is not null)
            {
                throw new UsageException("--labels and --label-column exclude each other.");
            }

            // Images have been refused by now: they have no columns.
            return RowLabels.OfColumn(rows.Csv!, column);
        }

        if (parse.GetValue(labels) is not { } path)
        {
            return null;
        }

        return rows is FeatureInferenceRows { File: IdxImageFile images }
            ? RowLabels.OfIdxFile(path, images)
            : throw new CommandException(
                $"--labels is for IDX images, but '{rows.Path}' is a CSV file. Name the column with its labels as --label-column."
            );
    }
}
