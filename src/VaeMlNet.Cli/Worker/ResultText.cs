using CsvHelper;
using VaeMlNet.Cli.Data;

namespace VaeMlNet.Cli.Worker;

/// <summary>The result of one message as CSV text in memory.</summary>
internal sealed class ResultText : IDisposable
{
    private readonly MemoryStream stream;

    /// <summary>Begins a result.</summary>
    /// <param name="header">Its columns.</param>
    /// <param name="rowEstimate">About how many rows will follow.</param>
    public ResultText(string[] header, int rowEstimate)
    {
        const int bytesPerCell = 12;
        stream = new MemoryStream((rowEstimate + 1) * header.Length * bytesPerCell);
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
