using System.Globalization;
using System.Text;
using Microsoft.ML;

namespace VaeMlNet.Data;

/// <summary>
/// A cell with the key of a text, and 0 where the cell is missing. Texts without a key are counted. They are missing, or have one key more
/// than the others.
/// </summary>
internal sealed class CategoryCell : TableCells
{
    private const int BitsOfCache = 10;

    private readonly bool hasNumericKeys;
    private readonly CellCache<(uint Key, bool IsUnknown)> known = new(BitsOfCache);
    private readonly Dictionary<string, uint> keys;
    private readonly uint other; // the key of texts without a key of their own; 0 for none
    private uint current;

    public CategoryCell(CsvColumn column, CsvFile file)
        : base(column, file)
    {
        hasNumericKeys = column.HasNumericKeys;
        // As the profile compares them.
        keys = new(
            column.Schema.Kind == VaeColumnKind.Boolean ? StringComparer.OrdinalIgnoreCase : StringComparer.Ordinal
        );
        for (var i = 0; i < column.KeyValues.Count; i++)
        {
            keys.TryAdd(Normal(column.KeyValues[i]), (uint)i + 1);
        }

        other = column.Schema.OtherValue is { } text ? keys.GetValueOrDefault(Normal(text)) : 0;
        Getter = (ValueGetter<uint>)((ref uint value) => value = current);
    }

    public override Delegate Getter { get; }

    /// <summary>Gets whether the text of the current row has no key.</summary>
    public bool IsUnknown { get; private set; }

    public override void Read(CsvRecord record)
    {
        var cell = record.Cell(Indices[0]);
        if (!known.TryGet(cell, out var found))
        {
            found = Find(record);
            known.Add(cell, found);
        }

        (current, IsUnknown) = found;
        UnknownCount += found.IsUnknown ? 1 : 0;
    }

    private (uint Key, bool IsUnknown) Find(CsvRecord record) =>
        // A key's text takes precedence over the marks of missing cells: NA is Namibia to a model that has it as a key.
        keys.TryGetValue(Normal(File.Text(record, Indices[0])), out var key)
            ? (key, false)
        : Column.IsMissing(record, Indices[0]) ? (0, false)
        : other > 0 ? (other, false)
        : (Column.HasUnseenKey ? (uint)Column.KeyValues.Count + 1 : 0, true);

    private string Normal(string text) =>
        hasNumericKeys && CellText.TryNumber(Encoding.UTF8.GetBytes(text), out var number)
            ? number.ToString(CultureInfo.InvariantCulture)
            : text;
}

/// <summary>A cell with any text.</summary>
internal sealed class TextCell : TableCells
{
    private string current = "";

    public TextCell(CsvColumn column, CsvFile file)
        : base(column, file)
    {
        Getter = (ValueGetter<ReadOnlyMemory<char>>)((ref ReadOnlyMemory<char> value) => value = current.AsMemory());
    }

    public override Delegate Getter { get; }

    public override void Read(CsvRecord record) => current = File.Text(record, Indices[0]);
}
