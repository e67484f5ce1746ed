using CsvHelper;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace VaeMlNet.Tooling;

/// <summary>A number, or a vector of numbers with a cell for each slot; NaN where a cell is missing.</summary>
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

    /// <summary>The current row's numbers, one for each cell.</summary>
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
                "Mend the cell, or leave it empty where there is no value."
            );
    }
}
