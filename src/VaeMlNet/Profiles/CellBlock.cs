namespace VaeMlNet;

/// <summary>The texts of one column's cells in some neighboring rows.</summary>
/// <remarks>Not thread-safe.</remarks>
internal sealed class CellBlock
{
    private readonly List<int> ends = [];
    private char[] characters = [];

    /// <summary>Gets the number of characters of all cells, and one for each cell, so that empty cells count, too.</summary>
    public int Length => End + ends.Count;

    private int End => ends.Count == 0 ? 0 : ends[^1];

    /// <summary>Gets the text of a cell.</summary>
    public ReadOnlySpan<char> this[int cell]
    {
        get
        {
            var start = cell == 0 ? 0 : ends[cell - 1];
            return characters.AsSpan(start, ends[cell] - start);
        }
    }

    /// <summary>Adds a cell.</summary>
    public void Add(ReadOnlySpan<char> cell)
    {
        var start = End;
        if (start + cell.Length > characters.Length)
        {
            Array.Resize(ref characters, Math.Max(2 * characters.Length, start + cell.Length));
        }

        cell.CopyTo(characters.AsSpan(start));
        ends.Add(start + cell.Length);
    }

    /// <summary>Removes all cells.</summary>
    public void Clear() => ends.Clear();
}
