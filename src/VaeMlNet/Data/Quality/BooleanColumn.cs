using Microsoft.ML;

namespace VaeMlNet;

/// <summary>A Boolean column. It has two categories and no missing cells.</summary>
internal sealed class BooleanColumn(string name) : ComparedColumn(name)
{
    public override IReadOnlyList<ComparedSlot> Slots { get; } = [new(name, IsNumber: false)];

    public override CellReader MakeReader(DataViewRow row, DataViewSchema.Column column)
    {
        var getter = row.GetGetter<bool>(column);
        var value = false;
        return cells =>
        {
            getter(ref value);
            cells[0] = value ? 1 : 0;
        };
    }
}
