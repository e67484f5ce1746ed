namespace VaeMlNet.Worker;

/// <summary>A stream in memory with a limited size.</summary>
/// <param name="limit">The largest number of bytes.</param>
internal sealed class LimitedStream(int limit) : MemoryStream
{
    private bool isFull;

    /// <inheritdoc />
    /// <exception cref="CommandException">The limit was exceeded. Thrown once; later writes are ignored.</exception>
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
