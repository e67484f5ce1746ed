using System.Globalization;
using CsvHelper;

namespace VaeMlNet.Cli.Data;

/// <summary>
/// A CSV file with a header, separated by commas, semicolons, tabs or bars (found out from the first lines). Records are
/// read from the start by every enumeration. Errors name the file and the place in it.
/// </summary>
internal sealed class CsvFile
{
    private static readonly CsvReaderOptions Options = new()
    {
        TrimWhitespace = true,
        TrackLineNumbers = true,
        MalformedData = CsvMalformedDataHandling.Throw,
    };

    private readonly string[] header;

    private CsvFile(string path, string[] header)
    {
        Path = path;
        this.header = header;
    }

    /// <summary>The file's path as the user gave it, for messages.</summary>
    public string Path { get; }

    /// <summary>The column names, in order; one may be empty or there twice.</summary>
    public IReadOnlyList<string> Header => header;

    /// <summary>Opens a file and reads its header.</summary>
    /// <exception cref="CommandException">The file is missing, empty, without a header, or no CSV file.</exception>
    public static CsvFile Open(string path)
    {
        if (IdxHeader.StartsFile(path))
        {
            throw new CommandException($"'{path}' is an IDX file of images; a CSV file with a header is needed.");
        }

        using CsvReader reader = CsvReader.Create(InputFile.Open(path), Options);
        Guard(
            path,
            () =>
            {
                reader.ReadHeader();
                return true;
            }
        );
        string[] header = [.. reader.Headers];
        CheckHeader(header, path);
        return new CsvFile(path, header);
    }

    /// <summary>Reads the records one by one; yields one reader again and again, standing on the next record.</summary>
    /// <param name="progress">Told now and then which share of the file has been read, in [0, 1].</param>
    /// <exception cref="CommandException">The file is damaged, or a record has more or fewer cells than the header.</exception>
    public IEnumerable<CsvReader> ReadRecords(IProgress<double>? progress = null)
    {
        using FileStream stream = InputFile.Open(Path);
        using CsvReader reader = CsvReader.Create(stream, Options);
        while (Guard(Path, reader.Read))
        {
            InputFile.Report(progress, reader.RowNumber, stream);
            CheckCellCount(reader);
            yield return reader;
        }
    }

    /// <summary>The place of a column.</summary>
    /// <exception cref="CommandException">There is no such column, or more than one.</exception>
    public int IndexOf(string name)
    {
        int index = Array.IndexOf(header, name);
        if (index < 0)
        {
            throw new CommandException(
                $"CSV file '{Path}' has no column '{name}'. It has: {string.Join(", ", header.Select(h => $"'{h}'"))}."
            );
        }

        return Array.IndexOf(header, name, index + 1) < 0
            ? index
            : throw new CommandException($"CSV file '{Path}' has more than one column '{name}'. Rename one of them.");
    }

    /// <summary>Where the current record is, for messages.</summary>
    public string Place(CsvReader reader) => $"CSV file '{Path}', row {reader.RowNumber} (line {reader.LineNumber})";

    private static void CheckHeader(string[] header, string path)
    {
        if (header.All(string.IsNullOrEmpty))
        {
            throw new CommandException($"CSV file '{path}' is empty: expected a header line with the column names.");
        }

        if (header.All(name => float.TryParse(name, NumberStyles.Float, CultureInfo.InvariantCulture, out _)))
        {
            throw new CommandException(
                $"CSV file '{path}' has no header: its first line holds numbers only. Put the column names into the first line."
            );
        }
    }

    private static bool Guard(string path, Func<bool> read)
    {
        try
        {
            return read();
        }
        catch (CsvFormatException e)
        {
            throw new CommandException(
                $"CSV file '{path}' is damaged at line {e.LineNumber}: {e.Message.TrimEnd('.')}. Mend the line, or export the table again.",
                e
            );
        }
        catch (IOException e)
        {
            throw InputFile.Unreadable(path, e);
        }
    }

    private void CheckCellCount(CsvReader reader)
    {
        if (reader.FieldCount != header.Length)
        {
            throw new CommandException(
                $"{Place(reader)} has {reader.FieldCount} cells, but the header has {header.Length} columns."
            );
        }
    }
}
