namespace VaeMlNet.Worker;

/// <summary>Bytes in memory, up to a limit.</summary>
/// <param name="limit">The most bytes.</param>
internal sealed class LimitedStream(int limit) : MemoryStream
{
    private bool isFull;

    /// <inheritdoc />
    /// <exception cref="CommandException">The limit is passed. Thrown once; what is written after that is dropped.</exception>
    public override void Write(byte[] buffer, int offset, int count)
    {
        if (isFull)
        {
            return;
        }

        if (count > limit - Length)
        {
            isFull = true;
            throw new CommandException(
                $"The result is larger than the {limit} bytes of --max-message-bytes. Send fewer rows in a message."
            );
        }

        base.Write(buffer, offset, count);
    }
}
