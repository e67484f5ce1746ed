using Microsoft.ML;
using Microsoft.ML.Data;
using VaeMlNet.Views;

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
        : column.Dates is not null
            ? CurrentValue.Of<VBuffer<float>, int>(row, source, slots => Math.Min(1, CountIn(slots)))
        : column.Kind == CsvColumnKind.Boolean ? () => 0
        : column.Kind == CsvColumnKind.Category ? CurrentValue.Of<uint, int>(row, source, key => key == 0 ? 1 : 0)
        : column.IsVector ? CurrentValue.Of<VBuffer<float>, int>(row, source, CountIn)
        : CurrentValue.Of<float, int>(row, source, number => float.IsNaN(number) ? 1 : 0);

    private static int CountIn(VBuffer<float> slots) => slots.DenseValues().Count(float.IsNaN);
}
