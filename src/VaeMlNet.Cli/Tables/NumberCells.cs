using CsvHelper;
using Microsoft.ML;
using Microsoft.ML.Data;
using VaeMlNet.Cli.Data;

namespace VaeMlNet.Cli.Tables;

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
                    VBufferEditor<float> editor = VBufferEditor.Create(ref value, Values.Length);
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
        for (int slot = 0; slot < Values.Length; slot++)
        {
            Values[slot] = Parse(reader, Indices[slot]);
        }
    }

    private float Parse(CsvReader reader, int index)
    {
        ReadOnlySpan<byte> cell = reader.GetSpan(index);
        if (CellText.IsMissing(cell))
        {
            return float.NaN;
        }

        return CellText.TryNumber(cell, out float value) && float.IsFinite(value)
            ? value
            : throw Wrong(
                reader,
                index,
                $"'{reader.GetString(index)}' is not a finite number",
                "Mend the cell, or leave it empty where there is no value."
            );
    }
}
