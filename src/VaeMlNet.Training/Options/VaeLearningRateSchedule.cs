namespace VaeMlNet;

/// <summary>The schedules of the learning rate.</summary>
public enum VaeLearningRateSchedule
{
    /// <summary>The learning rate is constant.</summary>
    Constant,

    /// <summary>
    /// The learning rate falls along half a cosine to 0 at the end of the last epoch (Loshchilov &amp; Hutter 2017, eq. 5).
    /// </summary>
    Cosine,

    /// <summary>
    /// The learning rate changes in every step: it rises from 1/25 to the full rate in the first 30 % of all steps, then falls
    /// to a 250,000th, both along cosines (Smith &amp; Topin 2018, in the form of PyTorch's OneCycleLR; momentum is constant).
    /// </summary>
    OneCycle,

    /// <summary>
    /// The learning rate is multiplied by the factor if the loss has not fallen for more than the given number of epochs. The
    /// loss is the validation loss, or the training loss without validation rows.
    /// </summary>
    ReduceOnPlateau,
}
