using System.Diagnostics;

namespace Microsoft.ML.Runtime;

/// <summary>A channel whose messages reach <see cref="MLContext.Log"/>.</summary>
internal sealed class LogChannel : IChannel
{
    private readonly IExceptionContext _owner;
    private readonly Action<string, ChannelMessage> _log;
    private readonly Stopwatch _watch = Stopwatch.StartNew();
    private bool _disposed;

    public LogChannel(IExceptionContext owner, string fullName, Action<string, ChannelMessage> log)
    {
        _owner = owner;
        _log = log;
        ContextDescription = fullName;
        Trace(MessageSensitivity.None, "Channel started");
    }

    public string ContextDescription { get; }

    public TException Process<TException>(TException ex)
        where TException : Exception => _owner.Process(ex);

    public void Send(ChannelMessage msg) => _log(ContextDescription, msg);

    public void Trace(MessageSensitivity sensitivity, string fmt) => Send(ChannelMessageKind.Trace, sensitivity, fmt);

    public void Trace(MessageSensitivity sensitivity, string fmt, params object[] args) =>
        Send(ChannelMessageKind.Trace, sensitivity, fmt, args);

    public void Info(MessageSensitivity sensitivity, string fmt) => Send(ChannelMessageKind.Info, sensitivity, fmt);

    public void Info(MessageSensitivity sensitivity, string fmt, params object[] args) =>
        Send(ChannelMessageKind.Info, sensitivity, fmt, args);

    public void Warning(MessageSensitivity sensitivity, string fmt) =>
        Send(ChannelMessageKind.Warning, sensitivity, fmt);

    public void Warning(MessageSensitivity sensitivity, string fmt, params object[] args) =>
        Send(ChannelMessageKind.Warning, sensitivity, fmt, args);

    public void Error(MessageSensitivity sensitivity, string fmt) => Send(ChannelMessageKind.Error, sensitivity, fmt);

    public void Error(MessageSensitivity sensitivity, string fmt, params object[] args) =>
        Send(ChannelMessageKind.Error, sensitivity, fmt, args);

    public void Dispose()
    {
        if (_disposed)
        {
            return;
        }

        _disposed = true;
        Trace(MessageSensitivity.None, "Channel finished. Elapsed {0:c}.", _watch.Elapsed);
        Trace(MessageSensitivity.None, "Channel disposed");
    }

    private void Send(ChannelMessageKind kind, MessageSensitivity sensitivity, string fmt, object[] args = null) =>
        Send(new ChannelMessage(kind, sensitivity, fmt, args));
}
