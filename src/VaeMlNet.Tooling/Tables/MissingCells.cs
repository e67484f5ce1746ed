using Microsoft.ML;
using Microsoft.ML.Data;

namespace VaeMlNet.Tooling;

/// <summary>Counts the cells of a table's rows that are missing, those of columns included that the rows lack.</summary>
/// <param name="columns">The model's columns.</param>
internal sealed class MissingCells(IReadOnlyList<CsvColumn> columns)
{
    /// <summary>Cells so far.</summary>
    public long Count { get; private set; }

    /// <summary>Gives what counts those of the current row.</summary>
    /// <param name="row">A cursor over <see cref="CsvTableView"/>.</param>
    public Action Bind(DataViewRow row)
    {
        Func<int>[] counts = [.. columns.Select(column => Bind(row, column))];
        return () => Count += counts.Sum(count => count());
    }

    private static Func<int> Bind(DataViewRow row, CsvColumn column) =>
        row.Schema.GetColumnOrNull(column.Name) is not { } source ? () => column.CellNames.Count
        : column.Dates is not null ? Dates(row, source)
        : column.Kind == CsvColumnKind.Boolean ? () => 0
        : column.Kind == CsvColumnKind.Category ? One<uint>(row, source, key => key == 0)
        : column.IsVector ? Numbers(row, source)
        : One<float>(row, source, float.IsNaN);

    private static Func<int> One<T>(DataViewRow row, DataViewSchema.Column source, Func<T, bool> isMissing)
    {
        var getter = row.GetGetter<T>(source);
        T value = default!;
        return () =>
        {
            getter(ref value);
            return isMissing(value) ? 1 : 0;
        };
    }

    private static Func<int> Dates(DataViewRow row, DataViewSchema.Column source)
    {
        var slots = Numbers(row, source);
        return () => Math.Min(1, slots());
    }

    private static Func<int> Numbers(DataViewRow row, DataViewSchema.Column source)
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
