using Microsoft.ML;

namespace VaeMlNet.Views;

/// <summary>Creates functions that read a column of the current row of a cursor.</summary>
/// <remarks>This source file is compiled into each assembly that has views.</remarks>
internal static class CurrentValue
{
    /// <summary>Returns a function that reads the value of the current row. A vector is valid until the next call.</summary>
    public static Func<T> Of<T>(DataViewRow row, DataViewSchema.Column column)
    {
        var getter = row.GetGetter<T>(column);
        T value = default!;
        return () =>
        {
            getter(ref value);
            return value;
        };
    }

    /// <summary>Returns a function that reads the value of the current row and converts it.</summary>
    public static Func<TResult> Of<T, TResult>(DataViewRow row, DataViewSchema.Column column, Func<T, TResult> convert)
    {
        var read = Of<T>(row, column);
        return () => convert(read());
    }
}
