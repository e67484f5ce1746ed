using CsvHelper;

namespace VaeMlNet.Worker;

/// <summary>The result of one message as CSV text in memory.</summary>
internal sealed class ResultText : IDisposable
{
    // A guess that fits small messages; longer results grow.
    private const int BytesPerCell = 12;
    private const int MostBytesAtFirst = 1 << 16;

    private readonly LimitedStream stream;

    /// <summary>Begins a result.</summary>
    /// <param name="header">Its columns.</param>
    /// <param name="rowEstimate">About how many rows will follow.</param>
    /// <param name="limit">The most bytes of the text.</param>
    public ResultText(string[] header, int rowEstimate, int limit)
    {
        var guess = (rowEstimate + 1L) * header.Length * BytesPerCell;
        stream = new LimitedStream(limit) { Capacity = (int)Math.Min(guess, MostBytesAtFirst) };
        Csv = CsvTable.Writer(stream);
        Csv.WriteRecord(header);
    }

    /// <summary>Writes rows, ending each with <see cref="CsvWriter.EndRecord"/>.</summary>
    public CsvWriter Csv { get; }

    /// <summary>Rows so far.</summary>
    public int RowCount { get; set; }

    /// <summary>Ends the text.</summary>
    public ReadOnlyMemory<byte> Finish()
    {
        Csv.Flush();
        return stream.GetBuffer().AsMemory(0, (int)stream.Length);
    }

    /// <inheritdoc />
    public void Dispose() => Csv.Dispose();
}
