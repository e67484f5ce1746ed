using Microsoft.ML.OnnxRuntime;

namespace VaeMlNet;

/// <summary>The values of one input or output of a graph for the rows of a batch.</summary>
internal abstract class BatchTensor(GraphTensor tensor) : IDisposable
{
    public GraphTensor Tensor => tensor;

    /// <summary>The values of neighboring rows, one row after the other.</summary>
    public abstract Span<T> Rows<T>(int first, int count)
        where T : struct;

    /// <summary>The first rows as ONNX Runtime takes them. Valid until the next call; this object disposes it.</summary>
    public abstract OrtValue Value(int rowCount);

    /// <summary>Takes over what a run wrote into the value of so many rows.</summary>
    public abstract void Receive(int rowCount);

    public abstract void Dispose();
}
