namespace Microsoft.ML.Data;

/// <summary>Consecutive fields of a line that a column takes, from <paramref name="Min"/> to before <paramref name="End"/>.</summary>
internal readonly record struct TextSegment(int Min, int End, bool ForceVector)
{
    /// <summary>The end of a segment that goes on to the end of each line.</summary>
    public const int LineEnd = int.MaxValue;

    public bool IsVariable => End == LineEnd;
}
