namespace VaeMlNet.Benchmarks;

/// <summary>A baseline of synthesis as a method of the protocol.</summary>
/// <param name="name">The name in results.</param>
/// <param name="synthesizer">Makes the rows.</param>
internal sealed class SynthesisBaseline(string name, ISynthesizer synthesizer) : ITableMethod
{
    /// <inheritdoc />
    public string Name => name;

    /// <inheritdoc />
    public SortedDictionary<string, double> Measure(ProtocolSplit split, string folder)
    {
        SortedDictionary<string, double> metrics = [];
        var rows = synthesizer.Synthesize(split.Table, split.Training, new Random(split.Seed));
        SynthesisMetrics.Add(metrics, split, rows, folder);
        return metrics;
    }
}
