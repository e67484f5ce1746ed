using System.Globalization;
using CsvHelper;

namespace VaeMlNet.Benchmarks;

/// <summary>Figures of other methods under the same protocol, measured elsewhere.</summary>
internal sealed class ReferenceFigures
{
    /// <summary>The protocol of this benchmark.</summary>
    public const string Protocol = "std";

    private static readonly string[] Columns = ["dataset", "protocol", "method", "auroc_mean", "aupr_mean"];

    private readonly Dictionary<
        (string DataSet, string Method),
        (double AreaUnderRoc, double AveragePrecision)
    > figures = [];

    private ReferenceFigures() { }

    /// <summary>Gets the methods, in the order of the file.</summary>
    public IReadOnlyList<string> Methods => [.. figures.Keys.Select(key => key.Method).Distinct()];

    /// <summary>Reads the rows of the protocol "std".</summary>
    /// <param name="path">A CSV file with at least the columns dataset, protocol, method, auroc_mean and aupr_mean.</param>
    /// <exception cref="CommandException">The file is missing or damaged, or lacks a column.</exception>
    public static ReferenceFigures Read(string path)
    {
        ReferenceFigures read = new();
        using var reader = CsvReader.Create(InputFile.Open(path), new CsvReaderOptions { TrimWhitespace = true });
        reader.ReadHeader();
        int[] indices = [.. Columns.Select(column => IndexOf(column, [.. reader.Headers], path))];
        while (reader.Read())
        {
            string[] cells = [.. indices.Select(index => reader.GetString(index) ?? "")];
            if (cells[1] == Protocol)
            {
                read.figures[(cells[0], cells[2])] = (
                    Number(cells[3], reader.RowNumber, path),
                    Number(cells[4], reader.RowNumber, path)
                );
            }
        }

        return read.figures.Count > 0
            ? read
            : throw new CommandException($"'{path}' has no rows of protocol '{Protocol}'.");
    }

    /// <summary>Returns the figures of a method on a set, or null if the file has none.</summary>
    public (double AreaUnderRoc, double AveragePrecision)? Find(string dataSet, string method) =>
        figures.TryGetValue((dataSet, method), out var found) ? found : null;

    private static int IndexOf(string column, string[] header, string path)
    {
        var index = Array.IndexOf(header, column);
        return index >= 0
            ? index
            : throw new CommandException(
                $"'{path}' has no column '{column}'. A reference needs: {string.Join(", ", Columns)}."
            );
    }

    private static double Number(string text, long row, string path)
    {
        return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value)
            ? value
            : throw new CommandException($"'{path}', row {row}: '{text}' is not a number.");
    }
}
