using System.Globalization;
using CsvHelper;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace VaeMlNet.Cli.Tests;

/// <summary>Rows that a verb has written, as cells that can be compared: from a CSV file, or from ML.NET's binary format.</summary>
internal static class ResultFile
{
    /// <summary>Reads the rows of a CSV file. The numbers are formatted as .NET formats them.</summary>
    public static string[][] OfCsv(string path)
    {
        var file = CsvFile.Open(path);
        return
        [
            .. file.ReadRecords()
                .Select(record => Enumerable.Range(0, file.Header.Count).Select(i => Normal(record, i)).ToArray()),
        ];
    }

    /// <summary>Reads the rows of a binary file.</summary>
    public static string[][] OfIdv(IDataView rows)
    {
        string[][][] columns = [.. rows.Schema.Select(column => Cells(rows, column).ToArray())];
        return
        [
            .. Enumerable
                .Range(0, columns[0].Length)
                .Select(row => columns.SelectMany(column => column[row]).ToArray()),
        ];
    }

    /// <summary>Returns the names of a vector's slots.</summary>
    public static string[] SlotNames(DataViewSchema.Column column)
    {
        VBuffer<ReadOnlyMemory<char>> names = default;
        column.GetSlotNames(ref names);
        return Texts(names);
    }

    private static IEnumerable<string[]> Cells(IDataView rows, DataViewSchema.Column column) =>
        column.Type switch
        {
            BooleanDataViewType => rows.GetColumn<bool>(column.Name).Select(v => new[] { v ? "true" : "false" }),
            KeyDataViewType => Keys(rows, column),
            VectorDataViewType => rows.GetColumn<float[]>(column.Name).Select(v => v.Select(Text).ToArray()),
            _ => rows.GetColumn<float>(column.Name).Select(v => new[] { Text(v) }),
        };

    private static IEnumerable<string[]> Keys(IDataView rows, DataViewSchema.Column column)
    {
        var keys = rows.GetColumn<uint>(column.Name);
        if (!column.HasKeyValues())
        {
            return keys.Select(key => new[] { key == 0 ? "" : Text(key) });
        }

        VBuffer<ReadOnlyMemory<char>> values = default;
        column.GetKeyValues(ref values);
        var texts = Texts(values);
        return keys.Select(key => new[] { key == 0 ? "" : texts[(int)key - 1] });
    }

    private static string[] Texts(VBuffer<ReadOnlyMemory<char>> values) =>
        [.. values.DenseValues().Select(text => text.ToString())];

    private static string Normal(CsvRecord record, int index) =>
        float.TryParse(record.Cell(index), NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            ? Text(number)
            : record.Text(index);

    private static string Text(float number) =>
        float.IsNaN(number) ? "" : number.ToString("R", CultureInfo.InvariantCulture);
}
