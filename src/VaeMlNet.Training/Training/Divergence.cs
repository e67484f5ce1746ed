using static System.FormattableString;

namespace VaeMlNet;

/// <summary>Creates the error for a loss that is not finite, with a diagnosis.</summary>
/// <param name="options">The options, whose values the messages contain.</param>
/// <param name="checkpoints">The checkpoints with good weights; null for none.</param>
internal sealed class Divergence(VaeTrainerOptions options, TrainingCheckpoints? checkpoints)
{
    /// <summary>Creates the error for a training step whose loss is not finite.</summary>
    public VaeDivergenceException At(int epoch, int batch, VaeLoss loss, double learningRate, double largestFeature) =>
        new(
            Message(Invariant($"epoch {epoch}, batch {batch}"), loss, learningRate)
                + Invariant($" The largest |x| in the batch is {largestFeature:0.0##E+00}.")
                + Advice
        )
        {
            Epoch = epoch,
            Batch = batch,
            Loss = loss,
            LargestFeature = largestFeature,
            CheckpointFolder = KeptFolder,
            CheckpointEpoch = checkpoints?.LastEpoch,
        };

    /// <summary>
    /// Creates the error for an epoch whose training losses were finite, but whose final weights give a loss that is not.
    /// </summary>
    public VaeDivergenceException AfterEpoch(int epoch, VaeLoss loss) =>
        new(Message(Invariant($"the end of epoch {epoch}"), loss, options.LearningRateOrDefault) + Advice)
        {
            Epoch = epoch,
            Loss = loss,
            CheckpointFolder = KeptFolder,
            CheckpointEpoch = checkpoints?.LastEpoch,
        };

    private string? KeptFolder => checkpoints?.LastEpoch is null ? null : checkpoints.Folder;

    private string Advice =>
        " Lower the learning rate, limit the gradients with Optimizer.MaxGradientNorm, or bring the features nearer to 0 with "
        + "NormalizeMeanVariance."
        + (
            checkpoints?.LastEpoch is { } epoch
                ? Invariant($" The weights after epoch {epoch} are kept in checkpoint '{checkpoints.Folder}'.")
                : " No weights are kept. With checkpoints, the last good ones are."
        );

    private static string Message(string where, VaeLoss loss, double learningRate)
    {
        var culprit =
            double.IsFinite(loss.Kl) ? "the reconstruction term is"
            : double.IsFinite(loss.Reconstruction) ? "the KL term is"
            : "both terms are";
        return Invariant(
            $"Training stopped at {where}: loss is {loss.Total} (reconstruction {loss.Reconstruction:0.0E+00} nats, KL {loss.Kl:0.0E+00} nats, beta {loss.Beta}, learning rate {learningRate}), {culprit} not finite."
        );
    }
}
