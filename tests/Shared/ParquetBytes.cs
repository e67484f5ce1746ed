using Parquet;
using Parquet.Schema;

namespace VaeMlNet.Tests.Shared;

/// <summary>Parquet files for tests.</summary>
public static class ParquetBytes
{
    /// <summary>Creates a file of columns that may lack cells.</summary>
    /// <param name="columns">The names of the columns, and the cells of each.</param>
    /// <param name="groupRows">The number of rows in a row group.</param>
    /// <param name="metadata">The texts that programs add to a file.</param>
    public static byte[] Build(
        (string Name, Array Cells)[] columns,
        int groupRows = int.MaxValue,
        Dictionary<string, string>? metadata = null
    )
    {
        var fields = columns.Select(column => FieldOf(column.Name, column.Cells)).ToArray();
        using MemoryStream bytes = new();
        var writer = ParquetWriter.CreateAsync(new ParquetSchema(fields), bytes).GetAwaiter().GetResult();
        writer.CustomMetadata = metadata ?? [];
        var count = columns[0].Cells.Length;
        for (var first = 0; first < count; first += Math.Min(groupRows, count))
        {
            using var group = writer.CreateRowGroup();
            var length = Math.Min(groupRows, count - first);
            foreach (var (column, field) in columns.Zip(fields))
            {
                Write(group, field, column.Cells, first, length).GetAwaiter().GetResult();
            }
        }

        writer.DisposeAsync().AsTask().GetAwaiter().GetResult();
        return bytes.ToArray();
    }

    private static DataField FieldOf(string name, Array cells) =>
        cells is DateTime?[]
            ? new DateTimeDataField(name, DateTimeFormat.DateAndTimeMicros, isNullable: true)
            : new DataField(name, TypeOf(cells), isNullable: true);

    private static Type TypeOf(Array cells)
    {
        var type = cells.GetType().GetElementType()!;
        return Nullable.GetUnderlyingType(type) ?? type;
    }

    private static async Task Write(ParquetRowGroupWriter group, DataField field, Array cells, int first, int length)
    {
        switch (cells)
        {
            case string?[] texts:
                await group.WriteAsync(field, texts[first..(first + length)]!);
                break;
            case double?[] values:
                await group.WriteAsync<double>(field, values.AsMemory(first, length));
                break;
            case float?[] values:
                await group.WriteAsync<float>(field, values.AsMemory(first, length));
                break;
            case long?[] values:
                await group.WriteAsync<long>(field, values.AsMemory(first, length));
                break;
            case bool?[] values:
                await group.WriteAsync<bool>(field, values.AsMemory(first, length));
                break;
            case decimal?[] values:
                await group.WriteAsync<decimal>(field, values.AsMemory(first, length));
                break;
            case DateTime?[] values:
                await group.WriteAsync<DateTime>(field, values.AsMemory(first, length));
                break;
            case byte[]?[] values:
                await group.WriteAsync(field, values[first..(first + length)]!);
                break;
            default:
                throw new ArgumentException($"Cells of {cells.GetType()} are not written.", nameof(cells));
        }
    }
}
