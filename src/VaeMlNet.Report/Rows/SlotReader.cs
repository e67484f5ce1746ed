using Microsoft.ML;
using Microsoft.ML.Data;

namespace VaeMlNet.Report;

/// <summary>Reads the current row of a cursor as numbers, column after column. Missing cells are NaN.</summary>
internal static class SlotReader
{
    /// <summary>Reads one column of features.</summary>
    public static Func<float[]> OfVector(DataViewRow row, string column)
    {
        var read = Vector(row, row.Schema[column]);
        return () => [.. read()];
    }

    /// <summary>Reads the columns of a table. All cells of a column that the row lacks are missing.</summary>
    public static Func<float[]> OfTable(DataViewRow row, IEnumerable<VaeColumn> columns)
    {
        Func<IEnumerable<float>>[] parts = [.. columns.Select(column => Part(row, column))];
        return () => [.. parts.SelectMany(part => part())];
    }

    private static Func<IEnumerable<float>> Part(DataViewRow row, VaeColumn column) =>
        row.Schema.GetColumnOrNull(column.Name) is not { } source
            ? () => Enumerable.Repeat(float.NaN, column.Width)
            : source.Type switch
            {
                BooleanDataViewType => Scalar<bool>(row, source, value => value ? 1 : 0),
                KeyDataViewType => Scalar<uint>(row, source, key => key == 0 ? float.NaN : key),
                VectorDataViewType => Vector(row, source),
                _ => Scalar<float>(row, source, value => value),
            };

    private static Func<IEnumerable<float>> Scalar<T>(
        DataViewRow row,
        DataViewSchema.Column source,
        Func<T, float> number
    )
        where T : struct
    {
        var getter = row.GetGetter<T>(source);
        T value = default;
        return () =>
        {
            getter(ref value);
            return [number(value)];
        };
    }

    private static Func<IEnumerable<float>> Vector(DataViewRow row, DataViewSchema.Column source)
    {
        var getter = row.GetGetter<VBuffer<float>>(source);
        VBuffer<float> values = default;
        return () =>
        {
            getter(ref values);
            return values.DenseValues();
        };
    }
}
