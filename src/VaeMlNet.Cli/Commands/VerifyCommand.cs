using System.CommandLine;

namespace VaeMlNet.Cli;

/// <summary>
/// The verb <c>vaemlnet verify</c>. It checks that a model folder is complete and reproduces its recorded outputs.
/// </summary>
internal sealed class VerifyCommand : VerbCommand
{
    private readonly Argument<string> model = new("MODELFOLDER") { Description = "A folder that 'export' wrote" };

    private readonly DeviceOption device = new();

    /// <summary>Creates the verb.</summary>
    public VerifyCommand(CommandContext context)
        : base(
            "verify",
            "Checks a model folder: SHA-256 sums, names, shapes, and a replay of its recorded test data.",
            context
        )
    {
        Arguments.Add(model);
        device.AddTo(this);
    }

    /// <inheritdoc />
    public override IReadOnlyList<string> Examples => ["verify onnx/mnist", "verify onnx/mnist --device=cuda:0"];

    /// <inheritdoc />
    protected override int Run(ParseResult parse)
    {
        var folder = parse.GetValue(model)!;
        using var opened = device.Open(parse, folder, Terminal);
        Terminal.WriteLine($"verified {folder}: {ModelVerification.Run(opened, Terminal)}");
        return ExitCode.Ok;
    }
}
