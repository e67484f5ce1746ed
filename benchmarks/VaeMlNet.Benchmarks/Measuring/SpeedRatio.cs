namespace VaeMlNet.Benchmarks;

/// <summary>The speed of one candidate divided by the speed of another.</summary>
/// <param name="Candidate">The name of the first candidate.</param>
/// <param name="Reference">The name of the second candidate.</param>
internal sealed record SpeedRatio(string Candidate, string Reference)
{
    /// <summary>Gets the name of the ratio, such as <c>VaeEncode/raw</c>.</summary>
    public string Name => $"{Candidate}/{Reference}";
}
