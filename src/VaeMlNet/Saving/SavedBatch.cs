namespace VaeMlNet;

/// <summary>The batch size of a restored step. It comes from a file that may be a stranger's, so it is checked.</summary>
internal static class SavedBatch
{
    /// <summary>Bytes of a batch's inputs and outputs: 10,000 rows of 784 numbers, and no harm to a small machine.</summary>
    private const long LargestLength = 32 << 20;

    /// <summary>The step with batches of at most that length, but of one row at least.</summary>
    public static BatchedOnnxStep Bounded(BatchedOnnxStep step)
    {
        var tensors = step.Graphs.SelectMany(g => g.Inputs).Concat(step.Outputs.Select(o => o.Tensor)).Distinct();
        var rowLength = Math.Max(1, tensors.Sum(t => (long)NumberTensor.RowLength(t)));
        return step with { BatchSize = (int)Math.Min(step.BatchSize, Math.Max(1, LargestLength / rowLength)) };
    }
}
