using static TorchSharp.torch;

namespace VaeMlNet;

/// <summary>The rows of one training step.</summary>
/// <remarks>
/// Rows in memory are gathered when they are read for the first time, so that each thread of a step can gather its share. Not
/// thread-safe; tensors belong to the dispose scope in which they are created.
/// </remarks>
internal sealed class TrainingBatch
{
    private readonly MemoryRows? source;
    private readonly Tensor? rowNumbers; // int64 [n]
    private Tensor? features;

    /// <param name="features">float32 [n, D].</param>
    /// <param name="weights">The weights of the rows, float32 [n], 1 on average over all rows; null if all weights are 1.</param>
    public TrainingBatch(Tensor features, Tensor? weights)
    {
        this.features = features;
        RowCount = features.shape[0];
        Weights = weights;
    }

    /// <param name="source">Rows in memory.</param>
    /// <param name="rowNumbers">The rows to gather, int64 [n].</param>
    /// <param name="weights">As for other rows.</param>
    public TrainingBatch(MemoryRows source, Tensor rowNumbers, Tensor? weights)
    {
        (this.source, this.rowNumbers) = (source, rowNumbers);
        RowCount = rowNumbers.shape[0];
        Weights = weights;
    }

    /// <summary>Gets the number n of rows.</summary>
    public long RowCount { get; }

    /// <summary>Gets the rows, float32 [n, D].</summary>
    public Tensor Features => features ??= source!.Take(rowNumbers!);

    /// <summary>Gets the weights, float32 [n]; null if all are 1.</summary>
    public Tensor? Weights { get; }

    /// <summary>Returns neighboring rows: views, unless the rows have not been gathered yet.</summary>
    public TrainingBatch Share(long first, long count)
    {
        var weights = Weights?.narrow(0, first, count);
        return features is null
            ? new(source!, rowNumbers!.narrow(0, first, count), weights)
            : new(features.narrow(0, first, count), weights);
    }
}
