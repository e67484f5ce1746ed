using VaeMlNet.Texts;

namespace VaeMlNet.Data;

/// <summary>
/// A cell with true or false. It is never missing, because ML.NET's Booleans have no missing value.
/// </summary>
internal sealed class BooleanCell(CsvColumn column, CsvFile file) : ScalarCell<bool>(column, file)
{
    protected override bool Parse(CsvRecord record, int index)
    {
        if (TruthTexts.TryReadBoolean(record.Cell(index), out var value))
        {
            return value;
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
internal sealed class TruthCell(CsvColumn column, CsvFile file) : ScalarCell<float>(column, file)
{
    private readonly string no = column.Schema.Values[0];
    private readonly string yes = column.Schema.Values[1];

    protected override float Parse(CsvRecord record, int index)
    {
        if (Formats.FindTruth(record, index) is { } truth)
        {
            return truth ? 1 : 0;
        }

        var text = record.Text(index);
        return text.Equals(no, StringComparison.OrdinalIgnoreCase) ? 0
            : text.Equals(yes, StringComparison.OrdinalIgnoreCase) ? 1
            : Column.Schema.IsMissing(text) ? float.NaN
            : throw Wrong(
                record,
                index,
                $"'{Excerpt.Of(text)}' is neither '{no}' nor '{yes}'",
                "Fix the cell, or leave it empty where there is no value."
            );
    }
}

/// <summary>A cell with a label that marks its row or not.</summary>
internal sealed class LabelCell(CsvColumn column, CsvFile file) : ScalarCell<bool>(column, file)
{
    protected override bool Parse(CsvRecord record, int index) =>
        TruthTexts.Read(record.Text(index)) ?? throw WrongLabel(record, index);
}

/// <summary>A cell with a label that marks its row or not, as the number 1 or 0. A missing cell is NaN.</summary>
internal sealed class MarkCell(CsvColumn column, CsvFile file) : ScalarCell<float>(column, file)
{
    protected override float Parse(CsvRecord record, int index) =>
        TruthTexts.Read(record.Text(index)) is { } isMarked ? (isMarked ? 1 : 0)
        : Column.IsMissing(record, index) ? float.NaN
        : throw WrongLabel(record, index);
}
