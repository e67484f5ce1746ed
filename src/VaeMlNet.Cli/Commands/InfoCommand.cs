using System.CommandLine;
using System.Text.Encodings.Web;
using System.Text.Json;
using VaeMlNet.Cli.Descriptions;

namespace VaeMlNet.Cli.Commands;

/// <summary><c>vaemlnet info</c>: says what a model folder or an ONNX file is.</summary>
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
    };

    private readonly Option<string> format = OptionFactory.Choice("--format", "How to say it", [Text, Json], Text);

    /// <summary>Creates the verb.</summary>
    public InfoCommand(CommandContext context)
        : base(
            "info",
            "Says what a model folder is: columns, latents, threshold, training, files; or what is in an ONNX file.",
            context
        )
    {
        Arguments.Add(model);
        Options.Add(format);
    }

    /// <inheritdoc />
    public override IReadOnlyList<string> Examples =>
        ["info onnx/mnist", "info onnx/mnist/encoder.onnx", "info onnx/customers --format=json"];

    /// <inheritdoc />
    protected override int Run(ParseResult parse)
    {
        string path = parse.GetValue(model)!;
        Descriptions.Description description = IsOnnxFile(path)
            ? OnnxDescription.Read(path)
            : ModelDescription.Read(path);
        if (parse.GetValue(format) == Json)
        {
            Terminal.WriteLine(description.ToJson().ToJsonString(JsonOptions));
        }
        else
        {
            description.Print(Terminal);
        }

        return ExitCode.Ok;
    }

    private static bool IsOnnxFile(string path) =>
        path.EndsWith(".onnx", StringComparison.OrdinalIgnoreCase) && !Directory.Exists(path);
}
