using static TorchSharp.torch;

namespace VaeMlNet;

/// <summary>The mean loss over the rows of an epoch so far.</summary>
/// <remarks>
/// Steps hand in scalar tensors that are read some steps later, all at once: on a GPU every read waits for the device.
/// </remarks>
/// <param name="options">The options that the divergence message quotes.</param>
/// <param name="epoch">The epoch, from 1, for the same message.</param>
internal sealed class RunningLoss(VaeTrainerOptions options, int epoch)
{
    private readonly List<(Tensor Reconstruction, Tensor Kl, long RowCount)> unread = [];
    private int batch;
    private double reconstruction;
    private double kl;

    /// <summary>The rows whose losses have been read.</summary>
    public long RowCount { get; private set; }

    /// <summary>The steps whose losses have not been read.</summary>
    public int UnreadCount => unread.Count;

    /// <summary>The mean over <see cref="RowCount"/> rows.</summary>
    public VaeLoss Mean => new(reconstruction / RowCount, kl / RowCount, options.Beta);

    /// <summary>Takes in a step's terms; they move to the scope outside the step's.</summary>
    public void Add(ElboTerms terms, long rowCount) =>
        unread.Add(
            (
                terms.MeanReconstruction().detach().MoveToOuterDisposeScope(),
                terms.MeanKl().detach().MoveToOuterDisposeScope(),
                rowCount
            )
        );

    /// <summary>Reads what has been handed in, and disposes it.</summary>
    /// <exception cref="InvalidOperationException">A loss is not finite: training has diverged.</exception>
    public void Read()
    {
        using var scope = NewDisposeScope();
        foreach (var step in unread)
        {
            batch++;
            var loss = new VaeLoss(step.Reconstruction.item<float>(), step.Kl.item<float>(), options.Beta);
            if (!double.IsFinite(loss.Total))
            {
                throw Divergence.At(epoch, batch, loss, options);
            }

            reconstruction += loss.Reconstruction * step.RowCount;
            kl += loss.Kl * step.RowCount;
            RowCount += step.RowCount;
            step.Reconstruction.Dispose();
            step.Kl.Dispose();
        }

        unread.Clear();
    }
}
