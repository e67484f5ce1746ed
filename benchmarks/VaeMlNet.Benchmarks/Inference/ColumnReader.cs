using Microsoft.ML;
using Microsoft.ML.Data;

namespace VaeMlNet.Benchmarks;

/// <summary>Reads a column of a row completely, as a user would, and returns one of its numbers.</summary>
internal static class ColumnReader
{
    /// <summary>Creates the reader. It returns the first number of a vector, or 1 or 0 for a Boolean.</summary>
    public static Func<double> Make(DataViewRow row, DataViewSchema.Column column)
    {
        if (column.Type is VectorDataViewType)
        {
            var getter = row.GetGetter<VBuffer<float>>(column);
            VBuffer<float> vector = default;
            return () =>
            {
                getter(ref vector);
                return vector.GetValues()[0];
            };
        }

        return column.Type is BooleanDataViewType
            ? Scalar<bool>(row, column, value => value ? 1 : 0)
            : Scalar<float>(row, column, value => value);
    }

    private static Func<double> Scalar<T>(DataViewRow row, DataViewSchema.Column column, Func<T, double> number)
        where T : struct
    {
        var getter = row.GetGetter<T>(column);
        T value = default;
        return () =>
        {
            getter(ref value);
            return number(value);
        };
    }
}
