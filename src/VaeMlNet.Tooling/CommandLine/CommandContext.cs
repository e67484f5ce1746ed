namespace VaeMlNet.Tooling;

/// <summary>The context of a verb: the terminal to write to, and the token that Ctrl-C cancels.</summary>
/// <param name="Terminal">The terminal to write to.</param>
/// <param name="CancellationToken">The token that Ctrl-C or a termination request cancels.</param>
internal sealed record CommandContext(CommandTerminal Terminal, CancellationToken CancellationToken)
{
    /// <summary>
    /// Runs work with a progress bar. A cancellation is thrown when the work reports progress, so the work itself
    /// needs no token.
    /// </summary>
    /// <inheritdoc cref="CommandTerminal.RunWithBar" path="/param"/>
    public T RunWithBar<T>(string title, Func<IProgress<double>, T> work) =>
        Terminal.RunWithBar(title, bar => work(new CanceledProgress(bar, CancellationToken)));

    /// <summary>
    /// Runs work that cannot be canceled on another thread. After a cancellation it continues unobserved, so it must
    /// own no resources.
    /// </summary>
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
