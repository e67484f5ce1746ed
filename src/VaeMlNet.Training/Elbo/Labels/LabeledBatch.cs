using static TorchSharp.torch;

namespace VaeMlNet;

/// <summary>The labeled rows of a training step.</summary>
/// <param name="Rows">The rows and their labels.</param>
/// <param name="Input">The input of the encoder, [m, D].</param>
/// <param name="Noise">The noise for sampling z, [m, Z].</param>
internal sealed record LabeledBatch(LabeledRows Rows, Tensor Input, Tensor Noise)
{
    /// <summary>Gets the weights of the slots in a reconstruction term, [m, D]; null if all are 1.</summary>
    public Tensor? SlotWeights { get; init; }
}
