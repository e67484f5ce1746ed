namespace VaeMlNet;

/// <summary>The schedules of the learning rate.</summary>
public enum VaeLearningRateSchedule
{
    /// <summary>Not at all.</summary>
    Constant,

    /// <summary>Multiplied by the factor every so many epochs.</summary>
    Step,

    /// <summary>The learning rate falls by a factor after every epoch.</summary>
    Exponential,

    /// <summary>Along half a cosine down to 0 at the last epoch's end (Loshchilov &amp; Hutter 2017, eq. 5).</summary>
    Cosine,

    /// <summary>
    /// Within every step: up from 1/25 to the full rate in the first 30 % of all steps, then down to a 250,000th, both
    /// along cosines (Smith &amp; Topin 2018, in the form of PyTorch's OneCycleLR; momentum stays as it is).
    /// </summary>
    OneCycle,

    /// <summary>
    /// Multiplied by the factor when the loss has not become lower for more than so many epochs; the validation loss,
    /// or without validation rows the training loss.
    /// </summary>
    ReduceOnPlateau,
}
