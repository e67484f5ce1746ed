using System.Globalization;

namespace VaeMlNet;

/// <summary>The diagnosis when the loss is no longer a number.</summary>
internal static class Divergence
{
    /// <summary>The loss of a training step is not finite.</summary>
    public static InvalidOperationException At(int epoch, int batch, VaeLoss loss, VaeTrainerOptions options) =>
        Stopped(string.Create(CultureInfo.InvariantCulture, $"epoch {epoch}, batch {batch}"), loss, options);

    /// <summary>The training losses were finite, but those with the weights of the epoch's end are not.</summary>
    public static InvalidOperationException AfterEpoch(int epoch, VaeLoss loss, VaeTrainerOptions options) =>
        Stopped(string.Create(CultureInfo.InvariantCulture, $"the end of epoch {epoch}"), loss, options);

    private static InvalidOperationException Stopped(string where, VaeLoss loss, VaeTrainerOptions options) =>
        new(
            string.Create(
                CultureInfo.InvariantCulture,
                $"Training stopped at {where}: loss is {loss.Total} (reconstruction {loss.Reconstruction:0.0E+00} nats, "
                    + $"KL {loss.Kl:0.0E+00} nats, beta {options.Beta}, learning rate {options.LearningRate}). "
                    + $"Lower LearningRate, or bring the features nearer to 0 with NormalizeMeanVariance."
            )
        );
}
