using CsvHelper;

namespace VaeMlNet.Tooling;

/// <summary>Writes CSV files row by row: commas, LF line ends, numbers in the invariant culture.</summary>
internal static class CsvTable
{
    private static readonly CsvWriterOptions Options = new() { NewLine = "\n" };

    /// <summary>Writes a file; it appears when it is complete.</summary>
    /// <param name="path">The file to create or replace.</param>
    /// <param name="header">Column names.</param>
    /// <param name="writeRows">Writes the rows, ending each with <see cref="CsvWriter.EndRecord"/>.</param>
    /// <exception cref="CommandException">The file cannot be written.</exception>
    public static void Write(string path, string[] header, Action<CsvWriter> writeRows)
    {
        OutputFile.Write(
            path,
            stream =>
            {
                using var csv = Writer(stream);
                csv.WriteRecord(header);
                writeRows(csv);
                csv.Flush();
            }
        );
    }

    /// <summary>Writes the same to a stream, which stays open; the caller flushes and disposes the writer.</summary>
    public static CsvWriter Writer(Stream stream) => CsvWriter.Create(stream, Options, leaveOpen: true);
}
