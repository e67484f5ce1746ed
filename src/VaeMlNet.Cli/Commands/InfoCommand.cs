using System.CommandLine;
using System.CommandLine.Parsing;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace VaeMlNet.Cli;

/// <summary>The verb <c>vaemlnet info</c>. It describes a model folder, an ONNX file or a table.</summary>
internal sealed class InfoCommand : VerbCommand
{
    private const string Text = "text";
    private const string Json = "json";

    private static readonly JsonSerializerOptions JsonOptions = new()
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private readonly Argument<string> model = new("MODEL")
    {
        Description = "A folder that 'export' wrote, or any ONNX file",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private readonly Option<string?> data = OptionFactory.Text(
        "--data",
        "FILE.csv",
        "Describe the inferred columns of a table instead; with --format=json as a file for --schema"
    );

    private readonly Option<string> format = OptionFactory.Choice(
        "--format",
        "The format of the output",
        [Text, Json],
        Text
    );

    /// <summary>Creates the verb.</summary>
    public InfoCommand(CommandContext context)
        : base(
            "info",
            "Describes a model folder, an ONNX file or a table: columns, latents, threshold, training, operators.",
            context
        )
    {
        Arguments.Add(model);
        Options.Add(data);
        Options.Add(format);
        Validators.Add(Check);
    }

    /// <inheritdoc />
    public override IReadOnlyList<string> Examples =>
        [
            "info onnx/mnist",
            "info onnx/mnist/encoder.onnx",
            "info onnx/customers --format=json",
            "info --data=customers.csv",
            "info --data=customers.csv --format=json",
        ];

    /// <inheritdoc />
    protected override int Run(ParseResult parse)
    {
        var description = Describe(parse);
        if (parse.GetValue(format) == Json)
        {
            Terminal.WriteText(description.ToJson().ToJsonString(JsonOptions));
        }
        else
        {
            description.Print(Terminal);
        }

        return ExitCode.Ok;
    }

    private Description Describe(ParseResult parse)
    {
        if (parse.GetValue(data) is { } table)
        {
            (var columns, var rowCount) = TableInference.Survey(
                CsvFile.Open(table),
                ColumnChoice.All,
                TableSchema.None,
                Context.CancellationToken
            );
            return new DataDescription(table, columns, rowCount);
        }

        var path = parse.GetValue(model)!;
        return OnnxFile.IsOnnx(path) ? OnnxDescription.Read(path) : ModelDescription.Read(path);
    }

    private void Check(CommandResult result)
    {
        if (result.IsGiven(data) == (result.GetResult(model) is { Tokens.Count: > 0 }))
        {
            result.AddError("'info' needs either MODEL or --data=FILE.csv. Pass one of them.");
        }
    }
}
