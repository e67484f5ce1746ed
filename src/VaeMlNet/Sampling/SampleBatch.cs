namespace VaeMlNet;

/// <summary>Rows of a sample that are computed together.</summary>
/// <remarks>Used by one thread at a time. Disposing it does not close the sessions of the model.</remarks>
internal abstract class SampleBatch : IDisposable
{
    /// <summary>Computes rows of the sample.</summary>
    public abstract void Compute(long first, int count);

    /// <summary>Returns the values of a column in a row of the batch.</summary>
    public abstract RowValues Values(int column, int row);

    public abstract void Dispose();
}

/// <summary>Rows that are decoded from latents.</summary>
/// <param name="source">The sample.</param>
/// <param name="tensors">The requested outputs of the decoder.</param>
/// <param name="capacity">The number of rows of a full batch.</param>
internal abstract class DecodedBatch(DecodedSource source, IEnumerable<GraphTensor> tensors, int capacity) : SampleBatch
{
    private readonly TypedRows conditions = new(source.ConditionTensors, capacity);

    protected OnnxBatch Decoder { get; } =
        new(source.Decoder, [source.LatentTensor, .. source.ConditionTensors], tensors, capacity);

    public override void Compute(long first, int count)
    {
        for (var i = 0; i < count; i++)
        {
            source.Latents.Read(first + i, Decoder.Input<float>(0, i));
            source.Conditions?.Write(first + i, conditions, 0, i);
            for (var condition = 0; condition < source.ConditionTensors.Count; condition++)
            {
                conditions.Row<byte>(condition, i).CopyTo(Decoder.Input<byte>(1 + condition, i));
            }
        }

        Decoder.Run(count);
        for (var i = 0; i < count; i++)
        {
            Decoded(i, first + i);
        }
    }

    public override void Dispose() => Decoder.Dispose();

    /// <summary>Returns the values of a condition in a row of the batch.</summary>
    protected RowValues ConditionValues(int condition, int row) => conditions.Row(condition, row);

    /// <summary>Processes a decoded row further.</summary>
    /// <param name="row">The place of the row in the batch.</param>
    /// <param name="number">The number of the row in the sample.</param>
    protected virtual void Decoded(int row, long number) { }
}
