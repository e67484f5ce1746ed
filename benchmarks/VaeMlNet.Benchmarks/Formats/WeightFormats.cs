using VaeMlNet.OnnxExport;
using static TorchSharp.torch;

namespace VaeMlNet.Benchmarks;

/// <summary>One trained model as a folder in each format of weights.</summary>
internal static class WeightFormats
{
    /// <summary>The formats, the one that others are compared with first.</summary>
    public static IReadOnlyList<OnnxWeightFormat> All { get; } =
    [OnnxWeightFormat.Float32, OnnxWeightFormat.Float16, OnnxWeightFormat.Int8];

    /// <summary>Exports a model in every format.</summary>
    /// <param name="trained">The model.</param>
    /// <param name="rows">Rows to compare ONNX Runtime with TorchSharp on.</param>
    /// <param name="folder">Where the model folders go.</param>
    /// <returns>The folders, by format.</returns>
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

    /// <summary>What a format is called in tables and manifests.</summary>
    public static string NameOf(OnnxWeightFormat format) => format.ToString().ToLowerInvariant();
}
