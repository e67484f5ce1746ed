namespace VaeMlNet;

/// <summary>The schedule by which the weight of the KL term reaches <see cref="VaeTrainerOptions.Beta"/>.</summary>
public enum VaeKlWarmUp
{
    /// <summary>It is there from the first step.</summary>
    None,

    /// <summary>It rises evenly from 0 with every step of the first epochs (Bowman et al. 2016, sec. 3.1).</summary>
    Linear,

    /// <summary>
    /// It rises evenly from 0, stays, and starts again, several times (Fu et al. 2019, eq. 6 and 7): each cycle learns
    /// from latents that the one before has made informative.
    /// </summary>
    Cyclical,
}
