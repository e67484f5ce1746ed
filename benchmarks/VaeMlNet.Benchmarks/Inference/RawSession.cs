using Microsoft.ML.OnnxRuntime;

namespace VaeMlNet.Benchmarks;

/// <summary>An ONNX Runtime session with the options that VaeMlNet uses.</summary>
/// <remarks>Thread safety: several threads at a time.</remarks>
internal sealed class RawSession : IDisposable
{
    private readonly string[] inputNames;
    private readonly string[] outputNames;
    private readonly RunOptions runOptions = new();
    private readonly InferenceSession session;

    public RawSession(GraphFile graph, int threads)
    {
        using var options = new SessionOptions
        {
            ExecutionMode = ExecutionMode.ORT_SEQUENTIAL,
            InterOpNumThreads = 1,
            IntraOpNumThreads = threads,
        };
        options.AddSessionConfigEntry("session.intra_op.allow_spinning", "0");
        session = new InferenceSession(graph.Path, options);
        inputNames = [graph.Input];
        outputNames = graph.Outputs;
        InputWidth = session.InputMetadata[graph.Input].Dimensions[1];
        OutputWidths = [.. outputNames.Select(name => session.OutputMetadata[name].Dimensions[1])];
    }

    public int InputWidth { get; }

    public int[] OutputWidths { get; }

    public void Run(OrtValue[] input, OrtValue[] outputs) =>
        session.Run(runOptions, inputNames, input, outputNames, outputs);

    /// <summary>Creates a tensor, float32 [rowCount, width], over a part of an array.</summary>
    public static OrtValue Tensor(float[] values, int start, int rowCount, int width) =>
        OrtValue.CreateTensorValueFromMemory(
            OrtMemoryInfo.DefaultInstance,
            values.AsMemory(start, rowCount * width),
            [rowCount, width]
        );

    public void Dispose()
    {
        session.Dispose();
        runOptions.Dispose();
    }
}
