using Microsoft.ML;

namespace VaeMlNet.Tooling;

/// <summary>A cell with any text.</summary>
internal sealed class TextCell : TableCells
{
    private string current = "";

    public TextCell(CsvColumn column, CsvFile file)
        : base(column, file)
    {
        Getter = (ValueGetter<ReadOnlyMemory<char>>)((ref ReadOnlyMemory<char> value) => value = current.AsMemory());
    }

    /// <inheritdoc />
    public override Delegate Getter { get; }

    /// <inheritdoc />
    public override void Read(CsvRecord record) => current = File.Text(record, Indices[0]);
}
