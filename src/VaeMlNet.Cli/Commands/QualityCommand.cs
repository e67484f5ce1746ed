using System.CommandLine;
using System.Text;
using System.Text.Json;
using Microsoft.ML;
using VaeMlNet.Report;

namespace VaeMlNet.Cli;

/// <summary>
/// The verb <c>vaemlnet quality</c>. It measures the quality of synthetic rows of a table, compared with real rows.
/// </summary>
internal sealed class QualityCommand : VerbCommand
{
    private const string Markdown = "markdown";
    private const string Json = "json";
    private const string Html = "html";

    private readonly Option<string?> real = OptionFactory.Text(
        "--real",
        "FILE.csv",
        "The real rows that the model was trained on"
    );

    private readonly Option<string?> synthetic = OptionFactory.Text("--synthetic", "FILE.csv", "The synthetic rows");
    private readonly Option<string?> heldOut = OptionFactory.Text(
        "--held-out",
        "FILE.csv",
        "Real rows that the model has not seen: the classifier compares the synthetic rows with them [default: none; it compares with the real rows]"
    );

    private readonly Option<string?> target = OptionFactory.Text(
        "--target",
        "NAME",
        "The column that forests learn to predict, from synthetic and from real rows; needs --held-out"
    );

    private readonly ColumnOptions columns = new("Columns to compare [default: all of the real rows]");
    private readonly SchemaOptions schema = new();
    private readonly Option<int?> seed = OptionFactory.Seed("Seed of the samples and the forests");
    private readonly Option<string> format = OptionFactory.Choice(
        "--format",
        "How to write the report",
        [Markdown, Json, Html],
        Markdown
    );

    private readonly Option<string?> output = OptionFactory.Text(
        "--out",
        "FILE",
        "The file to write [default: the terminal]"
    );

    /// <summary>Creates the verb.</summary>
    public QualityCommand(CommandContext context)
        : base(
            "quality",
            "Compares synthetic rows with real ones: similarity, privacy, and use as training data.",
            context
        )
    {
        real.Required = true;
        synthetic.Required = true;
        this.Add(real, synthetic, heldOut, target);
        columns.AddTo(this);
        schema.AddTo(this);
        this.Add(seed, format, output);
    }

    public override IReadOnlyList<string> Examples =>
        [
            "quality --real=people.csv --synthetic=made-up.csv",
            "quality --real=people.csv --synthetic=made-up.csv --format=html --out=quality.html",
            "quality --real=train.csv --synthetic=made-up.csv --held-out=test.csv --target=fraud --format=json --out=quality.json",
        ];

    protected override int Run(ParseResult parse)
    {
        OutputFile.CheckWritable(
            parse.GetValue(output),
            parse.GetValue(real),
            parse.GetValue(synthetic),
            parse.GetValue(heldOut)
        );
        if (parse.GetValue(target) is not null && parse.GetValue(heldOut) is null)
        {
            throw new UsageException("--target needs --held-out: forests are tested on rows that no model has seen.");
        }

        ComparedFiles files = new(
            CsvFile.Open(parse.GetValue(real)!),
            CsvFile.Open(parse.GetValue(synthetic)!),
            parse.GetValue(heldOut) is { } other ? CsvFile.Open(other) : null
        );
        var views = files.Open(
            columns.Read(parse),
            schema.Read(parse),
            OptionAdvice.OnProfile,
            parse.GetValue(target),
            Context.CancellationToken
        );
        VaeQualityOptions options = new() { TargetColumn = parse.GetValue(target), Seed = parse.GetValue(seed)!.Value };
        var report = Context.RunApart(
            "comparing",
            () => new MLContext().Data.CompareSyntheticRows(views.Real, views.Synthetic, views.HeldOut, options)
        );
        Write(parse, report);
        return ExitCode.Ok;
    }

    private void Write(ParseResult parse, VaeQualityReport report)
    {
        using MemoryStream content = new();
        switch (parse.GetValue(format))
        {
            case Json:
                JsonSerializer.Serialize(content, report, FiguresJson.Options);
                break;
            case Html:
                VaeReport.Write(report, content);
                break;
            default:
                content.Write(Encoding.UTF8.GetBytes(report.ToString().TrimEnd()));
                break;
        }

        if (parse.GetValue(output) is not { } path)
        {
            Terminal.WriteText(Encoding.UTF8.GetString(content.ToArray()));
            return;
        }

        content.WriteByte((byte)'\n');
        OutputFile.Write(path, content.WriteTo);
        Terminal.WriteLine($"compared {report.SyntheticRows} synthetic rows with {report.RealRows} real ones: {path}");
    }
}
