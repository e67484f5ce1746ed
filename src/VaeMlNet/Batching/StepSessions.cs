namespace VaeMlNet;

/// <summary>A reference to the session of each graph of a step. Whoever opened them disposes them.</summary>
/// <remarks>Thread-safe.</remarks>
internal sealed class StepSessions : IDisposable
{
    private StepSessions(SessionLease[] leases) => Leases = leases;

    /// <summary>In the order of the step's graphs.</summary>
    public IReadOnlyList<SessionLease> Leases { get; }

    public string ExecutionProvider => Leases[0].ExecutionProvider;

    /// <inheritdoc cref="SharedSession.RunsBesideTheCaller"/>
    public bool RunBesideTheCaller => Leases[0].RunsBesideTheCaller;

    /// <summary>Why the CPU is used although CUDA was asked for; null otherwise.</summary>
    public string? FallbackReason => Leases.Select(l => l.FallbackReason).FirstOrDefault(r => r is not null);

    /// <exception cref="VaeModelException">ONNX Runtime does not accept a graph.</exception>
    /// <exception cref="InvalidOperationException">CUDA was asked for without fallback and cannot be used.</exception>
    public static StepSessions Open(BatchedOnnxStep step)
    {
        string owner = $"{step.Name}Transformer of model '{step.ModelFolder}'";
        var leases = new List<SessionLease>();
        try
        {
            foreach (StepGraph graph in step.Graphs)
            {
                leases.Add(GraphSession.Acquire(step.ModelFolder, graph.File, graph.Model, step.Settings, owner));
            }
            return new([.. leases]);
        }
        catch
        {
            leases.ForEach(l => l.Dispose());
            throw;
        }
    }

    public void ThrowIfDisposed() => Leases[0].ThrowIfDisposed();

    public void Dispose()
    {
        foreach (SessionLease lease in Leases)
        {
            lease.Dispose();
        }
    }
}
