using Microsoft.ML;

namespace VaeMlNet.Tooling;

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

    /// <inheritdoc />
    public override Delegate Getter { get; }

    /// <inheritdoc />
    public override void Read(CsvRecord record)
    {
        var index = Indices[0];
        if (CellText.TryTruth(record.Cell(index), out current))
        {
            return;
        }

        var fault = Column.IsMissing(record, index)
            ? "the cell has no value, but a Boolean column has one in every row"
            : $"'{record.Text(index)}' is neither true nor false";
        throw Wrong(
            record,
            index,
            fault,
            "Fix the cell, or train on a table where the column has missing cells, too: then it holds categories."
        );
    }
}
