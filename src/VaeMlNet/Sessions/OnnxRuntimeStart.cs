using System.Diagnostics.CodeAnalysis;
using Microsoft.ML.OnnxRuntime;

namespace VaeMlNet;

/// <summary>
/// Starts ONNX Runtime on another thread while a model is read, because its start takes as long as opening a small model folder.
/// </summary>
/// <remarks>
/// ONNX Runtime starts once in a process. The caller must dispose this object, which waits for the start: a process that ends
/// while a library is being loaded can crash.
/// </remarks>
internal sealed class OnnxRuntimeStart : IDisposable
{
    private static int isBegun;

    private readonly Thread? thread;

    /// <summary>Begins the start. Does nothing if it was begun before, or if there is only one processor.</summary>
    public OnnxRuntimeStart()
    {
        if (Environment.ProcessorCount == 1 || Interlocked.Exchange(ref isBegun, 1) != 0)
        {
            return;
        }

        thread = new(Run) { IsBackground = true };
        thread.Start();
    }

    public void Dispose() => thread?.Join();

    [SuppressMessage(
        "Design",
        "CA1031:Do not catch general exception types",
        Justification = "The first session fails with the same error, on the thread of the caller."
    )]
    private static void Run()
    {
        try
        {
            OnnxRuntimeTelemetry.TurnOffEvents();
            _ = OrtEnv.Instance();
        }
        catch (Exception)
        {
            // The session reports it.
        }
    }
}
