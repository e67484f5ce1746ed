namespace VaeMlNet;

/// <summary>Limits the batch size of a restored step. It comes from a file that may be untrusted.</summary>
internal static class SavedBatch
{
    /// <summary>
    /// The largest number of bytes of a batch's inputs and outputs. It allows 10,000 rows of 784 numbers, and fits into the
    /// memory of a small machine.
    /// </summary>
    private const long LargestLength = 32 << 20;

    /// <summary>Returns the step with batches of at most that size, but of at least one row.</summary>
    public static BatchedOnnxStep Bounded(BatchedOnnxStep step)
    {
        var tensors = step.Graphs.SelectMany(g => g.Inputs).Concat(step.Outputs.Select(o => o.Tensor)).Distinct();
        var rowLength = Math.Max(1, tensors.Sum(t => (long)NumberTensor.RowLength(t)));
        return step with { BatchSize = (int)Math.Min(step.BatchSize, Math.Max(1, LargestLength / rowLength)) };
    }
}
