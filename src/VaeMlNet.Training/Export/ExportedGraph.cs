using Microsoft.ML.OnnxRuntime;
using static TorchSharp.torch;
using TensorElementType = Microsoft.ML.OnnxRuntime.Tensors.TensorElementType;

namespace VaeMlNet;

/// <summary>A written graph that ONNX Runtime runs.</summary>
internal sealed class ExportedGraph : IDisposable
{
    private readonly ModelGraph graph;
    private readonly InferenceSession session;

    /// <param name="graph">The graph.</param>
    /// <param name="files">The files of the model folder, by their names.</param>
    public ExportedGraph(ModelGraph graph, IReadOnlyDictionary<string, byte[]> files)
    {
        this.graph = graph;
        OnnxRuntimeTelemetry.TurnOffEvents();
        session = new InferenceSession(files[graph.FileName]);
    }

    /// <summary>
    /// Returns the outputs in order, with keys as numbers. The float32 tensors belong to the caller's dispose scope.
    /// </summary>
    public IReadOnlyList<Tensor> Compute(GraphRows rows)
    {
        using var options = new RunOptions();
        var inputs = graph.InputValues(rows);
        try
        {
            using var outputs = session.Run(options, graph.InputNames, inputs, graph.OutputNames);
            return [.. outputs.Select(output => tensor(Floats(output), output.GetTensorTypeAndShape().Shape))];
        }
        finally
        {
            foreach (var input in inputs)
            {
                input.Dispose();
            }
        }
    }

    public void Dispose() => session.Dispose();

    private static float[] Floats(OrtValue value) =>
        value.GetTensorTypeAndShape().ElementDataType == TensorElementType.UInt32
            ? Array.ConvertAll(value.GetTensorDataAsSpan<uint>().ToArray(), key => (float)key)
            : value.GetTensorDataAsSpan<float>().ToArray();
}
