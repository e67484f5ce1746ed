using System.Globalization;
using System.Text;
using System.Text.Unicode;

namespace VaeMlNet.Data;

/// <summary>
/// A cell with the key of a text, and 0 where the cell is missing. Texts without a key are counted. They are missing, or have one key more
/// than the others.
/// </summary>
internal sealed class CategoryCell : ScalarCell<uint>
{
    private const int BitsOfCache = 10;

    private readonly bool hasNumericKeys;
    private readonly CellCache<(uint Key, bool IsUnknown)> known;
    private readonly Dictionary<string, uint> keys;
    private readonly Dictionary<decimal, uint> numbers; // the keys that alone are a number
    private readonly int longestKey; // in bytes, at most
    private readonly uint other; // the key of texts without a key of their own; 0 for none

    public CategoryCell(CsvColumn column, CsvFile file)
        : base(column, file)
    {
        known = new(BitsOfCache, keeps: !file.MixesTypes);
        hasNumericKeys = column.HasNumericKeys;
        // As the profile compares them.
        keys = new(
            column.Schema.Kind == VaeColumnKind.Boolean ? StringComparer.OrdinalIgnoreCase : StringComparer.Ordinal
        );
        for (var i = 0; i < column.KeyValues.Count; i++)
        {
            keys.TryAdd(Normal(column.KeyValues[i]), (uint)i + 1);
        }

        numbers = keys.Select(key => (Number: NumberOf(key.Key), Key: key.Value))
            .Where(key => key.Number is not null)
            .GroupBy(key => key.Number!.Value, key => key.Key)
            .Where(same => same.Count() == 1)
            .ToDictionary(same => same.Key, same => same.Single());

        // A number has texts of any length. A character of UTF-16 has at most three bytes in UTF-8.
        longestKey = hasNumericKeys ? int.MaxValue : keys.Keys.Select(key => 3 * key.Length).DefaultIfEmpty().Max();
        other = column.Schema.OtherValue is { } text ? keys.GetValueOrDefault(Normal(text)) : 0;
    }

    /// <summary>Gets whether the text of the current row has no key.</summary>
    public bool IsUnknown { get; private set; }

    protected override uint Parse(CsvRecord record, int index)
    {
        // With its quotes, which can tell a text from a Boolean.
        var raw = record.Raw(index);
        if (!known.TryGet(raw, out var found))
        {
            found = Find(record, index);
            known.Add(raw, found);
        }

        IsUnknown = found.IsUnknown;
        UnknownCount += found.IsUnknown ? 1 : 0;
        return found.Key;
    }

    private (uint Key, bool IsUnknown) Find(CsvRecord record, int index) =>
        Formats.FindTruth(record, index) is { } truth ? (truth ? 2u : 1u, false)
        // A key's text takes precedence over the marks of missing cells: NA is Namibia to a model that has it as a key.
        : MayBeKey(record.Cell(index)) && keys.TryGetValue(Normal(File.Text(record, index)), out var key) ? (key, false)
        // pandas writes whole numbers as 1.0 where one of them is missing.
        : Formats.IsNumber(record, index)
        && NumberOf(record.Text(index)) is { } number
        && numbers.TryGetValue(number, out var same)
            ? (same, false)
        : Column.IsMissing(record, index) ? (0, false)
        : other > 0 ? (other, false)
        : (Column.HasUnseenKey ? (uint)Column.KeyValues.Count + 1 : 0, true);

    // A page of text is not decoded only to find that no key is so long. Decoding refuses what is not UTF-8.
    private bool MayBeKey(ReadOnlySpan<byte> cell) => cell.Length <= longestKey || !Utf8.IsValid(cell);

    // A decimal tells identifiers apart that are one double.
    private static decimal? NumberOf(string text) =>
        decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : null;

    private string Normal(string text) =>
        hasNumericKeys && NumberText.TryParse(Encoding.UTF8.GetBytes(text), out var number)
            ? number.ToString(CultureInfo.InvariantCulture)
            : text;
}

/// <summary>A cell with any text.</summary>
internal sealed class TextCell(CsvColumn column, CsvFile file) : ScalarCell<ReadOnlyMemory<char>>(column, file)
{
    protected override ReadOnlyMemory<char> Parse(CsvRecord record, int index) => File.Text(record, index).AsMemory();
}
