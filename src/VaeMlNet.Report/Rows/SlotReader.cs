using Microsoft.ML;
using Microsoft.ML.Data;

namespace VaeMlNet.Report;

/// <summary>
/// Reads the current row of a cursor as numbers, one column after the other. Missing cells are NaN.
/// </summary>
internal static class SlotReader
{
    public static Func<float[]> ReadVector(DataViewRow row, string column)
    {
        var read = Vector(row, row.Schema[column]);
        return () => [.. read()];
    }

    /// <summary>
    /// Reads the columns of a model. Where the data does not have a column, all of its cells are missing.
    /// </summary>
    public static Func<float[]> ReadColumns(DataViewRow row, IEnumerable<VaeColumn> columns)
    {
        Func<IEnumerable<float>>[] parts = [.. columns.Select(column => ReadColumn(row, column))];
        return () => [.. parts.SelectMany(part => part())];
    }

    private static Func<IEnumerable<float>> ReadColumn(DataViewRow row, VaeColumn column) =>
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
