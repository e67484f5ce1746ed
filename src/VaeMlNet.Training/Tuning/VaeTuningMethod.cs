namespace VaeMlNet;

/// <summary>The way in which a <see cref="VaeTuner"/> spends training time on its trials.</summary>
public enum VaeTuningMethod
{
    /// <summary>
    /// Successive halving in brackets of nine trials, with the factor 3 (Jamieson &amp; Talwalkar 2016; Li et al. 2018): all nine train for a
    /// ninth of their epochs, the best three again for a third, and the best one for all. A bracket takes the time of three trials.
    /// </summary>
    Halving,

    /// <summary>Random search (Bergstra &amp; Bengio 2012): every trial trains for all of its epochs.</summary>
    Random,
}
