namespace VaeMlNet;

/// <summary>Trains a linear classifier or regressor of the labels on the embeddings, together with the model.</summary>
/// <remarks>
/// Embeddings then contain what predicts the label, in a form that linear models can use. The label is a key (0: no label), a Boolean, or a
/// Single (NaN: no label). Keys are predicted by multinomial and Booleans by logistic regression, with the cross-entropy as the loss. For a
/// Single, the loss is half the squared error of the standardized number. The predictor is part of the training and of checkpoints, not of
/// the exported model. With labels for all rows it is the supervised autoencoder of Le, Patterson &amp; White 2018, with a VAE.
/// </remarks>
public sealed record LabelPredictionOptions : VaeLabelOptions
{
    /// <summary>Gets the weight of the mean loss of the labels, next to the negative ELBO of a row.</summary>
    /// <value>Default: 3. Range: finite and above 0.</value>
    /// <remarks>
    /// Choose a higher weight if the embeddings are only used to predict this label, and a lower one if reconstructions or scores become too
    /// much worse.
    /// </remarks>
    public double Weight { get; init; } = 3;

    internal override void Check(VaeTrainerOptions options)
    {
        base.Check(options);
        OptionRange.FiniteAboveZero(Weight, "Labels.Weight");
    }
}
