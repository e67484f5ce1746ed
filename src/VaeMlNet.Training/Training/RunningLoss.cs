using static TorchSharp.torch;

namespace VaeMlNet;

/// <summary>The mean loss over the rows of an epoch so far.</summary>
/// <remarks>
/// Steps hand in tensors that are read some steps later, all at once: on a GPU every read waits for the device.
/// </remarks>
/// <param name="divergence">Makes the error for a loss that is not finite.</param>
/// <param name="epoch">The epoch, from 1, for the same.</param>
internal sealed class RunningLoss(Divergence divergence, int epoch)
{
    private readonly List<(Tensor Figures, long RowCount, StepSettings Settings)> unread = [];
    private int batch;
    private double reconstruction;
    private double kl;
    private double weight;
    private double beta;

    /// <summary>The rows whose losses have been read.</summary>
    public long RowCount { get; private set; }

    /// <summary>The mean over the rows read, by their weights; with the last step's weight of KL.</summary>
    public VaeLoss Mean => Loss(reconstruction, kl, weight, beta);

    /// <summary>Takes in a step; what is kept of it moves to the scope outside the step's.</summary>
    public void Add(ElboTerms terms, TrainingBatch batch, StepSettings settings)
    {
        var reconstructions = terms.Reconstruction.detach(); // [n]
        var kls = terms.KlPerLatent.detach().sum(1); // [n]
        var weights = batch.Weights ?? ones_like(reconstructions); // [n]
        var figures = stack([
            (reconstructions * weights).sum(),
            (kls * weights).sum(),
            weights.sum(),
            batch.Features.abs().nan_to_num(0).max(), // a table's missing cells are NaN
        ]); // [4]
        unread.Add((figures.MoveToOuterDisposeScope(), batch.Features.shape[0], settings));
    }

    /// <summary>Takes in a step whose figures are numbers already.</summary>
    /// <exception cref="VaeDivergenceException">A loss is not finite.</exception>
    public void Add(RowSums sums, long rowCount, StepSettings settings)
    {
        batch++;
        if (!double.IsFinite(sums.Reconstruction) || !double.IsFinite(sums.Kl))
        {
            var loss = Loss(sums.Reconstruction, sums.Kl, sums.Weight, settings.KlWeight);
            throw divergence.At(epoch, batch, loss, settings.LearningRate, sums.LargestFeature);
        }

        reconstruction += sums.Reconstruction;
        kl += sums.Kl;
        weight += sums.Weight;
        beta = settings.KlWeight;
        RowCount += rowCount;
    }

    /// <summary>Reads what has been handed in as tensors, and disposes it.</summary>
    /// <exception cref="VaeDivergenceException">A loss is not finite.</exception>
    public void Read()
    {
        foreach (var step in unread)
        {
            var figures = TensorValues.Floats(step.Figures);
            step.Figures.Dispose();
            Add(new(figures[0], figures[1], figures[2], figures[3]), step.RowCount, step.Settings);
        }

        unread.Clear();
    }

    // So far all rows may have had the weight 0.
    private static VaeLoss Loss(double reconstruction, double kl, double weight, double beta) =>
        weight > 0 ? new(reconstruction / weight, kl / weight, beta) : new(reconstruction, kl, beta);
}
