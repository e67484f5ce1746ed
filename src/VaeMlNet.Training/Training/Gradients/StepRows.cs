using static TorchSharp.torch;

namespace VaeMlNet;

/// <summary>Rows of a training step.</summary>
/// <param name="Batch">What is reconstructed, and how much each row counts.</param>
/// <param name="Input">What the encoder sees, [n, D].</param>
/// <param name="Noise">What z is drawn with, [n, Z].</param>
internal sealed record StepRows(TrainingBatch Batch, Tensor Input, Tensor Noise)
{
    /// <summary>What is reconstructed, float32 [n, D].</summary>
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
