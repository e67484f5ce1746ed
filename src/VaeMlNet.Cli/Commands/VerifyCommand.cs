using System.CommandLine;
using System.Globalization;

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

    public override IReadOnlyList<string> Examples => ["verify onnx/mnist", "verify onnx/mnist --device=cuda:0"];

    protected override int Run(ParseResult parse)
    {
        var folder = parse.GetValue(model)!;
        using var opened = device.Open(parse, folder, Terminal);
        Terminal.WriteLine($"verified {folder}: {ModelVerification.Run(opened, Terminal)}");
        return ExitCode.Ok;
    }
}

/// <summary>
/// Replays its recorded test data, and prints the differences.
/// </summary>
internal static class ModelVerification
{
    private const int MostOutputsShown = 20;

    /// <summary>Verifies a model folder.</summary>
    /// <returns>A short description of the replay, with the number of rows and the share of the allowed difference.</returns>
    /// <exception cref="VaeModelException">
    /// Sums, names or shapes are wrong, or the folder is not a model folder.
    /// </exception>
    public static string Run(VaeModel model, CommandTerminal terminal)
    {
        var report = model.Verify();
        terminal.WriteTable(
            $"Replay of {report.RowCount} recorded rows on {model.ExecutionProvider} (allowed: {Allowed(model)})",
            ["graph", "output", "largest difference", "share of the allowed difference", "passed"],
            report
                .Outputs.OrderBy(o => o.Passed)
                .ThenByDescending(o => o.ToleranceUsed)
                .Select(o =>
                    new[] { o.Graph, o.Output, Format(o.LargestDifference), Share(o), o.Passed ? "yes" : "no" }
                ),
            MostOutputsShown
        );
        if (report.Outputs.FirstOrDefault(o => !o.Passed) is { } failed)
        {
            throw new CommandException(
                $"Model '{model.Folder}' does not reproduce its own test data: output '{failed.Output}' of {failed.Graph}.onnx differs "
                    + $"by up to {Format(failed.LargestDifference)}, {Share(failed)} of the allowed difference. Export the model again."
            );
        }

        return $"sums, names and shapes are correct; {report.RowCount} recorded rows replayed, with at most "
            + $"{Share(report.Outputs.MaxBy(o => o.ToleranceUsed)!)} of the allowed difference";
    }

    private static string Allowed(VaeModel model) =>
        model.Manifest.Weights == VaeManifest.Int8Weights ? "1e-2 + 1e-2 |recorded|" : "1e-5 + 1e-4 |recorded|";

    private static string Share(VaeOutputDifference output) =>
        output.ToleranceUsed.ToString(output.ToleranceUsed < 10 ? "0.00" : "0", CultureInfo.InvariantCulture);

    private static string Format(double difference) => difference.ToString("0.0E+00", CultureInfo.InvariantCulture);
}
