namespace VaeMlNet;

/// <summary>Rows of a sample that are decoded together.</summary>
/// <remarks>For one thread at a time. Disposing it leaves the decoder's session open.</remarks>
/// <param name="source">The sample.</param>
/// <param name="tensors">The outputs of the decoder that are wanted.</param>
/// <param name="capacity">Rows of a full batch.</param>
internal abstract class SampleBatch(SampleSource source, IEnumerable<GraphTensor> tensors, int capacity) : IDisposable
{
    protected OnnxBatch Decoder { get; } = new(source.Decoder, [source.LatentTensor], tensors, capacity);

    /// <summary>Decodes rows of the sample.</summary>
    public void Decode(long first, int count)
    {
        for (var i = 0; i < count; i++)
        {
            source.Latents.Read(first + i, Decoder.Input<float>(0, i));
        }

        Decoder.Run(count);
        for (var i = 0; i < count; i++)
        {
            Decoded(i, first + i);
        }
    }

    /// <summary>Returns the values of a column in a row of the batch.</summary>
    public abstract ReadOnlySpan<T> Values<T>(int column, int row)
        where T : struct;

    public void Dispose() => Decoder.Dispose();

    /// <summary>Does what there is to do after a row was decoded.</summary>
    /// <param name="row">Its place in the batch.</param>
    /// <param name="number">Its number in the sample.</param>
    protected virtual void Decoded(int row, long number) { }
}
