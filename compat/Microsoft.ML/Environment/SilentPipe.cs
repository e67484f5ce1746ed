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
