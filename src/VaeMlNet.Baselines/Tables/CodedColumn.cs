namespace VaeMlNet.Baselines;

/// <summary>A column of a <see cref="CodedTable"/>.</summary>
/// <param name="Name">The name of the column.</param>
/// <param name="LevelCount">The number of levels of a category; 0 for numbers.</param>
internal sealed record CodedColumn(string Name, int LevelCount)
{
    /// <summary>Gets whether the column has numbers.</summary>
    public bool IsNumber => LevelCount == 0;
}
