using Microsoft.ML;
using Microsoft.ML.Data;
using VaeMlNet.Views;

namespace VaeMlNet.Report;

/// <summary>
/// Reads the current row of a cursor as numbers, one column after the other. Missing cells are NaN.
/// </summary>
internal static class SlotReader
{
    public static Func<float[]> ReadVector(DataViewRow row, string column) =>
        CurrentValue.Of<VBuffer<float>, float[]>(row, row.Schema[column], values => [.. values.DenseValues()]);

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
                BooleanDataViewType => CurrentValue.Of<bool, IEnumerable<float>>(row, source, truth => [truth ? 1 : 0]),
                KeyDataViewType => CurrentValue.Of<uint, IEnumerable<float>>(
                    row,
                    source,
                    key => [key == 0 ? float.NaN : key]
                ),
                VectorDataViewType => CurrentValue.Of<VBuffer<float>, IEnumerable<float>>(
                    row,
                    source,
                    values => values.DenseValues()
                ),
                _ => CurrentValue.Of<float, IEnumerable<float>>(row, source, number => [number]),
            };
}
