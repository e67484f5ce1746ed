namespace VaeMlNet.Worker;

/// <summary>The operation of a worker on the rows of messages.</summary>
internal interface IMessagePass
{
    /// <summary>
    /// Gets whether one consumer must get all messages of the queue, because the result of a row depends on the rows before.
    /// </summary>
    bool NeedsAllMessages { get; }

    /// <summary>
    /// Gets the number of cells by column whose text is not in the training data. The encoder reads them as missing.
    /// </summary>
    IReadOnlyDictionary<string, long> UnknownTexts { get; }

    /// <summary>Processes messages. An invalid message does not affect the others.</summary>
    /// <param name="messages">The messages, in the order of their arrival.</param>
    /// <returns>The outcomes, in the order of the messages.</returns>
    IReadOnlyList<MessageOutcome> Run(IReadOnlyList<QueuedMessage> messages);

    /// <summary>Forgets what is kept for a message that was acknowledged. Another pass may run meanwhile.</summary>
    void Acknowledged(QueuedMessage message);
}
