using Microsoft.ML.OnnxRuntime;

namespace VaeMlNet.Benchmarks.Encoding;

/// <summary>An ONNX Runtime session with the options that VaeMlNet gives its own.</summary>
/// <remarks>Runs may overlap.</remarks>
internal sealed class RawSession : IDisposable
{
    private static readonly string[] InputNames = [EncoderGraph.InputName];
    private static readonly string[] OutputNames = [EncoderGraph.OutputName];
    private readonly RunOptions runOptions = new();
    private readonly InferenceSession session;

    public RawSession(int threads)
    {
        using var options = new SessionOptions
        {
            ExecutionMode = ExecutionMode.ORT_SEQUENTIAL,
            InterOpNumThreads = 1,
            IntraOpNumThreads = threads,
        };
        options.AddSessionConfigEntry("session.intra_op.allow_spinning", "0");
        session = new InferenceSession(EncoderGraph.Path, options);
        OutputWidth = session.OutputMetadata[EncoderGraph.OutputName].Dimensions[1];
    }

    public int OutputWidth { get; }

    public void Run(OrtValue[] input, OrtValue[] output) =>
        session.Run(runOptions, InputNames, input, OutputNames, output);

    /// <summary>A tensor float32 [rowCount, width] over a part of an array.</summary>
    public static OrtValue[] Tensor(float[] values, int start, int rowCount, int width) =>
        [
            OrtValue.CreateTensorValueFromMemory(
                OrtMemoryInfo.DefaultInstance,
                values.AsMemory(start, rowCount * width),
                [rowCount, width]
            ),
        ];

    public void Dispose()
    {
        session.Dispose();
        runOptions.Dispose();
    }
}
