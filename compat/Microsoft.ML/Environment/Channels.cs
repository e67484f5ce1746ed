namespace Microsoft.ML.Runtime;

public interface IChannelProvider : IExceptionContext
{
    IChannel Start(string name);

    IPipe<TMessage> StartPipe<TMessage>(string name);
}

public interface IPipe<TMessage> : IExceptionContext, IDisposable
{
    void Send(TMessage msg);
}

public interface IChannel : IPipe<ChannelMessage>
{
    void Trace(MessageSensitivity sensitivity, string fmt);

    void Trace(MessageSensitivity sensitivity, string fmt, params object[] args);

    void Info(MessageSensitivity sensitivity, string fmt);

    void Info(MessageSensitivity sensitivity, string fmt, params object[] args);

    void Warning(MessageSensitivity sensitivity, string fmt);

    void Warning(MessageSensitivity sensitivity, string fmt, params object[] args);

    void Error(MessageSensitivity sensitivity, string fmt);

    void Error(MessageSensitivity sensitivity, string fmt, params object[] args);
}

public readonly struct ChannelMessage
{
    private readonly object[] _args;
    private readonly string _format;

    public readonly ChannelMessageKind Kind;
    public readonly MessageSensitivity Sensitivity;

    internal ChannelMessage(
        ChannelMessageKind kind,
        MessageSensitivity sensitivity,
        string format,
        object[] args = null
    )
    {
        Kind = kind;
        Sensitivity = sensitivity;
        _format = format;
        _args = args;
    }

    public string Message => _args is null ? _format : string.Format(_format, _args);
}

public enum ChannelMessageKind
{
    Trace = 0,
    Info = 1,
    Warning = 2,
    Error = 3,
}

[Flags]
public enum MessageSensitivity
{
    None = 0,
    UserData = 1,
    Schema = 2,
    Unknown = -1,
    All = -1,
}
