using static TorchSharp.torch;

namespace VaeMlNet;

/// <summary>The rows of a batch, as an objective reads them.</summary>
/// <param name="Features">The rows to reconstruct, [n, D].</param>
/// <param name="Input">The rows for the encoder, [n, D].</param>
/// <param name="Noise">The result of <see cref="TrainingObjective.DrawNoise"/> for the rows.</param>
internal sealed record ObjectiveRows(Tensor Features, Tensor Input, Tensor Noise)
{
    /// <summary>Gets the weights of the slots in the reconstruction term, [n, D]; null if all are 1.</summary>
    public Tensor? SlotWeights { get; init; }

    /// <summary>Gets a value indicating whether the prior counts in proportion to the mean of <see cref="SlotWeights"/>.</summary>
    public bool WeightsPrior { get; init; }

    /// <summary>Gets the weights of the rows, [n]; null if all are 1.</summary>
    public Tensor? RowWeights { get; init; }
}
