namespace VaeMlNet.Cli;

/// <summary>Loads the libraries of TorchSharp on another thread, if there is another processor, while rows are read.</summary>
/// <remarks>The caller must dispose this object, which waits for the thread: a process that ends while a library is being loaded can crash.</remarks>
internal sealed class TorchStart : IDisposable
{
    private readonly Task loading =
        Environment.ProcessorCount > 1 ? Task.Run(() => new VaeTrainer(new())) : Task.CompletedTask;

    // An error is that of the caller's trainer, too.
    public void Dispose() => ((IAsyncResult)loading).AsyncWaitHandle.WaitOne();
}
