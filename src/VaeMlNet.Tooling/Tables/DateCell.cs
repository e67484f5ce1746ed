using CsvHelper;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace VaeMlNet.Tooling;

/// <summary>A date as the vector of its parts; NaN where the cell is missing.</summary>
internal sealed class DateCell : TableCells
{
    private readonly VaeDateSlots slots;
    private readonly float[] values;

    public DateCell(CsvColumn column, VaeDateSlots slots, CsvFile file)
        : base(column, file)
    {
        this.slots = slots;
        values = new float[slots.Names.Count];
        Getter =
            (ValueGetter<VBuffer<float>>)(
                (ref VBuffer<float> value) =>
                {
                    var editor = VBufferEditor.Create(ref value, values.Length);
                    values.CopyTo(editor.Values);
                    value = editor.Commit();
                }
            );
    }

    /// <inheritdoc />
    public override Delegate Getter { get; }

    /// <inheritdoc />
    public override void Read(CsvReader reader)
    {
        if (Column.IsMissing(reader, Indices[0]))
        {
            Array.Fill(values, float.NaN);
            return;
        }

        var text = reader.GetString(Indices[0]);
        if (!Column.Schema.TryReadDate(text, out var date))
        {
            throw Wrong(
                reader,
                Indices[0],
                $"'{text}' is not a date in the format {Column.Schema.DateFormat}",
                "Fix the cell, or leave it empty where there is no value."
            );
        }

        slots.Encode(date, values);
    }
}
