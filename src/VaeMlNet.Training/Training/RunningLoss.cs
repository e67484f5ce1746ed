using static TorchSharp.torch;

namespace VaeMlNet;

/// <summary>Computes the mean loss over the rows of an epoch so far.</summary>
/// <remarks>Steps pass tensors, which are read together some steps later. On a GPU, every read waits for the device.</remarks>
/// <param name="divergence">Creates the error for a loss that is not finite.</param>
/// <param name="epoch">The number of the epoch, from 1, for that error.</param>
internal sealed class RunningLoss(Divergence divergence, int epoch)
{
    private readonly List<(Tensor Figures, long RowCount, StepSettings Settings)> unread = [];
    private int batch;
    private double reconstruction;
    private double kl;
    private double otherTerms;
    private double weight;
    private double beta;

    /// <summary>Gets the number of rows whose losses were read.</summary>
    public long RowCount { get; private set; }

    /// <summary>Gets the weighted mean over the rows that were read, with the weight of KL in the last step.</summary>
    public VaeLoss Mean => Loss(reconstruction, kl, otherTerms, weight, beta);

    /// <summary>Adds a step. Tensors that are read later move to the scope outside the step's scope.</summary>
    /// <param name="terms">The terms of each row.</param>
    /// <param name="ofLabels">The term of labels, the same for each row, a scalar; null for none.</param>
    /// <param name="batch">The rows.</param>
    /// <param name="settings">The settings of the step.</param>
    public void Add(ElboTerms terms, Tensor? ofLabels, TrainingBatch batch, StepSettings settings)
    {
        var reconstructions = terms.Reconstruction.detach(); // [n]
        var kls = terms.KlPerLatent.detach().sum(1); // [n]
        var weights = batch.Weights ?? ones_like(reconstructions); // [n]
        var figures = stack([
            (reconstructions * weights).sum(),
            (kls * weights).sum(),
            weights.sum(),
            batch.Features.abs().nan_to_num(0).max(), // missing cells of a table are NaN
            ofLabels is null ? zeros_like(weights).sum() : (ofLabels.detach() * weights).sum(),
        ]); // [5]
        unread.Add((figures.MoveToOuterDisposeScope(), batch.Features.shape[0], settings));
    }

    /// <summary>Adds a step whose losses are already numbers.</summary>
    /// <exception cref="VaeDivergenceException">A loss is not finite.</exception>
    public void Add(RowSums sums, long rowCount, StepSettings settings)
    {
        batch++;
        if (!double.IsFinite(sums.Reconstruction) || !double.IsFinite(sums.Kl) || !double.IsFinite(sums.OtherTerms))
        {
            var loss = Loss(sums.Reconstruction, sums.Kl, sums.OtherTerms, sums.Weight, settings.KlWeight);
            throw divergence.At(epoch, batch, loss, settings.LearningRate, sums.LargestFeature);
        }

        reconstruction += sums.Reconstruction;
        kl += sums.Kl;
        otherTerms += sums.OtherTerms;
        weight += sums.Weight;
        beta = settings.KlWeight;
        RowCount += rowCount;
    }

    /// <summary>Reads and disposes the tensors that were added.</summary>
    /// <exception cref="VaeDivergenceException">A loss is not finite.</exception>
    public void Read()
    {
        foreach (var step in unread)
        {
            var figures = TensorValues.Floats(step.Figures);
            step.Figures.Dispose();
            Add(new(figures[0], figures[1], figures[2], figures[3], figures[4]), step.RowCount, step.Settings);
        }

        unread.Clear();
    }

    // All rows so far can have the weight 0.
    private static VaeLoss Loss(double reconstruction, double kl, double otherTerms, double weight, double beta)
    {
        var divisor = weight > 0 ? weight : 1;
        return new(reconstruction / divisor, kl / divisor, beta) { OtherTerms = otherTerms / divisor };
    }
}
