namespace Microsoft.ML.Runtime;

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
