namespace VaeMlNet;

/// <summary>The ways to learn the scale of a likelihood together with the network.</summary>
/// <remarks>
/// A learned scale balances reconstruction and KL automatically (Rybkin et al. 2021, "Simple and effective VAE training with
/// calibrated decoders"). As in that paper, a smooth bound keeps the logarithm of the scale above a minimum, -6 by default, so
/// that a constant column cannot make the density infinite.
/// </remarks>
public enum VaeLearnedScale
{
    /// <summary>The scale is fixed by the options.</summary>
    None,

    /// <summary>One scale for all features.</summary>
    Shared,

    /// <summary>A scale for each feature.</summary>
    PerFeature,

    /// <summary>
    /// A scale for each feature of each row. The decoder computes it from z, besides the mean (Kingma &amp; Welling 2014, App.
    /// C.2), so that regions of the data can have different precision. Set a smallest scale that fits the data's unit, because
    /// values that repeat exactly drive the scale to its minimum.
    /// </summary>
    PerRow,
}
