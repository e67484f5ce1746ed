using System.Diagnostics.CodeAnalysis;

namespace VaeMlNet.Cli;

/// <summary>Loads the libraries of TorchSharp on another thread while rows are read, which takes about as long as reading a small file.</summary>
/// <remarks>The caller must dispose this object, which waits for the thread: a process that ends while a library is being loaded can crash.</remarks>
internal sealed class TorchStart : IDisposable
{
    private readonly Thread? thread;

    /// <summary>Begins to load. Does nothing if there is only one processor.</summary>
    public TorchStart()
    {
        if (Environment.ProcessorCount > 1)
        {
            thread = new(Run) { IsBackground = true };
            thread.Start();
        }
    }

    public void Dispose() => thread?.Join();

    [SuppressMessage(
        "Design",
        "CA1031:Do not catch general exception types",
        Justification = "The trainer fails with the same error, on the thread of the caller."
    )]
    private static void Run()
    {
        try
        {
            _ = new VaeTrainer(new());
        }
        catch (Exception)
        {
            // The trainer reports it.
        }
    }
}
