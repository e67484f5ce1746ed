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
        // Another seed for each table, because equal draws in all tables would be lucky or unlucky in all of them.
        Random random = new((1_000_000 * split.Seed) + split.Training.RowCount);
        var rows = synthesizer.Synthesize(split.Table, split.Training, random);
        SynthesisMetrics.Add(metrics, split, rows, folder);
        return metrics;
    }
}
