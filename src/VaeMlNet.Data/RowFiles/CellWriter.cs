using CsvHelper;
using Microsoft.ML;
using Microsoft.ML.Data;
using VaeMlNet.Views;

namespace VaeMlNet.Data;

/// <summary>
/// Writes columns of ML.NET data as CSV cells: <c>name</c>, or <c>name_0</c>, <c>name_1</c>, ... for the slots of a vector.
/// </summary>
internal static class CellWriter
{
    private static readonly Dictionary<Type, Func<DataViewRow, DataViewSchema.Column, Action<CsvWriter>>> Binders =
        new()
        {
            [typeof(float)] = BindNumber<float>,
            [typeof(double)] = BindNumber<double>,
            [typeof(long)] = BindNumber<long>,
            [typeof(int)] = BindNumber<int>,
            [typeof(short)] = BindNumber<short>,
            [typeof(sbyte)] = BindNumber<sbyte>,
            [typeof(uint)] = BindNumber<uint>,
            [typeof(ushort)] = BindNumber<ushort>,
            [typeof(byte)] = BindNumber<byte>,
            [typeof(bool)] = (row, column) => Bind<bool>(row, column, Write),
            [typeof(ReadOnlyMemory<char>)] = (row, column) =>
                Bind<ReadOnlyMemory<char>>(row, column, (csv, value) => csv.WriteField(value.ToString())),
        };

    public static IEnumerable<WrittenColumn> Columns(DataViewSchema.Column column) =>
        column.Type is not VectorDataViewType vector || vector.Size == 1 ? [new(column.Name, TypeOf(column))]
        : vector.Size > 1
            ? Enumerable
                .Range(0, vector.Size)
                .Select(slot => new WrittenColumn(FormattableString.Invariant($"{column.Name}_{slot}"), TypeOf(column)))
        : throw new CommandException(
            $"Output '{column.Name}' is {column.Type}: the number of values per row is unknown, so it cannot be written as columns. "
                + "Choose other outputs with --output."
        );

    /// <summary>Returns whether a column has a known number of cells of types that can be written.</summary>
    public static bool CanWrite(DataViewSchema.Column column) =>
        column.Type is not VectorDataViewType { IsKnownSize: false } && Binders.ContainsKey(RawTypeOf(column));

    /// <summary>Returns an action that writes a column of the current row.</summary>
    /// <param name="row">The row or cursor.</param>
    /// <param name="name">The name of the column.</param>
    public static Action<CsvWriter> Bind(DataViewRow row, string name) =>
        row.Schema[name] is var column && Binders.TryGetValue(RawTypeOf(column), out var bind)
            ? bind(row, column)
            : throw new CommandException(
                $"Output '{name}' is {row.Schema[name].Type}, which cannot be written as CSV. Choose other outputs with --output."
            );

    /// <summary>Returns an action that writes a column of the current row.</summary>
    /// <param name="row">The row or cursor.</param>
    /// <param name="column">A column of <typeparamref name="T"/>, or of vectors of it.</param>
    /// <param name="write">Writes a cell.</param>
    public static Action<CsvWriter> Bind<T>(DataViewRow row, DataViewSchema.Column column, Action<CsvWriter, T> write)
    {
        if (column.Type is not VectorDataViewType)
        {
            return Bind(CurrentValue.Of<T>(row, column), write);
        }

        var values = CurrentValue.Of<VBuffer<T>>(row, column);
        return csv =>
        {
            foreach (var value in values().DenseValues())
            {
                write(csv, value);
            }
        };
    }

    public static Action<CsvWriter> Bind<T>(Func<T> read, Action<CsvWriter, T> write) => csv => write(csv, read());

    private static Action<CsvWriter> BindNumber<T>(DataViewRow row, DataViewSchema.Column column)
        where T : struct, IUtf8SpanFormattable => Bind<T>(row, column, (csv, value) => csv.WriteField(value));

    private static WrittenType TypeOf(DataViewSchema.Column column) =>
        RawTypeOf(column) switch
        {
            var type when type == typeof(float) => WrittenType.Single,
            var type when type == typeof(double) => WrittenType.Double,
            var type when type == typeof(bool) => WrittenType.Truth,
            var type when type == typeof(ReadOnlyMemory<char>) => WrittenType.Text,
            _ => WrittenType.Whole,
        };

    private static Type RawTypeOf(DataViewSchema.Column column) =>
        ((column.Type as VectorDataViewType)?.ItemType ?? column.Type).RawType;

    /// <summary>Writes a Boolean.</summary>
    public static void Write(CsvWriter csv, bool value) => csv.WriteField(value ? "true" : "false");
}
