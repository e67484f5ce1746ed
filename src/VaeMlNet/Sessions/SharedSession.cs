using Microsoft.ML.OnnxRuntime;

namespace VaeMlNet;

/// <summary>One ONNX Runtime session with a reference count; disposed with the last reference.</summary>
/// <remarks>Thread-safe. ONNX Runtime allows any number of concurrent runs of a session, but no run during its disposal.</remarks>
/// <param name="session">The session, which becomes this object's.</param>
/// <param name="settings">The settings with which it was opened.</param>
/// <param name="cudaDevice">The CUDA device that it runs on; null for the CPU.</param>
/// <param name="fallbackReason">The reason why it runs on the CPU although CUDA was requested; null otherwise.</param>
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
    /// Gets a value indicating whether a run uses threads other than the calling one, which can then do other work.
    /// </summary>
    public bool RunsBesideTheCaller => cudaDevice is not null || settings.IntraOpThreadCount > 1;

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

    /// <summary>Memory for the inputs and outputs of runs, of the kind that is best for the device.</summary>
    public PinnedBlock Allocate(int length) =>
        cudaDevice is { } device
        && NativeBlock.TryAllocate(session, NativeBlock.CudaPinned(device), length) is { } pinned
            ? pinned
            : new PooledBlock(length);

    /// <summary>Options for runs, which the caller disposes.</summary>
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

    /// <summary>
    /// Runs into outputs that ONNX Runtime allocates, of whatever shape they turn out to be. The caller disposes them.
    /// </summary>
    public IDisposableReadOnlyCollection<OrtValue> Run(
        RunOptions options,
        string[] inputNames,
        OrtValue[] inputs,
        string[] outputNames
    )
    {
        Interlocked.Increment(ref runCount);
        return session.Run(options, inputNames, inputs, outputNames);
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
        if (cudaDevice is null)
        {
            session.Run(options, inputNames, inputs, outputNames, outputs);
        }
        else
        {
            RunBound(options, inputNames, inputs, outputNames, outputs);
        }
    }

    /// <summary>
    /// Inputs are copied to the device when they are bound, so they are bound for each run; outputs come back into the
    /// memory that is bound.
    /// </summary>
    private void RunBound(
        RunOptions options,
        string[] inputNames,
        OrtValue[] inputs,
        string[] outputNames,
        OrtValue[] outputs
    )
    {
        using var binding = session.CreateIoBinding();
        for (var i = 0; i < inputs.Length; i++)
        {
            binding.BindInput(inputNames[i], inputs[i]);
        }

        for (var i = 0; i < outputs.Length; i++)
        {
            binding.BindOutput(outputNames[i], outputs[i]);
        }

        binding.SynchronizeBoundInputs();
        session.RunWithBinding(options, binding);
        binding.SynchronizeBoundOutputs();
    }
}
