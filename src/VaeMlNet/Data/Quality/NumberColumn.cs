using System.Globalization;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace VaeMlNet;

/// <summary>A column of numbers, scalar or vector. Values that are not finite count as missing.</summary>
internal sealed class NumberColumn(string name, DataViewSchema.Column inReal) : ComparedColumn(name)
{
    public override IReadOnlyList<ComparedSlot> Slots { get; } =
    [.. SlotNamesOf(name, inReal).Select(slot => new ComparedSlot(slot, IsNumber: true))];

    public override CellReader MakeReader(DataViewRow row, DataViewSchema.Column column)
    {
        NumberColumnReader reader = new(row, column);
        return cells =>
        {
            reader.Read(cells);
            Drop(cells);
        };
    }

    private static void Drop(Span<float> cells)
    {
        foreach (ref var cell in cells)
        {
            cell = float.IsFinite(cell) ? cell : float.NaN;
        }
    }

    private static IEnumerable<string> SlotNamesOf(string name, DataViewSchema.Column column)
    {
        if (column.Type is not VectorDataViewType vector)
        {
            return [name];
        }

        var given = SlotNames.Read(column);
        return Enumerable
            .Range(0, vector.Size)
            .Select(i =>
                $"{name}.{(given?[i] is { Length: > 0 } own ? own : i.ToString(CultureInfo.InvariantCulture))}"
            );
    }
}
