using Microsoft.ML;

namespace VaeMlNet.Tooling;

/// <summary>A cell with one of two texts, as the number 0 or 1. A missing cell is NaN.</summary>
internal sealed class TruthCell : TableCells
{
    private readonly string no;
    private readonly string yes;
    private float current;

    public TruthCell(CsvColumn column, CsvFile file)
        : base(column, file)
    {
        no = column.Schema.Values[0];
        yes = column.Schema.Values[1];
        Getter = (ValueGetter<float>)((ref float value) => value = current);
    }

    /// <inheritdoc />
    public override Delegate Getter { get; }

    /// <inheritdoc />
    public override void Read(CsvRecord record)
    {
        var text = record.Text(Indices[0]);
        current =
            text.Equals(no, StringComparison.OrdinalIgnoreCase) ? 0
            : text.Equals(yes, StringComparison.OrdinalIgnoreCase) ? 1
            : Column.Schema.IsMissing(text) ? float.NaN
            : throw Wrong(
                record,
                Indices[0],
                $"'{text}' is neither '{no}' nor '{yes}'",
                "Fix the cell, or leave it empty where there is no value."
            );
    }
}
