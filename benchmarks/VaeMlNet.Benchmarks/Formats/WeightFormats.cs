using VaeMlNet.OnnxExport;
using static TorchSharp.torch;

namespace VaeMlNet.Benchmarks;

/// <summary>Exports one trained model to a folder for each weight format.</summary>
internal static class WeightFormats
{
    /// <summary>Gets the formats. The others are compared with the first one.</summary>
    public static IReadOnlyList<OnnxWeightFormat> All { get; } =
    [OnnxWeightFormat.Float32, OnnxWeightFormat.Float16, OnnxWeightFormat.Int8];

    /// <summary>Exports a model in every format.</summary>
    /// <param name="trained">The model.</param>
    /// <param name="rows">The rows on which the export compares ONNX Runtime with TorchSharp.</param>
    /// <param name="folder">The parent of the model folders.</param>
    /// <returns>The model folder of each format.</returns>
    public static IReadOnlyDictionary<OnnxWeightFormat, string> Export(TrainedVae trained, Tensor rows, string folder)
    {
        var folders = new Dictionary<OnnxWeightFormat, string>();
        foreach (var format in All)
        {
            folders[format] = Path.Combine(folder, NameOf(format));
            trained.Export(folders[format], rows, new VaeExportOptions { WeightFormat = format });
        }

        return folders;
    }

    /// <summary>Returns the name of a format in tables and manifests.</summary>
    public static string NameOf(OnnxWeightFormat format) => format.ToString().ToLowerInvariant();
}
