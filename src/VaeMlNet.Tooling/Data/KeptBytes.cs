namespace VaeMlNet.Tooling;

/// <summary>Reads another stream, and keeps the bytes that were read until they are released.</summary>
/// <param name="source">The other stream. It is disposed with this one.</param>
internal sealed class KeptBytes(Stream source) : ForwardStream
{
    private const int FirstCapacity = 1 << 19;

    private byte[] kept = new byte[FirstCapacity];
    private long released;
    private int count;

    /// <inheritdoc />
    public override long Length => throw new NotSupportedException();

    /// <summary>Gets the number of bytes that were read.</summary>
    public override long Position
    {
        get => released + count;
        set => throw new NotSupportedException();
    }

    /// <summary>Copies kept bytes.</summary>
    /// <param name="start">The position of the first byte.</param>
    /// <param name="destination">The destination of the bytes.</param>
    public void Copy(long start, Span<byte> destination) =>
        kept.AsSpan((int)(start - released), destination.Length).CopyTo(destination);

    /// <summary>Releases the bytes before a position.</summary>
    public void Release(long position)
    {
        var dropped = (int)(position - released);
        kept.AsSpan(dropped, count - dropped).CopyTo(kept);
        released = position;
        count -= dropped;
    }

    /// <inheritdoc />
    public override int Read(Span<byte> buffer)
    {
        var read = source.Read(buffer);
        if (read > kept.Length - count)
        {
            Array.Resize(ref kept, (int)Math.Min(Array.MaxLength, Math.Max(2L * kept.Length, (long)count + read)));
        }

        buffer[..read].CopyTo(kept.AsSpan(count));
        count += read;
        return read;
    }

    /// <inheritdoc />
    protected override void Dispose(bool disposing)
    {
        source.Dispose();
        base.Dispose(disposing);
    }
}
