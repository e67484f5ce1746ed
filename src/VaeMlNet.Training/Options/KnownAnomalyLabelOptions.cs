namespace VaeMlNet;

/// <summary>Trains an anomaly detector with known anomalies as negative examples: rows that the model must not explain well.</summary>
/// <remarks>
/// <para>
/// The term of a known anomaly a is Weight * max(0, Margin + m - s(a)), with its negative ELBO s(a) and the median m of the negative ELBO of the
/// batch. So its score rises until it is Margin nats above that of usual rows, and then no further. As in Deep SAD (Ruff et al. 2020, eq. 7), a
/// few labeled anomalies enter a loss that is otherwise unsupervised; the margin is that of Hendrycks, Mazeika &amp; Dietterich 2019, sec. 4.4.
/// </para>
/// <para>
/// The label is a Boolean, a Single that is 1 for anomalies and 0 or NaN for other rows, or a key with the value true or 1. Rows that are not
/// marked may contain unknown anomalies. Known
/// anomalies are not among the training rows in any other way: they do not count in thresholds, p-values, validation losses, trimming or
/// the number of rows. They are left out of validation data that has the column.
/// </para>
/// </remarks>
public sealed record KnownAnomalyLabelOptions : VaeLabelOptions
{
    /// <summary>Gets the weight of the mean term of the known anomalies, next to the negative ELBO of a row.</summary>
    /// <value>Default: 10. Range: finite and above 0.</value>
    /// <remarks>Choose a lower weight if usual rows get worse scores than without known anomalies.</remarks>
    public double Weight { get; init; } = 10;

    /// <summary>Gets by how much the score of a known anomaly should be above that of usual rows, in nats.</summary>
    /// <value>Default: 100. Range: finite and above 0.</value>
    /// <remarks>
    /// Choose less, such as 10, if known anomalies resemble usual rows in most columns: a large margin then changes the scores of usual rows, too.
    /// </remarks>
    public double Margin { get; init; } = 100;

    internal override void Check(VaeTrainerOptions options)
    {
        base.Check(options);
        OptionRange.FiniteAboveZero(Weight, "Labels.Weight");
        OptionRange.FiniteAboveZero(Margin, "Labels.Margin");
    }
}
