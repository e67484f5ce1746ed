namespace VaeMlNet;

/// <summary>The message of one exception within that of another.</summary>
internal static class CauseText
{
    /// <summary>The message without its full stop, which some have and some have not: the sentence around it adds its own.</summary>
    public static string Reason(this Exception cause) => cause.Message.TrimEnd('.');
}
