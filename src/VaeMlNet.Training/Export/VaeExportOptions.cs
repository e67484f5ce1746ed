using VaeMlNet.OnnxExport;

namespace VaeMlNet;

/// <summary>Settings of <see cref="TrainedVae.Export(string, TorchSharp.torch.Tensor, VaeExportOptions)"/>.</summary>
/// <remarks>Read when the export starts. Not for concurrent change.</remarks>
public sealed class VaeExportOptions
{
    /// <summary>
    /// How the graphs' weights are stored. Default: <see cref="OnnxWeightFormat.Float32"/>, which alone gives TorchSharp's numbers
    /// within rounding. <see cref="OnnxWeightFormat.Float16"/> halves the folder and is as fast;
    /// <see cref="OnnxWeightFormat.Int8"/> quarters it and makes fully connected networks about twice as fast, for scores and
    /// latents that are off by about a hundredth of their spread. A row's result depends on no other row in any of them.
    /// </summary>
    /// <remarks>
    /// Thresholds and calibration scores stay those of float32: set the threshold anew with
    /// <see cref="VaeScoreTransformer.FitThreshold"/> where a share of false alarms must be met.
    /// </remarks>
    public OnnxWeightFormat WeightFormat { get; set; } = OnnxWeightFormat.Float32;

    /// <summary>
    /// A mixture from <see cref="TrainedVae.FitLatentMixture"/> to draw latents from, written as sampler.json. Default: null, none.
    /// </summary>
    public VaeLatentMixture? LatentMixture { get; set; }

    /// <summary>How many of the first rows of ML.NET data to compare. Default: 256. Range: 1 and up. A tensor is compared whole.</summary>
    public int ParityRowCount { get; set; } = 256;
}
