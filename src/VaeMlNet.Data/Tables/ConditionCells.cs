using VaeMlNet.Texts;

namespace VaeMlNet.Data;

/// <summary>The cells of a column on which a model depends: each has a value, and a category is one of the training data.</summary>
internal sealed class ConditionCells(CsvColumn column, CsvFile file, TableCells cells) : TableCells(column, file)
{
    private readonly string requirement =
        column.Kind == CsvColumnKind.Category
            ? FormattableString.Invariant($"one of the {column.KeyValues.Count} categories of the training data")
            : "a value";

    public override Delegate Getter => cells.Getter;

    public override void Read(CsvRecord record)
    {
        cells.Read(record);
        foreach (var index in Indices)
        {
            if (cells.UnknownCount > 0 || Formats.Of(record, index).IsMissing(record, index))
            {
                cells.UnknownCount = 0;
                throw Wrong(
                    record,
                    index,
                    $"'{Excerpt.Of(record.Text(index))}' is not allowed, because a condition needs {requirement} in every row",
                    "Choose a known value, or remove the row."
                );
            }
        }
    }
}
