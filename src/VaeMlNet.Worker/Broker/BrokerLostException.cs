namespace VaeMlNet.Worker;

/// <summary>
/// The connection to the broker is lost, or the broker closed the channel. It will deliver unacknowledged messages
/// again.
/// </summary>
internal sealed class BrokerLostException : Exception
{
    /// <summary>Creates the error.</summary>
    /// <param name="message">The reason that the broker or the network gave.</param>
    /// <param name="innerException">The cause.</param>
    public BrokerLostException(string message, Exception? innerException = null)
        : base(message, innerException) { }

    /// <summary>Gets whether the session ended because a message is larger than its limit.</summary>
    public bool IsTooLargeMessage { get; init; }
}
