using CsvHelper;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace VaeMlNet.Tooling;

/// <summary>Cells of numbers: one number, or a vector with one cell per slot. A missing cell is NaN.</summary>
internal class NumberCells : TableCells
{
    public NumberCells(CsvColumn column, CsvFile file)
        : base(column, file)
    {
        Values = new float[Indices.Length];
        Getter = column.IsVector
            ? (ValueGetter<VBuffer<float>>)(
                (ref VBuffer<float> value) =>
                {
                    var editor = VBufferEditor.Create(ref value, Values.Length);
                    Values.CopyTo(editor.Values);
                    value = editor.Commit();
                }
            )
            : (ValueGetter<float>)((ref float value) => value = Values[0]);
    }

    /// <inheritdoc />
    public override Delegate Getter { get; }

    /// <summary>Gets the numbers of the current row, one per cell.</summary>
    protected float[] Values { get; }

    /// <inheritdoc />
    public override void Read(CsvReader reader)
    {
        for (var slot = 0; slot < Values.Length; slot++)
        {
            Values[slot] = Parse(reader, Indices[slot]);
        }
    }

    private float Parse(CsvReader reader, int index)
    {
        var cell = reader.GetSpan(index);
        if (CellText.IsMissing(cell))
        {
            return float.NaN;
        }

        return CellText.TryNumber(cell, out var value) && float.IsFinite(value)
            ? value
            : throw Wrong(
                reader,
                index,
                $"'{reader.GetString(index)}' is not a finite number",
                "Fix the cell, or leave it empty if it has no value."
            );
    }
}
