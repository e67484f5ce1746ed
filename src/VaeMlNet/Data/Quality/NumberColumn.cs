using System.Globalization;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace VaeMlNet;

/// <summary>A column of numbers, scalar or vector. Values that are not finite count as missing.</summary>
internal sealed class NumberColumn(string name, DataViewSchema.Column inReal) : ComparedColumn(name)
{
    private readonly int? width = (inReal.Type as VectorDataViewType)?.Size;

    public override IReadOnlyList<ComparedSlot> Slots { get; } =
    [.. SlotNamesOf(name, inReal).Select(slot => new ComparedSlot(slot, IsNumber: true))];

    public override CellReader MakeReader(DataViewRow row, DataViewSchema.Column column)
    {
        if (width is null)
        {
            var scalar = row.GetGetter<float>(column);
            return cells =>
            {
                scalar(ref cells[0]);
                Drop(cells);
            };
        }

        var vector = row.GetGetter<VBuffer<float>>(column);
        VBuffer<float> value = default;
        return cells =>
        {
            vector(ref value);
            if (value.Length != width)
            {
                // LoadFromEnumerable accepts arrays of any length for a column of known size.
                throw StepErrors.WrongLength(
                    column.Name,
                    row.Position,
                    value.Length,
                    NumberDataViewType.Single,
                    width.Value
                );
            }

            value.CopyTo(cells);
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

        VBuffer<ReadOnlyMemory<char>> names = default;
        if (column.HasSlotNames())
        {
            column.GetSlotNames(ref names);
        }

        string[] given = [.. names.DenseValues().Select(n => n.ToString())];
        return Enumerable
            .Range(0, vector.Size)
            .Select(i =>
                $"{name}.{(given.Length > 0 && given[i].Length > 0 ? given[i] : i.ToString(CultureInfo.InvariantCulture))}"
            );
    }
}
