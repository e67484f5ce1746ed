namespace VaeMlNet;

/// <summary>The nodes of decision trees that compare the cells of a row. Thread safety: immutable.</summary>
/// <param name="Splits">The place of the cell that each node compares; -1 in a leaf.</param>
/// <param name="Limits">The largest number that leads to the left child of each node, as missing cells do; in a leaf, its value.</param>
/// <param name="Lefts">The place of the left child of each node, which the right child follows; 0 in a leaf.</param>
internal readonly record struct TreeNodes(int[] Splits, float[] Limits, int[] Lefts)
{
    /// <summary>Returns the value of the leaf of a row.</summary>
    /// <param name="root">The place of the tree's root.</param>
    /// <param name="cells">The cells of the row: a number, a key from 1, or 0 or 1; NaN where one is missing.</param>
    public float ValueOf(int root, ReadOnlySpan<float> cells)
    {
        var node = root;
        while (Splits[node] is >= 0 and var place)
        {
            node = cells[place] > Limits[node] ? Lefts[node] + 1 : Lefts[node];
        }

        return Limits[node];
    }

    /// <summary>Returns whether all nodes compare one of so many cells, or are leaves with values that are accepted.</summary>
    public bool AreValid(int cellCount, Predicate<float> isValue)
    {
        if (Splits.Length == 0 || Limits.Length != Splits.Length || Lefts.Length != Splits.Length)
        {
            return false;
        }

        for (var node = 0; node < Splits.Length; node++)
        {
            // Children are behind their parent, so that each path ends.
            var isNode =
                Splits[node] == -1
                    ? isValue(Limits[node])
                    : Splits[node] >= 0
                        && Splits[node] < cellCount
                        && float.IsFinite(Limits[node])
                        && Lefts[node] > node
                        && Lefts[node] < Splits.Length - 1;
            if (!isNode)
            {
                return false;
            }
        }

        return true;
    }
}
