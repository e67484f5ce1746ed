using System.Buffers;
using System.Text;
using CsvHelper;

namespace VaeMlNet.Data;

/// <summary>The current record of a CSV file: the only way in which cells are read, so that every verb reads the same text.</summary>
/// <remarks>White space of any kind around the text of a cell does not count, in quotes or not: no-break spaces are invisible.</remarks>
/// <param name="reader">The reader, at the record.</param>
/// <param name="firstRow">The index of the first row of a block among the rows of its file.</param>
internal sealed class CsvRecord(CsvReader reader, long firstRow = 0)
{
    /// <summary>Gets the number of the record, from 1; the header does not count.</summary>
    public long RowNumber => reader.RowNumber;

    /// <summary>Gets the number of the record among all rows of the file, also in a block of them.</summary>
    public long RowOfFile => firstRow + reader.RowNumber;

    /// <summary>Gets the number of the line on which the record begins, from 1.</summary>
    public long LineNumber => reader.LineNumber;

    /// <summary>Gets the position of the record in the bytes of the file.</summary>
    public long ByteOffset => reader.ByteOffset;

    /// <summary>Gets the number of cells.</summary>
    public int CellCount => reader.FieldCount;

    /// <summary>Returns the text of a cell in UTF-8, valid until the next record.</summary>
    public ReadOnlySpan<byte> Cell(int index) => Trim(reader.GetSpan(index));

    /// <summary>Returns the text of a cell.</summary>
    public string Text(int index) => Encoding.UTF8.GetString(Cell(index));

    /// <summary>Returns the text of a cell with its white space, for copies of it.</summary>
    public ReadOnlySpan<byte> Original(int index) => reader.GetSpan(index);

    /// <summary>Returns the bytes of a cell as the file has them, with quotes and white space.</summary>
    public ReadOnlySpan<byte> Raw(int index) => reader.GetRawSpan(index);

    /// <summary>Removes white space, as the profile does it.</summary>
    private static ReadOnlySpan<byte> Trim(ReadOnlySpan<byte> text)
    {
        while (
            !text.IsEmpty
            && !IsPlain(text[0])
            && Rune.DecodeFromUtf8(text, out var first, out var length) == OperationStatus.Done
            && Rune.IsWhiteSpace(first)
        )
        {
            text = text[length..];
        }

        while (
            !text.IsEmpty
            && !IsPlain(text[^1])
            && Rune.DecodeLastFromUtf8(text, out var last, out var length) == OperationStatus.Done
            && Rune.IsWhiteSpace(last)
        )
        {
            text = text[..^length];
        }

        return text;
    }

    // ASCII above the blank: nearly every cell begins and ends so.
    private static bool IsPlain(byte value) => value is > (byte)' ' and <= 0x7f;
}
