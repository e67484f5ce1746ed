namespace VaeMlNet.Worker;

/// <summary>The broker is gone, or has closed the channel: what is not acknowledged will be delivered again.</summary>
internal sealed class BrokerLostException : Exception
{
    /// <summary>Creates the error.</summary>
    /// <param name="message">What the broker or the network said.</param>
    /// <param name="innerException">The cause.</param>
    public BrokerLostException(string message, Exception? innerException = null)
        : base(message, innerException) { }

    /// <summary>Gets whether the session ended because a message is larger than it takes.</summary>
    public bool IsTooLargeMessage { get; init; }
}
