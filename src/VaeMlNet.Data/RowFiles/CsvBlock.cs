using System.Buffers;

namespace VaeMlNet.Data;

/// <summary>Some rows of a CSV file, in memory. Disposing it returns the memory to its pool.</summary>
internal sealed class CsvBlock : IDisposable
{
    private readonly byte[] buffer;

    /// <summary>Copies rows.</summary>
    /// <param name="file">The file of the rows.</param>
    /// <param name="text">The text of the file. It has kept the text of the rows.</param>
    /// <param name="start">The position of the first row.</param>
    /// <param name="end">The position after the last row.</param>
    /// <param name="firstRow">The index of the first row in the file, from 0.</param>
    /// <param name="rowCount">The number of rows.</param>
    public CsvBlock(CsvFile file, KeptBytes text, long start, long end, long firstRow, int rowCount)
    {
        // The line end before the rows is an empty line, which a reader skips. With it, a byte order mark in the middle of a file
        // is a part of its row.
        var length = checked((int)(end - start) + 1);
        buffer = ArrayPool<byte>.Shared.Rent(length);
        text.Copy(start - 1, buffer.AsSpan(0, length));
        Rows = file.Block(buffer.AsMemory(0, length), firstRow, rowCount);
    }

    /// <summary>Gets the rows, as a file with the same header. Row numbers in its messages are those in the block.</summary>
    public CsvFile Rows { get; }

    public void Dispose() => ArrayPool<byte>.Shared.Return(buffer);

    /// <summary>Divides the rows of a file into blocks. The caller disposes each block.</summary>
    /// <param name="file">The file.</param>
    /// <param name="batchSize">The number of rows of a batch. All blocks but the last one have whole batches.</param>
    /// <param name="leastBytes">The least length of a block in bytes, except for the last one.</param>
    /// <param name="progress">Receives the share of the file that has been read, in [0, 1].</param>
    public static IEnumerable<CsvBlock> Divide(CsvFile file, int batchSize, int leastBytes, IProgress<double>? progress)
    {
        using var stream = file.OpenStream();
        using KeptBytes text = new(stream);
        long start = 0;
        long firstRow = 0;
        var rowCount = 0;
        foreach (var position in file.FindRecords(text))
        {
            if (rowCount > 0 && rowCount % batchSize == 0 && position - start >= leastBytes)
            {
                yield return new CsvBlock(file, text, start, position, firstRow, rowCount);
                text.Release(position - 1);
                progress?.Report((double)stream.Position / stream.Length);
                firstRow += rowCount;
                rowCount = 0;
            }

            start = rowCount++ == 0 ? position : start;
        }

        if (rowCount > 0)
        {
            yield return new CsvBlock(file, text, start, text.Position, firstRow, rowCount);
        }
    }
}

/// <summary>The rows of a block could not be read or used.</summary>
/// <param name="cause">The error. Its message has the row's place in the block, not in the file.</param>
internal sealed class CsvBlockException(Exception cause) : Exception(cause.Message, cause);

/// <summary>Reads another stream, and keeps the bytes that were read until they are released.</summary>
/// <param name="source">The other stream. It is disposed with this one.</param>
internal sealed class KeptBytes(Stream source) : ForwardStream
{
    private const int FirstCapacity = 1 << 19;

    private byte[] kept = new byte[FirstCapacity];
    private long released;
    private int count;

    public override long Length => throw new NotSupportedException();

    /// <summary>Gets the number of bytes that were read.</summary>
    protected override long Place => released + count;

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

    protected override void Dispose(bool disposing)
    {
        source.Dispose();
        base.Dispose(disposing);
    }
}
