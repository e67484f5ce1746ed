namespace VaeMlNet;

/// <summary>
/// A step of a normalizing flow, which standardizes some latents by the others: u = (z - shift) exp(-logScale) (Dinh et al. 2017, sec. 3.2).
/// </summary>
/// <remarks>
/// Latents before <see cref="VaeLatentSpace.Dim"/> / 2, rounded up, are the first part, and the others the second. Couplings with even indices
/// change the second part and read the first; the others do the opposite. A network with H hidden units computes (raw, shift) =
/// OutputWeights tanh(HiddenWeights part + HiddenBiases) + OutputBiases, and logScale = 2 tanh(raw). Matrices are row after row. Thread safety:
/// immutable.
/// </remarks>
public sealed record VaeAffineCoupling
{
    /// <summary>Gets the weights of the hidden layer, [H, A], with A the number of latents that are read.</summary>
    public required IReadOnlyList<float> HiddenWeights { get; init; }

    /// <summary>Gets the biases of the hidden layer, [H].</summary>
    public required IReadOnlyList<float> HiddenBiases { get; init; }

    /// <summary>Gets the weights of the output layer, [2 B, H], with B the number of latents that are changed.</summary>
    public required IReadOnlyList<float> OutputWeights { get; init; }

    /// <summary>Gets the biases of the output layer, [2 B].</summary>
    public required IReadOnlyList<float> OutputBiases { get; init; }
}
