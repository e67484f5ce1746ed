using System.Globalization;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace VaeMlNet;

/// <summary>
/// A key column. All views share one numbering of its categories, in the order in which they appear. Categories are matched by
/// the texts of the keys ('Paris' can be key 3 in one view and key 1 in another), or by their numbers.
/// </summary>
/// <param name="name">The name of the column.</param>
/// <param name="hasTexts">True if all views have the texts of the keys.</param>
internal sealed class KeyColumn(string name, bool hasTexts) : ComparedColumn(name)
{
    private readonly Dictionary<string, float> codes = new(StringComparer.Ordinal);

    public override IReadOnlyList<ComparedSlot> Slots { get; } = [new(name, IsNumber: false)];

    public override CellReader MakeReader(DataViewRow row, DataViewSchema.Column column)
    {
        var getter = row.GetGetter<uint>(column);
        var count = ((KeyDataViewType)column.Type).Count;
        var texts = hasTexts ? TextsOf(column) : null;
        var known = new Dictionary<uint, float>();
        uint key = 0;
        return cells =>
        {
            getter(ref key);
            if (key == 0 || key > count)
            {
                cells[0] = float.NaN;
                return;
            }

            if (!known.TryGetValue(key, out cells[0]))
            {
                cells[0] = CodeOf(texts?[key - 1] ?? key.ToString(CultureInfo.InvariantCulture));
                known.Add(key, cells[0]);
            }
        };
    }

    private float CodeOf(string category)
    {
        codes.TryAdd(category, codes.Count);
        return codes[category];
    }

    private static string[] TextsOf(DataViewSchema.Column column)
    {
        VBuffer<ReadOnlyMemory<char>> values = default;
        column.GetKeyValues(ref values);
        return [.. values.DenseValues().Select(value => value.ToString())];
    }
}
