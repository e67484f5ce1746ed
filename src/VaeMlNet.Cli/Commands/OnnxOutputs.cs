using System.Globalization;
using CsvHelper;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace VaeMlNet.Cli;

/// <summary>
/// The outputs of an ONNX file as CSV columns: <c>name</c>, or <c>name_0</c>, <c>name_1</c>, ... where a row has
/// several values.
/// </summary>
/// <param name="names">The names of the outputs, in order.</param>
internal sealed class OnnxOutputs(IReadOnlyList<string> names)
{
    /// <summary>Returns the names of the CSV columns.</summary>
    /// <exception cref="CommandException">
    /// The size of an output is unknown, or its values are not numbers, Booleans or texts.
    /// </exception>
    public string[] Header(DataViewSchema schema) => [.. names.SelectMany(name => Names(schema[name]))];

    /// <summary>Returns an action that writes the current row.</summary>
    public Action<CsvWriter> Bind(DataViewRow row)
    {
        Action<CsvWriter>[] writers = [.. names.Select(name => Bind(row, row.Schema[name]))];
        return csv => Array.ForEach(writers, write => write(csv));
    }

    private static IEnumerable<string> Names(DataViewSchema.Column column) =>
        column.Type is not VectorDataViewType vector || vector.Size == 1 ? [column.Name]
        : vector.Size > 1
            ? Enumerable
                .Range(0, vector.Size)
                .Select(slot => string.Create(CultureInfo.InvariantCulture, $"{column.Name}_{slot}"))
        : throw new CommandException(
            $"Output '{column.Name}' is {column.Type}: the number of values per row is unknown, so it cannot be written as columns. "
                + "Choose other outputs with --output."
        );

    private static Action<CsvWriter> Bind(DataViewRow row, DataViewSchema.Column column)
    {
        var type = (column.Type as VectorDataViewType)?.ItemType ?? column.Type;
        return type.RawType switch
        {
            Type t when t == typeof(float) => Values<float>(row, column, (csv, value) => csv.WriteField(value)),
            Type t when t == typeof(double) => Values<double>(row, column, (csv, value) => csv.WriteField(value)),
            Type t when t == typeof(long) => Values<long>(row, column, (csv, value) => csv.WriteField(value)),
            Type t when t == typeof(int) => Values<int>(row, column, (csv, value) => csv.WriteField(value)),
            Type t when t == typeof(uint) => Values<uint>(row, column, (csv, value) => csv.WriteField(value)),
            Type t when t == typeof(bool) => Values<bool>(
                row,
                column,
                (csv, v) => csv.WriteField(v ? "true" : "false")
            ),
            Type t when t == typeof(ReadOnlyMemory<char>) => Values<ReadOnlyMemory<char>>(
                row,
                column,
                (csv, value) => csv.WriteField(value.ToString())
            ),
            _ => throw new CommandException(
                $"Output '{column.Name}' is {column.Type}, which cannot be written as CSV. Choose other outputs with --output."
            ),
        };
    }

    private static Action<CsvWriter> Values<T>(
        DataViewRow row,
        DataViewSchema.Column column,
        Action<CsvWriter, T> write
    )
    {
        if (column.Type is not VectorDataViewType)
        {
            var scalar = row.GetGetter<T>(column);
            T value = default!;
            return csv =>
            {
                scalar(ref value);
                write(csv, value);
            };
        }

        return VectorCells.Bind(row, column, write);
    }
}
