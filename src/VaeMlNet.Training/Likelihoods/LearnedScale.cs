namespace VaeMlNet;

/// <summary>Whether the spread of a likelihood is learned with the network.</summary>
/// <remarks>
/// A learned spread finds the balance of reconstruction and KL by itself (Rybkin et al. 2021, "Simple and effective VAE
/// training with calibrated decoders"). Its logarithm is kept above -6 by a smooth bound, as there, so that a constant
/// column cannot drive the density to infinity.
/// </remarks>
public enum LearnedScale
{
    /// <summary>The spread is what the options say.</summary>
    None,

    /// <summary>One spread for all features.</summary>
    Shared,

    /// <summary>A spread for each feature.</summary>
    PerFeature,
}
