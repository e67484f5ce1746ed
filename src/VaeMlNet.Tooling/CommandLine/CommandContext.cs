namespace VaeMlNet.Tooling;

/// <summary>What every verb gets: where to write, and the token that Ctrl-C cancels.</summary>
/// <param name="Terminal">Where to write.</param>
/// <param name="CancellationToken">Canceled by Ctrl-C and by a termination request.</param>
internal sealed record CommandContext(CommandTerminal Terminal, CancellationToken CancellationToken)
{
    /// <summary>Runs work that knows of no cancellation under a bar: whoever reports progress is told of it.</summary>
    /// <inheritdoc cref="CommandTerminal.RunWithBar" path="/param"/>
    public T RunWithBar<T>(string title, Func<IProgress<double>, T> work) =>
        Terminal.RunWithBar(title, bar => work(new CanceledProgress(bar, CancellationToken)));

    /// <summary>Runs work that neither reports progress nor knows of cancellation; it is left alone, and must hold nothing.</summary>
    /// <param name="title">What is being done.</param>
    /// <param name="work">The work, run on another thread.</param>
    public T RunApart<T>(string title, Func<T> work) =>
        Terminal.RunWithBar(
            title,
            _ => Task.Run(work, CancellationToken).WaitAsync(CancellationToken).GetAwaiter().GetResult()
        );

    private sealed class CanceledProgress(IProgress<double> bar, CancellationToken cancellationToken)
        : IProgress<double>
    {
        public void Report(double value)
        {
            cancellationToken.ThrowIfCancellationRequested();
            bar.Report(value);
        }
    }
}
