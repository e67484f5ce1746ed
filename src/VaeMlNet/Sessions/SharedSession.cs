using Microsoft.ML.OnnxRuntime;

namespace VaeMlNet;

/// <summary>One ONNX Runtime session with a reference count; disposed with the last reference.</summary>
/// <remarks>Thread-safe. ONNX Runtime allows any number of concurrent runs of a session, but no run during its disposal.</remarks>
internal sealed class SharedSession(InferenceSession session, string executionProvider, string? fallbackReason)
{
    private int references;
    private long runCount;

    public string ExecutionProvider { get; } = executionProvider;

    /// <summary>Why it runs on the CPU although CUDA was asked for; null otherwise.</summary>
    public string? FallbackReason { get; } = fallbackReason;

    /// <summary>Number of runs so far: what tests of laziness count.</summary>
    public long RunCount => Interlocked.Read(ref runCount);

    public int References => Volatile.Read(ref references);

    public void AddReference() => Interlocked.Increment(ref references);

    /// <summary>Gives one reference back; true when it was the last and the session is gone.</summary>
    public bool Release()
    {
        if (Interlocked.Decrement(ref references) > 0)
        {
            return false;
        }
        session.Dispose();
        return true;
    }

    public void Run(
        RunOptions options,
        string[] inputNames,
        OrtValue[] inputs,
        string[] outputNames,
        OrtValue[] outputs
    )
    {
        Interlocked.Increment(ref runCount);
        session.Run(options, inputNames, inputs, outputNames, outputs);
    }
}
