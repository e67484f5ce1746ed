using Microsoft.ML;
using VaeMlNet.Texts;
using VaeMlNet.Views;

namespace VaeMlNet.Data;

/// <summary>Cells of numbers: one number, or a vector with one cell per slot. A missing cell is NaN.</summary>
internal class NumberCells : TableCells
{
    private const int BitsOfCache = 8;

    private readonly bool isPlain;

    // Marks of missing cells, and numbers with units.
    private readonly CellCache<float> known;

    public NumberCells(CsvColumn column, CsvFile file)
        : base(column, file)
    {
        known = new(BitsOfCache, keeps: !file.MixesTypes);
        isPlain = column.Schema is { HasPlainNumbers: true, MissingTexts.Count: 0 };
        Values = new float[Indices.Length];
        Getter = column.IsVector
            ? VectorGetter.Of<float>(() => Values)
            : (ValueGetter<float>)((ref float value) => value = Values[0]);
    }

    public override Delegate Getter { get; }

    /// <summary>Gets the numbers of the current row, one per cell.</summary>
    protected float[] Values { get; }

    public override void Read(CsvRecord record)
    {
        for (var slot = 0; slot < Values.Length; slot++)
        {
            Values[slot] = Parse(record, Indices[slot]);
        }
    }

    private float Parse(CsvRecord record, int index)
    {
        // A plain number has no quotes and blanks, which the other ways remove.
        if (isPlain && NumberText.TryParsePlain(record.Raw(index), out var value))
        {
            return value;
        }

        if (record.Cell(index).IsEmpty)
        {
            return float.NaN;
        }

        // With its quotes, which can tell a text from a number.
        var raw = record.Raw(index);
        if (!known.TryGet(raw, out value))
        {
            value = Interpret(record, index);
            known.Add(raw, value);
        }

        return value;
    }

    private float Interpret(CsvRecord record, int index)
    {
        if (isPlain && NumberText.TryParse(record.Cell(index), out var value) && float.IsFinite(value))
        {
            return value;
        }

        var format = Formats.Of(record, index);
        if (format.IsMissing(record, index))
        {
            return float.NaN;
        }

        var text = record.Text(index);
        return format.Schema.TryReadNumber(text, out var number) && float.IsFinite((float)number)
            ? (float)number
            : throw Wrong(
                record,
                index,
                $"'{Excerpt.Of(text)}' is not a finite number",
                "Fix the cell, or leave it empty where there is no value."
            );
    }
}
