using Microsoft.ML;
using Microsoft.ML.Data;

namespace VaeMlNet.Views;

/// <summary>Reads the time of a row: seconds for dates and durations, and the number itself for numbers.</summary>
/// <remarks>This source file is compiled into each assembly that has views.</remarks>
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
