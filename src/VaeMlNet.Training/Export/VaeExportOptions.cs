using VaeMlNet.OnnxExport;

namespace VaeMlNet;

/// <summary>Options for <see cref="TrainedVae.Export(string, TorchSharp.torch.Tensor, VaeExportOptions)"/>.</summary>
/// <remarks>Immutable, hence safe to use from several threads.</remarks>
public sealed record VaeExportOptions
{
    /// <summary>Gets the number format of the graphs' weights.</summary>
    /// <value>Default: <see cref="OnnxWeightFormat.Float32"/>, the only format that gives TorchSharp's numbers within rounding.</value>
    /// <remarks>
    /// Choose <see cref="OnnxWeightFormat.Float16"/> to halve the size of the folder at the same speed. Choose
    /// <see cref="OnnxWeightFormat.Int8"/> for a quarter of the size and fully connected networks about twice as fast; scores and
    /// latents then differ by about a hundredth of their standard deviation. In every format a row's result depends on no other
    /// row. Thresholds and calibration scores stay those of float32: compute the threshold again with
    /// <see cref="VaeScoreTransformer.FitThreshold"/> if a false-positive rate must be met.
    /// </remarks>
    public OnnxWeightFormat WeightFormat { get; init; } = OnnxWeightFormat.Float32;

    /// <summary>Gets a mixture from <see cref="TrainedVae.FitLatentMixture"/>, from which latents can be drawn. It is written as sampler.json.</summary>
    /// <value>Default: null, which means no mixture.</value>
    public VaeLatentMixture? LatentMixture { get; init; }

    /// <summary>Gets the number of the first rows of ML.NET data on which ONNX Runtime and TorchSharp are compared.</summary>
    /// <value>Default: 256. Range: 1 and up.</value>
    /// <remarks>Ignored for tensors, which are compared completely.</remarks>
    public int ParityRowCount { get; init; } = 256;
}
