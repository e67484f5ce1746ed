using static TorchSharp.torch;

namespace VaeMlNet;

/// <summary>The rows of a training step.</summary>
/// <param name="Batch">The rows to reconstruct, and their weights.</param>
/// <param name="Input">The input of the encoder, [n, D].</param>
/// <param name="Noise">The noise for sampling z, [n, Z].</param>
internal sealed record StepRows(TrainingBatch Batch, Tensor Input, Tensor Noise)
{
    /// <summary>Gets the labeled rows of the step; null without labels.</summary>
    public LabeledBatch? Labeled { get; init; }

    /// <summary>Gets the rows to reconstruct, float32 [n, D].</summary>
    public Tensor Features => Batch.Features;

    /// <summary>Returns the numbers of rows of the shares of a batch. They differ by at most one.</summary>
    public static IEnumerable<long> ShareSizes(long rowCount, int count) =>
        Enumerable.Range(0, count).Select(index => First(rowCount, index + 1, count) - First(rowCount, index, count));

    /// <summary>Returns one share of the rows, as views.</summary>
    public StepRows Share(int index, int count)
    {
        var first = First(Features.shape[0], index, count);
        var length = First(Features.shape[0], index + 1, count) - first;
        Tensor Rows(Tensor all) => all.narrow(0, first, length);
        return new(new(Rows(Features), Batch.Weights is { } w ? Rows(w) : null), Rows(Input), Rows(Noise));
    }

    private static long First(long rowCount, int index, int count) => rowCount * index / count;
}
