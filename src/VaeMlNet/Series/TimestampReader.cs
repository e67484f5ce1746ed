using Microsoft.ML;
using Microsoft.ML.Data;

namespace VaeMlNet;

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
            DateTimeDataViewType => (row, column) => Of<DateTime>(row, column, Seconds),
            DateTimeOffsetDataViewType => (row, column) => Of<DateTimeOffset>(row, column, t => Seconds(t.UtcDateTime)),
            TimeSpanDataViewType => (row, column) => Of<TimeSpan>(row, column, t => t.TotalSeconds),
            _ when type.Equals(NumberDataViewType.Single) => (row, column) => Of<float>(row, column, t => t),
            _ when type.Equals(NumberDataViewType.Double) => (row, column) => Of<double>(row, column, t => t),
            _ when type.Equals(NumberDataViewType.Int32) => (row, column) => Of<int>(row, column, t => t),
            _ when type.Equals(NumberDataViewType.Int64) => (row, column) => Of<long>(row, column, t => t),
            _ => null,
        };

    private static Func<double> Of<T>(DataViewRow row, DataViewSchema.Column column, Func<T, double> convert)
    {
        var getter = row.GetGetter<T>(column);
        var value = default(T)!;
        return () =>
        {
            getter(ref value);
            return convert(value);
        };
    }
}
