using Microsoft.ML;
using Microsoft.ML.Data;

namespace VaeMlNet.Data;

/// <summary>
/// Counts the missing cells of the rows of a table, including those of columns that the data does not have.
/// </summary>
internal sealed class MissingCells(IReadOnlyList<CsvColumn> columns)
{
    /// <summary>Gets the number of missing cells so far.</summary>
    public long Count { get; private set; }

    /// <summary>Returns an action that counts the missing cells of the current row.</summary>
    /// <param name="row">A cursor over <see cref="CsvTableView"/>.</param>
    public Action Bind(DataViewRow row)
    {
        Func<int>[] counts = [.. columns.Select(column => Bind(row, column))];
        return () => Count += counts.Sum(count => count());
    }

    private static Func<int> Bind(DataViewRow row, CsvColumn column) =>
        row.Schema.GetColumnOrNull(column.Name) is not { } source ? () => column.CellNames.Count
        : column.Dates is not null ? CountDate(row, source)
        : column.Kind == CsvColumnKind.Boolean ? () => 0
        : column.Kind == CsvColumnKind.Category ? CountScalar<uint>(row, source, key => key == 0)
        : column.IsVector ? CountVector(row, source)
        : CountScalar<float>(row, source, float.IsNaN);

    private static Func<int> CountScalar<T>(DataViewRow row, DataViewSchema.Column source, Func<T, bool> isMissing)
    {
        var getter = row.GetGetter<T>(source);
        T value = default!;
        return () =>
        {
            getter(ref value);
            return isMissing(value) ? 1 : 0;
        };
    }

    private static Func<int> CountDate(DataViewRow row, DataViewSchema.Column source)
    {
        var slots = CountVector(row, source);
        return () => Math.Min(1, slots());
    }

    private static Func<int> CountVector(DataViewRow row, DataViewSchema.Column source)
    {
        var getter = row.GetGetter<VBuffer<float>>(source);
        VBuffer<float> values = default;
        return () =>
        {
            getter(ref values);
            return values.DenseValues().Count(float.IsNaN);
        };
    }
}
