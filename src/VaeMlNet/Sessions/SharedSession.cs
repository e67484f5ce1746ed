using Microsoft.ML.OnnxRuntime;

namespace VaeMlNet;

/// <summary>An ONNX Runtime session with a reference count. Releasing the last reference disposes it.</summary>
/// <remarks>Thread-safe. ONNX Runtime allows concurrent runs of a session, but no run during its disposal.</remarks>
/// <param name="session">The session. This object owns it.</param>
/// <param name="settings">The settings of the session.</param>
/// <param name="cudaDevice">The CUDA device of the session; null for the CPU.</param>
/// <param name="fallbackReason">The reason why the session uses the CPU although CUDA was requested; null otherwise.</param>
internal sealed class SharedSession(
    InferenceSession session,
    SessionSettings settings,
    int? cudaDevice = null,
    string? fallbackReason = null
)
{
    private int references;
    private long runCount;

    public string ExecutionProvider => cudaDevice is null ? SessionFactory.CpuProvider : SessionFactory.CudaProvider;

    public string? FallbackReason => fallbackReason;

    /// <summary>
    /// Gets a value indicating whether a run uses other threads than the calling one, which can then do other work.
    /// </summary>
    public bool RunsBesideTheCaller => cudaDevice is not null || settings.IntraOpThreadCount > 1;

    public int RunsAtOnce => settings.RunsAtOnce;

    /// <summary>Gets the number of runs. Tests of lazy evaluation use it.</summary>
    public long RunCount => Interlocked.Read(ref runCount);

    public int References => Volatile.Read(ref references);

    public void AddReference() => Interlocked.Increment(ref references);

    /// <summary>Releases one reference. Returns true if it was the last one and the session was disposed.</summary>
    public bool Release()
    {
        if (Interlocked.Decrement(ref references) > 0)
        {
            return false;
        }

        session.Dispose();
        return true;
    }

    /// <summary>Creates options for runs. The caller must dispose them.</summary>
    public RunOptions CreateRunOptions()
    {
        var options = new RunOptions();
        if (cudaDevice is { } device && !settings.KeepMemory)
        {
            options.AddRunConfigEntry(
                "memory.enable_memory_arena_shrinkage",
                FormattableString.Invariant($"gpu:{device}")
            );
        }

        return options;
    }

    /// <summary>Runs into outputs that ONNX Runtime allocates, of any shape. The caller must dispose them.</summary>
    public IDisposableReadOnlyCollection<OrtValue> Run(RunOptions options, TensorSet inputs, string[] outputNames)
    {
        Interlocked.Increment(ref runCount);
        return session.Run(options, inputs.Names, inputs.Values, outputNames);
    }

    public void Run(RunOptions options, TensorSet inputs, TensorSet outputs)
    {
        Interlocked.Increment(ref runCount);
        if (cudaDevice is null)
        {
            session.Run(options, inputs.Names, inputs.Values, outputs.Names, outputs.Values);
        }
        else
        {
            RunBound(options, inputs, outputs);
        }
    }

    /// <summary>
    /// Binds inputs and outputs and runs. Binding copies inputs to the device, so they are bound for each run. Outputs are
    /// copied into the bound memory.
    /// </summary>
    private void RunBound(RunOptions options, TensorSet inputs, TensorSet outputs)
    {
        using var binding = session.CreateIoBinding();
        for (var i = 0; i < inputs.Names.Length; i++)
        {
            binding.BindInput(inputs.Names[i], inputs.Values[i]);
        }

        for (var i = 0; i < outputs.Names.Length; i++)
        {
            binding.BindOutput(outputs.Names[i], outputs.Values[i]);
        }

        binding.SynchronizeBoundInputs();
        session.RunWithBinding(options, binding);
        binding.SynchronizeBoundOutputs();
    }
}
