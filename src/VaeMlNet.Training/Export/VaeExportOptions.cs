using Microsoft.ML;
using VaeMlNet.OnnxExport;

namespace VaeMlNet;

/// <summary>Options for <see cref="TrainedVae.Export(string, TorchSharp.torch.Tensor, VaeExportOptions)"/>.</summary>
/// <remarks>Thread safety: immutable.</remarks>
public sealed record VaeExportOptions
{
    /// <summary>Gets the number format of the graphs' weights.</summary>
    /// <value>
    /// Default: <see cref="OnnxWeightFormat.Float32"/>, the only format that reproduces TorchSharp's results up to rounding.
    /// </value>
    /// <remarks>
    /// Choose <see cref="OnnxWeightFormat.Float16"/> to halve the size of the folder at the same speed. Choose <see
    /// cref="OnnxWeightFormat.Int8"/> to reduce the size to a quarter and to run fully connected networks up to 1.8 times as fast on processors with VNNI;
    /// scores and latents then differ by about a hundredth of their standard deviation. In every format, the result of a row
    /// does not depend on other rows. Thresholds and calibration scores are those of float32. If you need an exact
    /// false-positive rate, compute the threshold again with <see cref="VaeScoreTransformer.FitThreshold"/>.
    /// </remarks>
    public OnnxWeightFormat WeightFormat { get; init; } = OnnxWeightFormat.Float32;

    /// <summary>
    /// Gets the number of rows of ML.NET data on which ONNX Runtime and TorchSharp are compared. The first rows are used.
    /// </summary>
    /// <value>Default: 256. Range: 1 and up.</value>
    /// <remarks>Ignored for tensors, all rows of which are compared.</remarks>
    public int ParityRowCount { get; init; } = 256;

    /// <summary>Gets the factor by which ONNX Runtime may differ from TorchSharp more than usual.</summary>
    /// <value>
    /// Default: 1, which means 1e-5 + 1e-4 of the values, times D/8,192 for D inputs above 8,192; for scores of <see cref="VaeTrainerOptions.NormalRows"/>, a root mean square of 0.02 of theirs and 1. Range: above 0, at most 1,000.
    /// </value>
    /// <remarks>
    /// Both compute in float32, and add numbers in different orders. A model that is very sure of its rows multiplies that rounding: raise the factor if
    /// an export is refused for a difference that does not matter to you. Lower it to refuse smaller differences. Ignored for weights in fewer bits.
    /// </remarks>
    public double ParityTolerance { get; init; } = 1;

    /// <summary>
    /// Gets the rows from which the density ratio of real to drawn rows is learned, by which synthetic rows are chosen: the rows that the model was trained on.
    /// </summary>
    /// <value>Default: null, which means the ML.NET data on which ONNX Runtime and TorchSharp are compared, and none for tensors.</value>
    /// <remarks>
    /// For tables whose model draws rows cell by cell, and has no conditions. Rows are drawn from the new model, and boosted trees learn to tell them from the real ones. The model folder has
    /// the trees in density_ratio.json if they can do so for rows that they have not seen.
    /// </remarks>
    public IDataView? DensityRatioData { get; init; }

    /// <summary>Gets the largest number of rows of <see cref="DensityRatioData"/> that are used. They are spread over all rows.</summary>
    /// <value>Default: 40,000. Range: 0 and up; 0 learns no density ratio, as fewer than 1,000 rows do, of the data or of the training.</value>
    /// <remarks>Of tables of more than 26 slots, at most 1,048,576 cells are used. Choose 0 for a faster export of a model that never draws rows.</remarks>
    public int DensityRatioRowCount { get; init; } = 40_000;
}
