using Parquet;
using Parquet.Schema;

namespace VaeMlNet.Tests.Shared;

/// <summary>Parquet files for tests.</summary>
public static class ParquetBytes
{
    /// <summary>
    /// Gets a file of DuckDB 1.5.6 with 40 rows, whose columns are encoded as differences (parquet_version v2): ts, the time 2024-02-29 10:11:12.5 and one day later in each row,
    /// null in row 2; dt, the day; d4 and d8, decimals of 32 and 64 bits; tm, the time of day 10:11:12 and one minute later in each row, null in row 3.
    /// </summary>
    public static byte[] OfDifferences =>
        Convert.FromBase64String(
            "UEFSMRUAFb4TFc4BLBVQFQoVBhUGAADfCSghAAAAQf3/////AGYBAEiAEAgnwMTxqc+giQaAgLvdgwUlES0MYNcdFBEM/gEA/gEA/gEA/gEA/gEA/gEA/gEA/gEA/gEA/gEA"
                + "/gEA/gEA/gEA/gEA/gEA/gEA/gEA/gEASgEAFQAVLBUwLBVQFQoVBhUGAAAWVAIAAABQAYAQCCiMtQICAAAAAAAAAAAVABUqFS4sFVAVChUGFQYAABVQAgAAAFABgBAIKAD6"
                + "AQAAAAAAAAAAFQAVMhU2LBVQFQoVBhUGAAAZYAIAAABQAYAQCCgAmpPYn+5HAAAAAAAAAAAVABX2DRWgASwVUBUKFQYVBgAA+wYoIQAAAEH7/////wBmAQA4gBAIJ4DAkp2R"
                + "AoCcnDkaHSkIHE4OHQ7+AQD+AQD+AQD+AQD+AQD+AQD+AQD+AQD+AQD+AQD+AQD+AQC2AQAVBBlsNQAYDWR1Y2tkYl9zY2hlbWEVCgAVBCUCGAJ0cyUUTIwSHCwAAAAAABUC"
                + "JQIYAmR0JQwAFQIlAhgCZDQlChUEFRIsXBUEFRIAAAAVBCUCGAJkOCUKFQQVJCxcFQQVJAAAABUEJQIYAnRtJRBMfBIcLAAAAAAAFlAZHBlcJgAcFQQZFQoZGAJ0cxUCFlAW"
                + "5BMW9AEmCDwYCCDRbQaTFQYAGAggMZ56ghIGABYCKAgg0W0GkxUGABgIIDGeeoISBgAREQAAACYAHBUCGRUKGRgCZHQVAhZQFk4WUib8ATwYBG1NAAAYBEZNAAAWACgEbU0A"
                + "ABgERk0AABERAAAAJgAcFQIZFQoZGAJkNBUCFlAWTBZQJs4CPBgECxMAABgEAAAAABYAKAQLEwAAGAQAAAAAEREAAAAmABwVBBkVChkYAmQ4FQIWUBZUFlgmngM8GAg7uz1d"
                + "yisAABgIAAAAAAAAAAAWACgIO7s9XcorAAAYCAAAAAAAAAAAEREAAAAmABwVBBkVChkYAnRtFQIWUBacDhbGASb2AzwYCADhSxUJAAAAGAgAUNKJCAAAABYCKAgA4UsVCQAA"
                + "ABgIAFDSiQgAAAAREQAAABbuIxZQJggWtAUAKChEdWNrREIgdmVyc2lvbiB2MS41LjYgKGJ1aWxkIDA2OWNjOWY5YjUpGVwcAAAcAAAcAAAcAAAcAAAAEQIAAFBBUjE="
        );

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
