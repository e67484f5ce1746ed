namespace VaeMlNet;

/// <summary>Decides in which synthetic rows a column takes the value of another one.</summary>
/// <remarks>Thread safety: immutable.</remarks>
internal sealed class SharedCells
{
    private readonly VaeManifest manifest;
    private readonly SharedValue shared;
    private readonly int[] columns; // the indices of the columns that the tree compares

    public SharedCells(VaeManifest manifest, SharedValue shared)
    {
        this.manifest = manifest;
        this.shared = shared;
        Target = IndexOf(shared.Target);
        Source = IndexOf(shared.Source);
        columns = Array.ConvertAll(shared.Columns, IndexOf);

        int IndexOf(string name) => manifest.Columns.Index().First(column => column.Item.Name == name).Index;
    }

    /// <summary>Gets the index of the column that takes a value.</summary>
    public int Target { get; }

    /// <summary>Gets the index of the column whose value it takes.</summary>
    public int Source { get; }

    /// <summary>Returns the value that the target takes; null if it keeps its own.</summary>
    /// <param name="read">Returns the cell of a column.</param>
    /// <param name="uniform">A uniform random number.</param>
    public float? Take(Func<int, float> read, double uniform)
    {
        var value = read(Source);
        return
            !float.IsNaN(read(Target))
            && IsPossible(value)
            && uniform < shared.Probability(Array.ConvertAll(columns, column => read(column)))
            ? value
            : null;
    }

    /// <summary>Returns whether the target can have a value: within its range, with its decimals, and not missing.</summary>
    private bool IsPossible(float value)
    {
        var column = manifest.Columns[Target];
        return value >= column.Minimum
            && value <= column.Maximum
            && (column.Bins is not { } bins || (float)bins[0].Round(value) == value);
    }
}
