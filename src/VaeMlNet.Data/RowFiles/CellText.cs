using System.Text;

namespace VaeMlNet.Data;

/// <summary>Interprets the text of a cell.</summary>
internal static class CellText
{
    /// <summary>Reads a number in the invariant culture. A number above the range of float32 is infinite.</summary>
    public static bool TryNumber(ReadOnlySpan<byte> cell, out float value) => NumberText.TryParse(cell, out value);

    /// <summary>Reads true or false, in any case.</summary>
    public static bool TryBoolean(ReadOnlySpan<byte> cell, out bool value)
    {
        value = Ascii.EqualsIgnoreCase(cell, "true"u8);
        return value || Ascii.EqualsIgnoreCase(cell, "false"u8);
    }

    /// <summary>Reads true, false, 1 or 0: the cells of a column that is known to be Boolean.</summary>
    public static bool TryTruth(ReadOnlySpan<byte> cell, out bool value)
    {
        value = cell.SequenceEqual("1"u8);
        return value || cell.SequenceEqual("0"u8) || TryBoolean(cell, out value);
    }
}
