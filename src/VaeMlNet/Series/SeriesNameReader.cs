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

/// <summary>Reads the channels of a row: float32 [C], NaN for missing ones.</summary>
/// <param name="row">The row or cursor.</param>
/// <param name="columns">The columns of the channels, Single or Vector&lt;Single&gt;.</param>
/// <param name="allowed">The name of the step in messages, and the values that its model allows; null for any values.</param>
internal sealed class ChannelsReader(
    DataViewRow row,
    IReadOnlyList<DataViewSchema.Column> columns,
    (string Step, AllowedValues Values)? allowed = null
)
{
    private readonly NumberColumnReader[] readers = [.. columns.Select(column => new NumberColumnReader(row, column))];
    private readonly float[] values = new float[columns.Sum(NumberColumnReader.WidthOf)];

    /// <summary>Gets the number C of channels.</summary>
    public int Width => values.Length;

    /// <summary>Reads the current row. The values are valid until the next call.</summary>
    /// <exception cref="InvalidOperationException">A vector has another length than its column, or the model does not allow a value.</exception>
    public ReadOnlySpan<float> Read()
    {
        var rest = values.AsSpan();
        foreach (var (index, reader) in readers.Index())
        {
            var cells = rest[..reader.Width];
            reader.Read(cells);
            if (allowed is { } model && SlotGroup.FindRefusedCell(model.Values, cells) is >= 0 and var slot)
            {
                throw Refuse(model.Step, model.Values, columns[index], slot, cells[slot]);
            }

            rest = rest[reader.Width..];
        }

        return values;
    }

    private VaeRowException Refuse(
        string step,
        AllowedValues values,
        DataViewSchema.Column column,
        int slot,
        float value
    ) =>
        SeriesErrors.Refused(
            step,
            row.Position,
            column.Name,
            slot,
            SeriesColumns.NamesOf(column).ElementAt(slot),
            value,
            values
        );
}
