using System.Globalization;
using CsvHelper;

namespace VaeMlNet.Cli.Data;

/// <summary>
/// A CSV file with a header and a number in every cell that is used, separated by commas, semicolons, tabs or bars
/// (found out from the first lines), with points in decimals.
/// </summary>
internal sealed class CsvFeatureFile : FeatureFile
{
    private static readonly CsvReaderOptions Options = new()
    {
        TrimWhitespace = true,
        TrackLineNumbers = true,
        MalformedData = CsvMalformedDataHandling.Throw,
    };

    private readonly string[] header;
    private readonly int[] indices;

    private CsvFeatureFile(string[] header, int[] indices)
    {
        this.header = header;
        this.indices = indices;
    }

    /// <summary>Names of the columns taken, in order.</summary>
    public IReadOnlyList<string> ColumnNames => [.. indices.Select(i => header[i])];

    /// <inheritdoc />
    public override string FeatureNoun => "column";

    /// <summary>Opens a file and reads its header.</summary>
    /// <param name="path">The file.</param>
    /// <param name="columns">The columns to take, in this order; null takes all.</param>
    /// <exception cref="CommandException">The file is missing or empty, or lacks one of the columns.</exception>
    public static new CsvFeatureFile Open(string path, IReadOnlyList<string>? columns = null)
    {
        using CsvReader reader = CsvReader.Create(InputFile.Open(path), Options);
        Guard(path, reader.ReadHeader);
        string[] header = [.. reader.Headers];
        CheckHeader(header, path);
        int[] indices = columns is null
            ? [.. Enumerable.Range(0, header.Length)]
            : [.. columns.Select(name => IndexOf(name, header, path))];
        return new CsvFeatureFile(header, indices) { Path = path, Width = indices.Length };
    }

    /// <inheritdoc />
    public override IEnumerable<float[]> ReadRows(IProgress<double>? progress = null)
    {
        using FileStream stream = InputFile.Open(Path);
        using CsvReader reader = CsvReader.Create(stream, Options);
        while (Guard(Path, reader.Read))
        {
            Report(progress, reader.RowNumber, stream);
            yield return ParseRow(reader);
        }
    }

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

    private static int IndexOf(string name, string[] header, string path)
    {
        int index = Array.IndexOf(header, name);
        if (index < 0)
        {
            throw new CommandException(
                $"CSV file '{path}' has no column '{name}'. It has: {string.Join(", ", header.Select(h => $"'{h}'"))}."
            );
        }

        return Array.IndexOf(header, name, index + 1) < 0
            ? index
            : throw new CommandException($"CSV file '{path}' has more than one column '{name}'. Rename one of them.");
    }

    private static void Guard(string path, Action read)
    {
        Guard(
            path,
            () =>
            {
                read();
                return true;
            }
        );
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

    private float[] ParseRow(CsvReader reader)
    {
        if (reader.FieldCount != header.Length)
        {
            throw new CommandException(
                $"{Place(reader)} has {reader.FieldCount} cells, but the header has {header.Length} columns."
            );
        }

        float[] values = new float[indices.Length];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = ParseCell(reader, indices[i]);
        }

        return values;
    }

    private float ParseCell(CsvReader reader, int column)
    {
        ReadOnlySpan<byte> cell = reader.GetSpan(column);
        if (
            float.TryParse(cell, NumberStyles.Float, CultureInfo.InvariantCulture, out float value)
            && float.IsFinite(value)
        )
        {
            return value;
        }

        string fault = cell.IsEmpty ? "the cell is empty" : $"'{reader.GetString(column)}' is not a finite number";
        throw new CommandException(
            $"{Place(reader)}, column '{header[column]}': {fault}. Mend the cell, or name the columns to use with --columns."
        );
    }

    private string Place(CsvReader reader) => $"CSV file '{Path}', row {reader.RowNumber} (line {reader.LineNumber})";
}
