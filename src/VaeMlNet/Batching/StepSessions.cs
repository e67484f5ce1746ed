using Microsoft.ML.Runtime;

namespace VaeMlNet;

/// <summary>References to the sessions of a step's graphs. The caller that opened them must dispose them.</summary>
/// <remarks>Thread-safe.</remarks>
internal sealed class StepSessions : IDisposable
{
    private StepSessions(SessionLease[] leases, RowIndependence? independence)
    {
        Leases = leases;
        Independence = independence;
    }

    /// <summary>Gets the references, in the order of the step's graphs.</summary>
    public IReadOnlyList<SessionLease> Leases { get; }

    /// <summary>Gets the observations about an uncertain batch axis; null if the axis is certain.</summary>
    public RowIndependence? Independence { get; }

    /// <summary>Gets a value indicating whether every run has one row.</summary>
    public bool IsRowByRow => Independence is { IsRefuted: true };

    public string ExecutionProvider => Leases[0].Session.ExecutionProvider;

    public bool RunBesideTheCaller => Leases[0].Session.RunsBesideTheCaller;

    /// <summary>Gets the number of batches that run at the same time. Those of an uncertain axis are compared one after the other.</summary>
    public int RunsAtOnce => Independence is null ? Leases[0].Session.RunsAtOnce : 1;

    /// <summary>Gets the reason why the CPU is used although CUDA was requested; null otherwise.</summary>
    public string? FallbackReason => Leases.Select(l => l.Session.FallbackReason).FirstOrDefault(r => r is not null);

    /// <summary>
    /// Opens the sessions. Reports in MLContext.Log if the CPU is used instead of CUDA, or if rows must run alone.
    /// </summary>
    /// <exception cref="VaeModelException">ONNX Runtime does not accept a graph.</exception>
    /// <exception cref="InvalidOperationException">CUDA was requested without fallback and cannot be used.</exception>
    public static StepSessions Open(BatchedOnnxStep step, IHostEnvironment environment)
    {
        var isUncertain = step.BatchAxis.IsUncertain;
        var sessions = Acquire(step, isUncertain ? new(environment, step.Name, step.ModelFolder) : null);
        try
        {
            FallbackNotice.Log(environment, step.Name, step.ModelFolder, step.Settings, sessions.FallbackReason);
            WarnOfMissingBatchAxis(environment, step);
            return sessions;
        }
        catch
        {
            sessions.Dispose();
            throw;
        }
    }

    /// <summary>
    /// Returns further references to the same sessions, for a variant of the step. The caller must dispose them.
    /// </summary>
    /// <exception cref="ObjectDisposedException">These references were disposed.</exception>
    public StepSessions Again(BatchedOnnxStep step)
    {
        ThrowIfDisposed();
        return Acquire(step, Independence);
    }

    public void ThrowIfDisposed() => Leases[0].ThrowIfDisposed();

    public void Dispose()
    {
        foreach (var lease in Leases)
        {
            lease.Dispose();
        }
    }

    private static StepSessions Acquire(BatchedOnnxStep step, RowIndependence? independence)
    {
        var leases = new List<SessionLease>();
        try
        {
            foreach (var graph in step.Graphs)
            {
                var model = step.ModelOf(graph);
                leases.Add(GraphSession.Acquire(step.ModelFolder, graph.File, model, step.Settings, step.Owner));
            }

            return new([.. leases], independence);
        }
        catch
        {
            leases.ForEach(l => l.Dispose());
            throw;
        }
    }

    private static void WarnOfMissingBatchAxis(IHostEnvironment environment, BatchedOnnxStep step)
    {
        if (step.BatchAxis.MissingBecause is { } reason)
        {
            using var channel = environment.Start(step.Name);
            channel.Warning(
                MessageSensitivity.None,
                "{0} runs model '{1}' one row at a time, as ApplyOnnxModel does: {2}. Export it with an open first dimension, such as 'N', on every input and output to run it in batches.",
                step.Name,
                step.ModelFolder,
                reason
            );
        }
    }
}
