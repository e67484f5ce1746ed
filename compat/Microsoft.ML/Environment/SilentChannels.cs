namespace Microsoft.ML.Runtime;

/// <summary>A pipe of messages other than log messages: an <see cref="MLContext"/> has no listener for them.</summary>
internal sealed class SilentPipe<TMessage>(IExceptionContext owner, string fullName) : IPipe<TMessage>
{
    public string ContextDescription => fullName;

    public TException Process<TException>(TException ex)
        where TException : Exception => owner.Process(ex);

    public void Send(TMessage msg) { }

    public void Dispose() { }
}

/// <summary>A progress channel: an <see cref="MLContext"/> shows progress to nobody.</summary>
internal sealed class SilentProgressChannel : IProgressChannel
{
    public void SetHeader(ProgressHeader header, Action<IProgressEntry> fillAction) { }

    public void Checkpoint(params double?[] values) { }

    public IProgressChannel StartProgressChannel(string name) => new SilentProgressChannel();

    public void Dispose() { }
}
