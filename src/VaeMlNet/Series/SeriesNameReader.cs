using System.Globalization;
using System.Numerics;
using Microsoft.ML;
using Microsoft.ML.Data;
using VaeMlNet.Views;

namespace VaeMlNet;

/// <summary>Reads the column that names the series of a row.</summary>
internal static class SeriesNameReader
{
    /// <summary>Returns whether a column of the type can name series.</summary>
    public static bool CanRead(DataViewType type) => type is TextDataViewType || Factory(type) is not null;

    /// <summary>Returns a getter of the name of the current row's series. Without a column, all rows have the empty name.</summary>
    /// <param name="row">The row or cursor.</param>
    /// <param name="columnName">The name of the column; null for none.</param>
    public static Func<ReadOnlyMemory<char>> Create(DataViewRow row, string? columnName)
    {
        if (columnName is null)
        {
            return () => default;
        }

        var found = row.Schema[columnName];
        return found.Type is TextDataViewType
            ? CurrentValue.Of<ReadOnlyMemory<char>>(row, found)
            : Factory(found.Type)!(row, found);
    }

    private static Func<DataViewRow, DataViewSchema.Column, Func<ReadOnlyMemory<char>>>? Factory(DataViewType type) =>
        type is KeyDataViewType or NumberDataViewType
            ? Type.GetTypeCode(type.RawType) switch
            {
                TypeCode.Byte => OfInteger<byte>,
                TypeCode.UInt16 => OfInteger<ushort>,
                TypeCode.UInt32 => OfInteger<uint>,
                TypeCode.UInt64 => OfInteger<ulong>,
                TypeCode.SByte => OfInteger<sbyte>,
                TypeCode.Int16 => OfInteger<short>,
                TypeCode.Int32 => OfInteger<int>,
                TypeCode.Int64 => OfInteger<long>,
                _ => null,
            }
            : null;

    private static Func<ReadOnlyMemory<char>> OfInteger<T>(DataViewRow row, DataViewSchema.Column column)
        where T : struct, IBinaryInteger<T>
    {
        var digits = new char[20];
        var texts = column.Type is KeyDataViewType ? KeyTexts.Read(column)?.Values : null;
        return CurrentValue.Of<T, ReadOnlyMemory<char>>(row, column, Name);

        ReadOnlyMemory<char> Name(T value) =>
            texts is null || ulong.CreateTruncating(value) > (ulong)texts.Count ? Digits(value)
            : T.IsZero(value) ? default
            : texts[int.CreateTruncating(value) - 1].AsMemory();

        ReadOnlyMemory<char> Digits(T value) =>
            value.TryFormat(digits, out var length, default, CultureInfo.InvariantCulture)
                ? digits.AsMemory(0, length)
                : value.ToString(null, CultureInfo.InvariantCulture).AsMemory();
    }
}

/// <summary>Reads the time of a row: seconds for dates and durations, and the number itself for numbers.</summary>
internal static class TimestampReader
{
    /// <summary>Returns whether a column of the type can be read.</summary>
    public static bool CanRead(DataViewType type) => Factory(type) is not null;

    /// <summary>Returns a getter of the current row's time. Without a column, every time is NaN.</summary>
    /// <param name="row">The row or cursor.</param>
    /// <param name="columnName">The name of the column; null for none.</param>
    public static Func<double> Create(DataViewRow row, string? columnName) =>
        columnName is not null && row.Schema[columnName] is var found
            ? Factory(found.Type)!(row, found)
            : () => double.NaN;

    /// <summary>Returns the seconds since 1970 in UTC.</summary>
    public static double Seconds(DateTime time) => (time - DateTime.UnixEpoch).TotalSeconds;

    private static Func<DataViewRow, DataViewSchema.Column, Func<double>>? Factory(DataViewType type) =>
        type switch
        {
            DateTimeDataViewType => (row, column) => CurrentValue.Of<DateTime, double>(row, column, Seconds),
            DateTimeOffsetDataViewType => (row, column) =>
                CurrentValue.Of<DateTimeOffset, double>(row, column, t => Seconds(t.UtcDateTime)),
            TimeSpanDataViewType => (row, column) =>
                CurrentValue.Of<TimeSpan, double>(row, column, t => t.TotalSeconds),
            _ when type.Equals(NumberDataViewType.Single) => (row, column) =>
                CurrentValue.Of<float, double>(row, column, t => t),
            _ when type.Equals(NumberDataViewType.Double) => (row, column) =>
                CurrentValue.Of<double, double>(row, column, t => t),
            _ when type.Equals(NumberDataViewType.Int32) => (row, column) =>
                CurrentValue.Of<int, double>(row, column, t => t),
            _ when type.Equals(NumberDataViewType.Int64) => (row, column) =>
                CurrentValue.Of<long, double>(row, column, t => t),
            _ => null,
        };
}

/// <summary>Reads the channels of a row: float32 [C], NaN for missing ones.</summary>
/// <param name="row">The row or cursor.</param>
/// <param name="columns">The columns of the channels, Single or Vector&lt;Single&gt;.</param>
internal sealed class ChannelsReader(DataViewRow row, IReadOnlyList<DataViewSchema.Column> columns)
{
    private readonly NumberColumnReader[] readers = [.. columns.Select(column => new NumberColumnReader(row, column))];
    private readonly float[] values = new float[columns.Sum(NumberColumnReader.WidthOf)];

    /// <summary>Gets the number C of channels.</summary>
    public int Width => values.Length;

    /// <summary>Reads the current row. The values are valid until the next call.</summary>
    /// <exception cref="InvalidOperationException">A vector has another length than its column.</exception>
    public ReadOnlySpan<float> Read()
    {
        var rest = values.AsSpan();
        foreach (var reader in readers)
        {
            reader.Read(rest[..reader.Width]);
            rest = rest[reader.Width..];
        }

        return values;
    }
}
