using System.Globalization;
using Microsoft.ML;
using Microsoft.ML.Data;

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
        if (found.Type is not TextDataViewType)
        {
            return Factory(found.Type)!(row, found);
        }

        var getter = row.GetGetter<ReadOnlyMemory<char>>(found);
        ReadOnlyMemory<char> text = default;
        return () =>
        {
            getter(ref text);
            return text;
        };
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
        where T : struct, ISpanFormattable
    {
        var getter = row.GetGetter<T>(column);
        var digits = new char[20];
        T value = default;
        return () =>
        {
            getter(ref value);
            return value.TryFormat(digits, out var length, default, CultureInfo.InvariantCulture)
                ? digits.AsMemory(0, length)
                : value.ToString(null, CultureInfo.InvariantCulture).AsMemory();
        };
    }
}
