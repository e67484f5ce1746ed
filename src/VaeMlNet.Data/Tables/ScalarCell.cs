using Microsoft.ML;
using VaeMlNet.Texts;

namespace VaeMlNet.Data;

/// <summary>The value of a column that has one cell in each row.</summary>
internal abstract class ScalarCell<T>(CsvColumn column, CsvFile file) : TableCells(column, file)
    where T : struct
{
    private T current;

    public sealed override Delegate Getter => (ValueGetter<T>)((ref T value) => value = current);

    public sealed override void Read(CsvRecord record) => current = Parse(record, Indices[0]);

    /// <summary>Reads the value from the cell.</summary>
    /// <exception cref="CommandException">The cell does not fit the type of the column.</exception>
    protected abstract T Parse(CsvRecord record, int index);

    /// <summary>Creates the error for a cell that is no label.</summary>
    protected CommandException WrongLabel(CsvRecord record, int index) =>
        Wrong(
            record,
            index,
            $"the label '{Excerpt.Of(record.Text(index))}' cannot be read",
            $"Expected {TruthTexts.Expected}. Fix the label, or leave the column out."
        );
}
