namespace VaeMlNet;

/// <summary>Trains an anomaly detector, and then adds to its score what known anomalies have in common.</summary>
/// <remarks>
/// <para>
/// The network learns without the labels. A logistic regression then tells the known anomalies from the training rows with the lower 70 % of the scores,
/// by the values of a row and by the nats of each of them. Its weights are added to the score (Das et al. 2016), slot by slot, so that contributions
/// still add up. How strong they may be is chosen by leaving known anomalies out: if those have nothing in common, nothing is added.
/// </para>
/// <para>
/// The label is a Boolean, a Single that is 1 for anomalies, -1 for rows that are known to be normal, and 0 or NaN for other rows, or a key whose values
/// mean yes or no: true or false, yes or no, y or n, t or f, on or off, 1 or 0. Missing keys mark nothing, and other values are an error. Rows that are not marked may contain unknown anomalies. Known anomalies are not among the training rows in any other way: they
/// do not count in thresholds, p-values, validation losses, trimming or the number of rows. They are left out of validation data that has the
/// column. Rows that are known to be normal count as all other rows do.
/// </para>
/// </remarks>
public sealed record KnownAnomalyLabelOptions : VaeLabelOptions;
