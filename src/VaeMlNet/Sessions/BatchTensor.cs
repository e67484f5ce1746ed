using Microsoft.ML.OnnxRuntime;

namespace VaeMlNet;

/// <summary>The values of one input or output of a graph for the rows of a batch.</summary>
internal abstract class BatchTensor(GraphTensor tensor) : IDisposable
{
    public GraphTensor Tensor => tensor;

    /// <summary>Returns the values of neighboring rows, one row after the other.</summary>
    public abstract RowValues Rows(int first, int count);

    /// <summary>
    /// Returns the first rows as a value of ONNX Runtime. It is valid until the next call, and this object disposes it.
    /// </summary>
    public abstract OrtValue Value(int rowCount);

    /// <summary>Copies the results of a run from the value of that number of rows, if they are stored elsewhere.</summary>
    public abstract void Receive(int rowCount);

    public abstract void Dispose();
}
