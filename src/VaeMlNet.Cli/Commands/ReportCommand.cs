using System.CommandLine;
using Microsoft.ML;
using VaeMlNet.Report;

namespace VaeMlNet.Cli;

/// <summary>
/// The verb <c>vaemlnet report</c>. It writes one HTML page that shows what a model does with data.
/// </summary>
internal sealed class ReportCommand : VerbCommand
{
    private const int DefaultRowCount = 2000;

    private readonly SeriesOptions series = new(isTraining: false);
    private readonly InferenceInput input;

    private readonly Option<string> output = new("--out")
    {
        HelpName = "FILE.html",
        Description = "The page to write",
        DefaultValueFactory = _ => "report.html",
    };

    private readonly Option<string?> labels = OptionFactory.Text(
        "--labels",
        "FILE",
        "The IDX file with the labels of the images in --data, such as t10k-labels-idx1-ubyte"
    );

    private readonly Option<string?> train = OptionFactory.Text(
        "--train",
        "FILE",
        "Training rows: the report compares the columns of --data with theirs [default: the statistics in the model folder]"
    );

    private readonly Option<int?> rowCount = OptionFactory.Integer(
        "--rows",
        "Rows on the latent map, chosen at random; scores are computed for all rows",
        minimum: 1,
        DefaultRowCount
    );

    private readonly Option<string?> title = OptionFactory.Text(
        "--title",
        "TEXT",
        "The title of the page [default: the name of the model]"
    );

    private readonly Option<int?> seed = OptionFactory.Seed("Seed of the random rows and samples");

    /// <summary>Creates the verb.</summary>
    public ReportCommand(CommandContext context)
        : base(
            "report",
            "Writes an HTML page that shows what a model does with data: training, latents, reconstructions, samples, scores and anomalies. For time series, it shows the series, their scores and the segments above the threshold.",
            context
        )
    {
        input = new(hasShards: false, labelMayBeRead: true) { Series = series, ShowsTables = true };
        input.AddTo(this);
        series.AddTo(this);
        this.Add(output, labels, train, rowCount, title, seed);
    }

    public override IReadOnlyList<string> Examples =>
        [
            "report onnx/mnist --data=artifacts/mnist/t10k-images-idx3-ubyte --labels=artifacts/mnist/t10k-labels-idx1-ubyte --out=mnist.html",
            "report onnx/customers --data=customers.csv --label-column=fraud --title=Customers --out=customers.html",
            "report onnx/customers --data=today.csv --train=customers.csv --out=today.html",
            "report onnx/turbines --data=turbines.csv --image=8x8 --out=turbines.html",
            "report onnx/taxi --data=taxi-test.csv --label-column=label --out=taxi.html",
        ];

    protected override int Run(ParseResult parse) =>
        input.Run(parse, Context, parse.GetValue(output)!, (model, rows, path) => Write(parse, model, rows, path));

    private long Write(ParseResult parse, VaeModel model, InferenceRows rows, string path)
    {
        var images = (rows as FeatureInferenceRows)?.File as ImageFile;
        var table = (rows as SeriesInferenceRows)?.Table;
        CheckKind(parse, model, table is not null);
        rows.TellsUnseen = rows.HasCategories;
        VaeReportOptions options = new()
        {
            Title = parse.GetValue(title),
            DataName = DataName(input.Data(parse)),
            FeatureColumnName = table is null ? rows.ColumnNames[0] : null,
            TimestampColumnName = table?.Time?.Name,
            SeriesColumnName = table?.Series?.Name,
            Image = input.Image.Shape(parse) ?? images?.Shape,
            IsOfImages = images is not null,
            FileNames = (images as PictureFolder)?.Names,
            TrainingData = parse.GetValue(train) is { } training ? TrainingRows(parse, model, training) : null,
            Labels = Labels(parse, rows, images),
            LabelName = input.Label(parse) ?? "label",
            RowCount = parse.GetValue(rowCount)!.Value,
            Seed = parse.GetValue(seed)!.Value,
            FindRow = rows.Find,
            ChooseRows = rows.HasCategories ? chosen => rows.Choose(chosen).View(new()) : null,
            AllowMissingColumns = rows.AllowMissingColumns,
        };
        // The page is created before the output is opened, so that an error of the data is not reported as an error of the output.
        using MemoryStream page = new();
        var count = Terminal.RunWithBar(
            $"reading {rows.Path} several times",
            bar => VaeReport.Write(model, rows.View(new(), bar), page, options, Context.CancellationToken)
        );
        rows.Warn(Terminal);
        OutputFile.Write(path, page.WriteTo);
        var examined = table is null ? $", {Math.Min(count, options.RowCount)} of them on the map" : "";
        Terminal.WriteLine($"scored {count} rows{examined}: {path}");
        return count;
    }

    private IDataView TrainingRows(ParseResult parse, VaeModel model, string path)
    {
        var rows = input.OpenRows(parse, model, path, Context.CancellationToken);
        rows.TellsUnseen = rows.HasCategories;
        return rows.View(new());
    }

    private void CheckKind(ParseResult parse, VaeModel model, bool isSeries)
    {
        if (!isSeries)
        {
            series.Refuse(parse, model);
        }
        else if (parse.CommandResult.IsGiven(rowCount))
        {
            throw new CommandException(
                $"--rows is not for models of time series, whose report has no latent map. Leave it out."
            );
        }
        else if (parse.GetValue(train) is not null || input.Image.Shape(parse) is not null)
        {
            throw new CommandException(
                "--train and --image are not for models of time series, whose report compares no columns and shows no images. Leave them out."
            );
        }
    }

    private static string DataName(string data) =>
        data == StandardStreams.Name ? "standard input"
        : File.Exists(data) ? Path.GetFileName(data)
        : data;

    private IEnumerable<string>? Labels(ParseResult parse, InferenceRows rows, ImageFile? images)
    {
        var path = parse.GetValue(labels);
        if (input.Label(parse) is { } column)
        {
            // IDX images were refused before, because they have no columns.
            return path is null
                ? rows.Texts!.Texts(column)
                : throw new UsageException("--labels and --label-column cannot be combined. Pass one of them.");
        }

        if (path is null)
        {
            return images is PictureFolder pictures && pictures.Labels.Distinct().Skip(1).Any()
                ? pictures.Labels
                : null;
        }

        return images is null
            ? throw new CommandException(
                $"--labels is for IDX images, but '{rows.Path}' is a table. Pass the column with the labels as --label-column."
            )
            : ImageLabels(path, images);
    }

    private static IEnumerable<string> ImageLabels(string path, ImageFile images)
    {
        var read = IdxLabels.Read(path);
        return read.Length == images.RowCount
            ? read.Select(label => $"{label}")
            : throw new CommandException(
                $"'{path}' has {read.Length} labels, but '{images.Path}' has {images.RowCount} images. "
                    + "Pass the labels that belong to these images."
            );
    }
}
