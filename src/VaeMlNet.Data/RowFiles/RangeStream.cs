namespace VaeMlNet.Data;

/// <summary>Reads ranges of files one after the other, as if they were one file.</summary>
/// <param name="ranges">The ranges, in order.</param>
/// <param name="open">Opens a range at its start.</param>
/// <param name="isText">
/// True if the ranges are lines of text. A line feed is then added after each range, so that a last line without a line end is one.
/// </param>
internal sealed class RangeStream(IReadOnlyList<FileRange> ranges, Func<FileRange, Stream> open, bool isText)
    : ForwardStream
{
    private Stream? file;
    private int next;
    private long left;
    private long position;

    public override long Length { get; } = ranges.Sum(range => range.Length + (isText ? 1 : 0));

    protected override long Place => position;

    public override int Read(Span<byte> buffer)
    {
        var count = 0;
        while (count == 0 && buffer.Length > 0 && (file is not null || OpenNext()))
        {
            count = left > 0 ? ReadRange(buffer) : EndRange(buffer);
        }

        position += count;
        return count;
    }

    protected override void Dispose(bool disposing)
    {
        file?.Dispose();
        base.Dispose(disposing);
    }

    private bool OpenNext()
    {
        if (next == ranges.Count)
        {
            return false;
        }

        var range = ranges[next++];
        file = open(range);
        left = range.Length;
        return true;
    }

    private int ReadRange(Span<byte> buffer)
    {
        var count = file!.Read(buffer[..(int)Math.Min(buffer.Length, left)]);
        left -= count;
        return count > 0 ? count : throw new EndOfStreamException($"it ends {left} bytes before its rows do");
    }

    private int EndRange(Span<byte> buffer)
    {
        file!.Dispose();
        file = null;
        buffer[0] = (byte)'\n';
        return isText ? 1 : 0;
    }
}

/// <summary>A stream that is read from another one. Its position is that in the other one, so that progress can be reported.</summary>
/// <param name="source">The other stream, which is disposed with this one.</param>
internal abstract class SourceStream(Stream source) : ForwardStream
{
    protected Stream Source { get; } = source;

    public override long Length => Source.Length;

    protected override long Place => Source.Position;

    protected override void Dispose(bool disposing)
    {
        Source.Dispose();
        base.Dispose(disposing);
    }
}

/// <summary>A stream that can only be read, from its beginning to its end.</summary>
internal abstract class ForwardStream : Stream
{
    public sealed override bool CanRead => true;

    public sealed override bool CanSeek => false;

    public sealed override bool CanWrite => false;

    public sealed override long Position
    {
        get => Place;
        set => throw new NotSupportedException();
    }

    /// <summary>Gets the position.</summary>
    protected abstract long Place { get; }

    public abstract override int Read(Span<byte> buffer);

    public sealed override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public sealed override void Flush() { }

    public sealed override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public sealed override void SetLength(long value) => throw new NotSupportedException();

    public sealed override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
