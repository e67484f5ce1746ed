using Microsoft.ML;
using VaeMlNet.Texts;

namespace VaeMlNet.Data;

/// <summary>
/// A cell with true or false. It is never missing, because ML.NET's Booleans have no missing value.
/// </summary>
internal sealed class BooleanCell : TableCells
{
    private bool current;

    public BooleanCell(CsvColumn column, CsvFile file)
        : base(column, file)
    {
        Getter = (ValueGetter<bool>)((ref bool value) => value = current);
    }

    public override Delegate Getter { get; }

    public override void Read(CsvRecord record)
    {
        var index = Indices[0];
        if (CellText.TryTruth(record.Cell(index), out current))
        {
            return;
        }

        var fault = Column.IsMissing(record, index)
            ? "the cell has no value, but a Boolean column has one in every row"
            : $"'{Excerpt.Of(record.Text(index))}' is neither true nor false";
        throw Wrong(
            record,
            index,
            fault,
            "Fix the cell, or train on a table where the column has missing cells, too: then it holds categories."
        );
    }
}

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

    public override Delegate Getter { get; }

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
                $"'{Excerpt.Of(text)}' is neither '{no}' nor '{yes}'",
                "Fix the cell, or leave it empty where there is no value."
            );
    }
}

/// <summary>A cell with a label that marks its row or not.</summary>
internal sealed class LabelCell : TableCells
{
    private bool current;

    public LabelCell(CsvColumn column, CsvFile file)
        : base(column, file)
    {
        Getter = (ValueGetter<bool>)((ref bool value) => value = current);
    }

    public override Delegate Getter { get; }

    public override void Read(CsvRecord record)
    {
        var text = record.Text(Indices[0]);
        current =
            TruthTexts.Read(text)
            ?? throw Wrong(
                record,
                Indices[0],
                $"the label '{Excerpt.Of(text)}' cannot be read",
                $"Expected {CsvLabels.Expected}. Fix the label, or leave the column out."
            );
    }
}
