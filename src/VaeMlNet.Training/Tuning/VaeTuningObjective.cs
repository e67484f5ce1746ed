namespace VaeMlNet;

/// <summary>The figure by which a <see cref="VaeTuner"/> compares models. It is measured on rows that the models were not trained on.</summary>
public enum VaeTuningObjective
{
    /// <summary>
    /// The importance-weighted bound on log p(x) with 50 samples (Burda et al. 2016), as a mean over rows in nats. Higher is better. The
    /// likelihood is not searched, because bounds of different likelihoods are in different units.
    /// </summary>
    Bound,

    /// <summary>
    /// The area under the ROC curve for planted anomalies, by the negative ELBO. Higher is better. An anomaly is a copy of a row in which a
    /// third of the cells, at least two, are replaced with the cells of other rows. Every cell is usual, and only the combination is not, so that a
    /// single column is refused. With a <see cref="VaeTunerOptions.TargetColumnName"/>, the anomalies are those that the column marks.
    /// </summary>
    Detection,

    /// <summary>
    /// The error of filled cells, as a mean over columns. Lower is better. A fifth of the observed cells is hidden. The error of a column of
    /// numbers is the root mean square error in standard deviations, and that of a column of categories the share of wrong cells. The error of a
    /// vector is the mean over its slots. Where <see cref="VaeTrainerOptions.TableSchema"/> says that a vector is a date, its slots are hidden
    /// together, and the error is that of the first one, the days.
    /// </summary>
    Imputation,

    /// <summary>
    /// The share of rows whose class a random forest predicts from the embeddings. Higher is better. The column of the classes is <see
    /// cref="VaeTunerOptions.TargetColumnName"/>, which the models do not read.
    /// </summary>
    Accuracy,
}
