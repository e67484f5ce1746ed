using System.Globalization;
using VaeMlNet.OnnxExport;

namespace VaeMlNet.Cli;

/// <summary>Writes a model folder and shows how well ONNX Runtime agrees with TorchSharp.</summary>
internal static class ModelExport
{
    // Enough to meet every kind of row; more would only take longer.
    private const int ParityRowCount = 10_000;

    // Tens of latents need no more, and the time grows with the rows.
    private const int MixtureRowCount = 10_000;

    /// <summary>Fits a mixture to the posterior means of the first rows, at most 10,000.</summary>
    public static VaeLatentMixture FitMixture(TrainedVae trained, TrainingRows rows, int componentCount)
    {
        using var fitted = rows.ReadTraining(trained, MixtureRowCount);
        return trained.FitLatentMixture(fitted, componentCount, trained.Options.Seed);
    }

    /// <summary>Exports, compares on real rows, prints the largest difference of each output.</summary>
    /// <param name="trained">The model.</param>
    /// <param name="rows">Real rows; at most 10,000 are compared, none is stored.</param>
    /// <param name="folder">The model folder.</param>
    /// <param name="context">Where to print; looked at for cancellation before anything is written.</param>
    /// <param name="latentMixture">A mixture to draw latents from, or null.</param>
    /// <param name="weights">How weights are stored.</param>
    public static VaeExportReport Write(
        TrainedVae trained,
        TrainingRows rows,
        string folder,
        CommandContext context,
        VaeLatentMixture? latentMixture = null,
        OnnxWeightFormat weights = OnnxWeightFormat.Float32
    )
    {
        context.CancellationToken.ThrowIfCancellationRequested();
        using var parityRows = rows.ReadJudged(trained, ParityRowCount);
        VaeExportOptions options = new() { LatentMixture = latentMixture, WeightFormat = weights };
        var report = context.Terminal.RunWithBar(
            "exporting, and comparing with TorchSharp",
            _ => trained.Export(folder, parityRows, options)
        );
        context.Terminal.WriteTable(
            $"ONNX Runtime against TorchSharp on {report.ParityRowCount} rows (allowed: {Allowed(weights)})",
            ["graph", "output", "largest difference", "relative error", "share of what is allowed"],
            report.Differences.Select(Cells)
        );
        context.Terminal.WriteLine($"model folder: {folder}");
        return report;
    }

    private static string Allowed(OnnxWeightFormat weights) =>
        weights switch
        {
            OnnxWeightFormat.Float32 => "1e-5 + 1e-4 |reference|",
            OnnxWeightFormat.Float16 => "root mean square 0.02 of the reference's and 1",
            _ => "root mean square 0.2 of the reference's and 1",
        };

    private static string[] Cells(VaeParityDifference difference)
    {
        return
        [
            difference.Graph,
            difference.Output,
            difference.Largest.ToString("0.0E+00", CultureInfo.InvariantCulture),
            difference.RelativeError.ToString("0.0E+00", CultureInfo.InvariantCulture),
            difference.ToleranceUsed.ToString("0.00", CultureInfo.InvariantCulture),
        ];
    }
}
