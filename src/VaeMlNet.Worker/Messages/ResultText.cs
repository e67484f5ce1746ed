using CsvHelper;

namespace VaeMlNet.Worker;

/// <summary>The result of one message as CSV text in memory.</summary>
internal sealed class ResultText : IDisposable
{
    // An estimate for small messages; the buffer of longer results grows.
    private const int BytesPerCell = 12;
    private const int MostBytesAtFirst = 1 << 16;

    private readonly LimitedStream stream;

    /// <summary>Starts a result.</summary>
    /// <param name="header">The columns of the result.</param>
    /// <param name="rowEstimate">The approximate number of rows that will follow.</param>
    /// <param name="limit">The largest number of bytes of the text.</param>
    public ResultText(string[] header, int rowEstimate, int limit)
    {
        var guess = (rowEstimate + 1L) * header.Length * BytesPerCell;
        stream = new LimitedStream(limit) { Capacity = (int)Math.Min(guess, MostBytesAtFirst) };
        Csv = CsvTable.Writer(stream);
        Csv.WriteRecord(header);
    }

    /// <summary>Gets the writer of the rows. Each row ends with <see cref="CsvWriter.EndRecord"/>.</summary>
    public CsvWriter Csv { get; }

    /// <summary>Gets or sets the number of rows written so far.</summary>
    public int RowCount { get; set; }

    /// <summary>Completes the text and returns it.</summary>
    public ReadOnlyMemory<byte> Finish()
    {
        Csv.Flush();
        return stream.GetBuffer().AsMemory(0, (int)stream.Length);
    }

    public void Dispose() => Csv.Dispose();
}

/// <summary>A stream in memory with a limited size.</summary>
internal sealed class LimitedStream(int limit) : MemoryStream
{
    private bool isFull;

    /// <inheritdoc />
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
