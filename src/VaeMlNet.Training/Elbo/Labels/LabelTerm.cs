using static TorchSharp.torch;

namespace VaeMlNet;

/// <summary>Computes the term that labels add to the loss of a training step.</summary>
/// <remarks>Stateless. Intermediate tensors belong to the caller's dispose scope.</remarks>
internal abstract class LabelTerm
{
    /// <summary>Creates the term of options; null without labels.</summary>
    /// <param name="options">The use of the labels.</param>
    /// <param name="rowCount">The number of training rows, with and without labels.</param>
    public static LabelTerm? Create(VaeLabelOptions? options, long rowCount) =>
        options switch
        {
            null => null,
            SemiSupervisedLabelOptions semiSupervised => new SemiSupervisedTerm(semiSupervised, rowCount),
            KnownAnomalyLabelOptions anomalies => new KnownAnomalyTerm(anomalies),
            _ => throw new ArgumentOutOfRangeException(nameof(options), options, "This use of labels has no loss."),
        };

    /// <summary>Computes the weighted term, a scalar with gradients.</summary>
    /// <param name="network">The network.</param>
    /// <param name="labeled">The labeled rows of the step.</param>
    /// <param name="terms">The terms of the rows of the batch, which are not labeled.</param>
    /// <param name="klWeight">The weight of the KL term.</param>
    /// <param name="temperature">The temperature of relaxed latents.</param>
    public abstract Tensor Compute(
        VariationalAutoencoder network,
        LabeledBatch labeled,
        ElboTerms terms,
        double klWeight,
        double temperature
    );
}
