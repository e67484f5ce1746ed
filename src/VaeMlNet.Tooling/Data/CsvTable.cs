using CsvHelper;

namespace VaeMlNet.Tooling;

/// <summary>Writes CSV files row by row, with commas, LF line ends and numbers in the invariant culture.</summary>
internal static class CsvTable
{
    private static readonly CsvWriterOptions Options = new() { NewLine = "\n" };

    /// <summary>Writes a file. It appears when it is complete.</summary>
    /// <param name="path">The file to create or replace.</param>
    /// <param name="header">The column names.</param>
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

    /// <summary>
    /// Creates a writer to a stream, which stays open. The caller must flush and dispose the writer.
    /// </summary>
    public static CsvWriter Writer(Stream stream) => CsvWriter.Create(stream, Options, leaveOpen: true);
}
