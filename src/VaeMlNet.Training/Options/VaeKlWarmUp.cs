namespace VaeMlNet;

/// <summary>The schedule by which the weight of the KL term reaches <see cref="VaeTrainerOptions.Beta"/>.</summary>
public enum VaeKlWarmUp
{
    /// <summary>The weight is constant from the first step.</summary>
    None,

    /// <summary>The weight rises linearly from 0 with every step of the first epochs (Bowman et al. 2016, sec. 3.1).</summary>
    Linear,

    /// <summary>
    /// The weight rises linearly from 0, stays constant, and starts again, several times (Fu et al. 2019, eq. 6 and 7). Each
    /// cycle continues with the informative latents of the previous cycle.
    /// </summary>
    Cyclical,
}
