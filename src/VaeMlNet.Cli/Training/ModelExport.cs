using System.Globalization;
using VaeMlNet.OnnxExport;

namespace VaeMlNet.Cli;

/// <summary>Writes a model folder, and prints that ONNX Runtime computes what TorchSharp does.</summary>
internal static class ModelExport
{
    // Enough to include every kind of row. 10,000 took a fifth of the time of the whole export of a table.
    private const int ParityRowCount = 2_000;

    private const int MostOutputsShown = 20;

    /// <summary>
    /// Exports a model, and compares its outputs on real rows. With <c>--verbose</c>, prints the largest difference of each output.
    /// </summary>
    /// <param name="trained">The model.</param>
    /// <param name="rows">Real rows. At most 2,000 are compared, and none is stored.</param>
    /// <param name="folder">The model folder.</param>
    /// <param name="context">The terminal. The cancellation token is checked before anything is written.</param>
    /// <param name="options">The options of the export; null for the defaults.</param>
    public static VaeParityReport Write(
        TrainedVae trained,
        TrainingRows rows,
        string folder,
        CommandContext context,
        VaeExportOptions? options = null
    )
    {
        context.CancellationToken.ThrowIfCancellationRequested();
        using var parityRows = rows.ReadValidation(trained, ParityRowCount);
        options = (options ?? new()) with { DensityRatioData = rows.ForDensityRatio(trained) };
        var report = context.Terminal.RunWithBar(
            "exporting, and comparing with TorchSharp",
            _ => trained.Export(folder, parityRows, options)
        );
        if (context.Terminal.IsVerbose)
        {
            context.Terminal.WriteTable(
                $"ONNX Runtime compared with TorchSharp on {report.RowCount} rows (allowed: {Allowed(options)}{AllowedOfDistances(trained, options)})",
                ["graph", "output", "largest difference", "relative error", "share of the allowed difference"],
                report.Outputs.OrderByDescending(difference => difference.ToleranceUsed).Select(Cells),
                MostOutputsShown
            );
        }

        context.Terminal.WriteLine("parity: passed");
        context.Terminal.WriteLine($"model folder: {folder}");
        return report;
    }

    private static string Allowed(VaeExportOptions options) =>
        options.WeightFormat switch
        {
            OnnxWeightFormat.Float32 => options.ParityTolerance != 1
                ? FormattableString.Invariant($"{options.ParityTolerance} times 1e-5 + 1e-4 |reference|")
                : "1e-5 + 1e-4 |reference|",
            OnnxWeightFormat.Float16 => "root mean square 0.02 of that of the reference and 1",
            _ => "root mean square 0.2 of that of the reference and 1",
        };

    private static string AllowedOfDistances(TrainedVae trained, VaeExportOptions options) =>
        trained.Options.NormalRows && options.WeightFormat == OnnxWeightFormat.Float32
            ? "; for scores by distance, root mean square 0.02 of that of the reference and 1"
            : "";

    private static string[] Cells(VaeOutputDifference difference)
    {
        return
        [
            difference.Graph,
            difference.Output,
            difference.LargestDifference.ToString("0.0E+00", CultureInfo.InvariantCulture),
            difference.RelativeError.ToString("0.0E+00", CultureInfo.InvariantCulture),
            difference.ToleranceUsed.ToString("0.00", CultureInfo.InvariantCulture),
        ];
    }
}
