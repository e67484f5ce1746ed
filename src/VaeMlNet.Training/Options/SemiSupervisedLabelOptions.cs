namespace VaeMlNet;

/// <summary>
/// Makes the label a latent of the model, next to the Gaussian ones (model M2 of Kingma et al. 2014): the decoder computes p(x|y, z), and the encoder
/// a classifier q(y|x) beside q(z|x). Rows without a label train the classifier, too.
/// </summary>
/// <remarks>
/// <para>
/// Use it if few rows have labels, and rows of different labels form groups. The label is a Boolean, or a key (0: no label) of at least 2 categories.
/// The loss of a row without a label is the expectation over all labels under q(y|x), plus KL(q(y|x) || p(y)). Above 20 labels it is estimated from one
/// label, by the straight-through Gumbel-Softmax estimator at the temperature of <see cref="VaeTrainerOptions.TemperatureDecay"/>. Labeled rows add their negative ELBO with
/// their label, in proportion to their number, and <see cref="Weight"/> times the cross-entropy of q(y|x). Weights of rows (<see cref="VaeTrainingDataOptions"/>) count in all of them,
/// but not in the shares p(y).
/// </para>
/// <para>
/// The label's probabilities q(y|x) follow the Gaussian latents in each latent row. So they are in the embeddings, the decoder reads them, and samples
/// draw a label from p(y). The latents must be <see cref="GaussianLatentOptions"/> with a standard normal prior.
/// </para>
/// <para>
/// A classifier fits its few labels exactly after some epochs. Noise on the encoder's input (<see cref="VaeTrainerOptions.InputNoise"/>), which tables
/// have by default, makes it generalize.
/// </para>
/// </remarks>
public sealed record SemiSupervisedLabelOptions : VaeLabelOptions
{
    /// <summary>Gets the weight alpha of the mean cross-entropy of the labels, next to the negative ELBO of a row.</summary>
    /// <value>Default: 1. Range: finite and above 0.</value>
    /// <remarks>Choose a higher weight if the classifier contradicts many labels of the training rows.</remarks>
    public double Weight { get; init; } = 1;

    /// <summary>Gets a value indicating whether all labels have the same prior probability p(y).</summary>
    /// <value>Default: false, the share of each label among the labeled rows, counted with one row more.</value>
    /// <remarks>Choose true if the labeled rows were chosen to have about as many rows of each label.</remarks>
    public bool HasUniformPrior { get; init; }

    internal override void Check(VaeTrainerOptions options)
    {
        base.Check(options);
        OptionRange.FiniteAboveZero(Weight, "Labels.Weight");
        Require(options.Latent is GaussianLatentOptions, "Latent", options.Latent, nameof(GaussianLatentOptions));
        Require(options.Prior is StandardNormalPriorOptions, "Prior", options.Prior, "VaePriorOptions.StandardNormal");
    }

    private static void Require(bool condition, string name, object? value, string expected) =>
        OptionRange.Require(
            condition,
            name,
            value?.GetType().Name ?? "null",
            $"{expected} for {nameof(SemiSupervisedLabelOptions)}"
        );
}
