namespace VaeMlNet;

/// <summary>The precision of the matrix products and convolutions in training.</summary>
public enum VaeTrainingPrecision
{
    /// <summary>32-bit floating point.</summary>
    Full,

    /// <summary>
    /// The inputs, weights and outputs of linear layers and convolutions are rounded to bfloat16, which has 8 bits of precision
    /// and the range of float32. Weights, gradients of weights, the optimizer, normalization, latents and the loss stay in float32. Custom
    /// modules are not changed.
    /// </summary>
    Mixed,
}
