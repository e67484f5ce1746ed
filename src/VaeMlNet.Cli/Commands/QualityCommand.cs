using System.CommandLine;
using System.Text;
using System.Text.Json;
using Microsoft.ML;

namespace VaeMlNet.Cli;

/// <summary>
/// The verb <c>vaemlnet quality</c>. It measures the quality of synthetic rows of a table, compared with real rows.
/// </summary>
internal sealed class QualityCommand : VerbCommand
{
    private const string Markdown = "markdown";
    private const string Json = "json";

    private static readonly JsonSerializerOptions JsonOptions = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        WriteIndented = true,
    };

    private readonly Option<string?> real = OptionFactory.Text(
        "--real",
        "FILE.csv",
        "The real rows that the model was trained on"
    );

    private readonly Option<string?> synthetic = OptionFactory.Text("--synthetic", "FILE.csv", "The synthetic rows");
    private readonly Option<string?> heldOut = OptionFactory.Text(
        "--held-out",
        "FILE.csv",
        "Real rows that the model was not trained on, for comparing distances [default: distances among the real rows]"
    );

    private readonly ColumnOptions columns = new("The columns to compare [default: all columns of the synthetic rows]");
    private readonly SchemaOptions schema = new();
    private readonly Option<int?> seed = OptionFactory.Integer("--seed", "Seed of the random samples", int.MinValue, 1);
    private readonly Option<string> format = OptionFactory.Choice(
        "--format",
        "The format of the report",
        [Markdown, Json],
        Markdown
    );

    private readonly Option<string?> output = OptionFactory.Text(
        "--out",
        "FILE",
        "The file to write [default: the terminal]"
    );

    /// <summary>Creates the verb.</summary>
    public QualityCommand(CommandContext context)
        : base("quality", "Compares synthetic rows with real ones: similarity, usefulness and copies.", context)
    {
        real.Required = true;
        synthetic.Required = true;
        Options.Add(real);
        Options.Add(synthetic);
        Options.Add(heldOut);
        columns.AddTo(this);
        schema.AddTo(this);
        Options.Add(seed);
        Options.Add(format);
        Options.Add(output);
    }

    /// <inheritdoc />
    public override IReadOnlyList<string> Examples =>
        [
            "quality --real=people.csv --synthetic=made-up.csv",
            "quality --real=train.csv --synthetic=made-up.csv --held-out=test.csv --format=json --out=quality.json",
        ];

    /// <inheritdoc />
    protected override int Run(ParseResult parse)
    {
        if (parse.GetValue(output) is { } path)
        {
            OutputFile.CheckWritable(path);
        }

        ComparedFiles files = new(
            CsvFile.Open(parse.GetValue(real)!),
            CsvFile.Open(parse.GetValue(synthetic)!),
            parse.GetValue(heldOut) is { } other ? CsvFile.Open(other) : null
        );
        var views = files.Open(columns.Read(parse), schema.Read(parse), Context.CancellationToken);
        VaeQualityOptions options = new() { Seed = parse.GetValue(seed)!.Value };
        var report = Context.RunApart(
            "comparing",
            () => new MLContext().Data.CompareSyntheticRows(views.Real, views.Synthetic, views.HeldOut, options)
        );
        Write(parse, report);
        return ExitCode.Ok;
    }

    private void Write(ParseResult parse, VaeQualityReport report)
    {
        var text =
            parse.GetValue(format) == Json
                ? JsonSerializer.Serialize(report, JsonOptions)
                : report.ToString().TrimEnd();
        if (parse.GetValue(output) is not { } path)
        {
            Terminal.WriteText(text);
            return;
        }

        OutputFile.Write(path, stream => stream.Write(Encoding.UTF8.GetBytes(text + "\n")));
        Terminal.WriteLine($"compared {report.SyntheticRows} synthetic rows with {report.RealRows} real ones: {path}");
    }
}
