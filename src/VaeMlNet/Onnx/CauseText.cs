namespace VaeMlNet;

/// <summary>Inserts the message of one exception into the message of another.</summary>
internal static class CauseText
{
    /// <summary>Returns the message without a final full stop, because the sentence around it adds its own.</summary>
    public static string Reason(this Exception cause) => cause.Message.TrimEnd('.');
}
