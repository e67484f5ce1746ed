namespace VaeMlNet;

/// <summary>Compares rows by all cells. Missing cells equal each other.</summary>
internal sealed class RowComparer : IEqualityComparer<float[]>
{
    public static RowComparer Instance { get; } = new();

    // Equals of floats: NaN equals NaN, -0 equals 0.
    public bool Equals(float[]? x, float[]? y) => x.AsSpan().SequenceEqual(y);

    public int GetHashCode(float[] obj)
    {
        var hash = new HashCode();
        foreach (var cell in obj)
        {
            hash.Add(cell);
        }

        return hash.ToHashCode();
    }
}
