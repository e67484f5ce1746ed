namespace VaeMlNet.Benchmarks;

/// <summary>Two contestants to compare: how many times as fast the first is.</summary>
/// <param name="Contestant">Name of the first.</param>
/// <param name="Reference">Name of the second.</param>
internal sealed record SpeedRatio(string Contestant, string Reference)
{
    /// <summary>Name of the ratio, such as <c>VaeEncode/raw</c>.</summary>
    public string Name => $"{Contestant}/{Reference}";
}
