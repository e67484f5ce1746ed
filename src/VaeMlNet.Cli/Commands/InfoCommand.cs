using System.CommandLine;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace VaeMlNet.Cli;

/// <summary>The verb <c>vaemlnet info</c>. It describes a CSV file, a model folder or an ONNX file.</summary>
internal sealed class InfoCommand : VerbCommand
{
    private static readonly JsonSerializerOptions JsonOptions = new()
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private readonly Argument<string> path = new("PATH")
    {
        Description = "A file of a table, a folder that 'export' wrote, or any ONNX file",
    };

    private readonly Option<bool> json = new("--json") { Description = "Write the facts as JSON" };

    private readonly Option<string?> writeSchema = OptionFactory.Text(
        "--write-schema",
        "FILE.json",
        "Also write the kinds and formats of a table's columns, to be edited and given to other verbs as --schema"
    );

    private readonly ColumnOptions columns = new("Columns of the file to describe [default: all]");
    private readonly SchemaOptions schema = new();

    /// <summary>Creates the verb.</summary>
    public InfoCommand(CommandContext context)
        : base(
            "info",
            "Describes a table, a model folder or an ONNX file: columns, latents, threshold, training, operators.",
            context
        )
    {
        Arguments.Add(path);
        this.Add(json, writeSchema);
        columns.AddTo(this);
        schema.AddTo(this);
    }

    public override IReadOnlyList<string> Examples =>
        [
            "info customers.csv",
            "info customers.csv --write-schema=schema.json",
            "info customers.csv --json",
            "info onnx/customers",
            "info onnx/mnist/encoder.onnx",
        ];

    protected override int Run(ParseResult parse)
    {
        var description = Describe(parse);
        if (parse.GetValue(json))
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
        var described = parse.GetValue(path)!;
        if (!OnnxFile.IsOnnx(described) && !Directory.Exists(described))
        {
            return DescribeTable(parse, described);
        }

        if (PictureFolder.IsFolder(described) && !File.Exists(Path.Combine(described, "manifest.json")))
        {
            throw new CommandException(
                $"'{described}' is a folder of pictures, but 'info' describes models and tables. Train a model of the pictures with 'export --data={described}'."
            );
        }

        string[] forTables = [.. parse.CommandResult.Given([.. columns.All, writeSchema, .. schema.All])];
        if (forTables.Length > 0)
        {
            throw new UsageException(
                $"{string.Join(", ", forTables)} is only for tables, but '{described}' is a model. Leave the option out."
            );
        }

        return OnnxFile.IsOnnx(described) ? OnnxDescription.Read(described) : ModelDescription.Read(described);
    }

    private DataDescription DescribeTable(ParseResult parse, string described)
    {
        OutputFile.CheckWritable(parse.GetValue(writeSchema), described);
        var file = CsvFile.Open(described);
        var table = CsvProfiler.Survey(
            file,
            columns.Read(parse, leavesLabelOut: false),
            schema.Read(parse),
            Context.CancellationToken
        );
        if (parse.GetValue(writeSchema) is { } written)
        {
            TableSchemaFile.Write(written, table.Profile.Schema);
        }

        return new DataDescription(file, table);
    }
}
