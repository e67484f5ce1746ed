namespace VaeMlNet;

/// <summary>The ways to learn the scale of a likelihood with the network.</summary>
/// <remarks>
/// A learned spread finds the balance of reconstruction and KL by itself (Rybkin et al. 2021, "Simple and effective VAE
/// training with calibrated decoders"). Its logarithm is kept above a smallest one, -6 unless options say otherwise, by a
/// smooth bound, as there, so that a constant column cannot drive the density to infinity.
/// </remarks>
public enum LearnedScale
{
    /// <summary>The spread is what the options say.</summary>
    None,

    /// <summary>One spread for all features.</summary>
    Shared,

    /// <summary>A spread for each feature.</summary>
    PerFeature,

    /// <summary>
    /// A spread for each feature of each row: the decoder gives it from z beside the mean (Kingma &amp; Welling 2014,
    /// App. C.2), so that regions of the data differ in how exactly they are known. Give it a smallest spread that fits the
    /// data's unit: values that repeat exactly drive it there.
    /// </summary>
    PerRow,
}
