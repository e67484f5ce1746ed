namespace VaeMlNet.Benchmarks;

/// <summary>A baseline of synthesis as a method of the protocol.</summary>
/// <param name="baseline">Makes the rows.</param>
internal sealed class SynthesisMethod(SynthesisBaseline baseline) : ITableMethod
{
    /// <inheritdoc />
    public string Name => baseline.Name;

    /// <inheritdoc />
    public SortedDictionary<string, double> Measure(ProtocolSplit split, string folder)
    {
        SortedDictionary<string, double> metrics = [];
        // Another seed for each table, because equal draws in all tables would be lucky or unlucky in all of them.
        Random random = new((1_000_000 * split.Seed) + split.Training.RowCount);
        TableCoder coder = new(split.Table, split.Training);
        var rows = baseline.Synthesize(coder.Code(split.Training), split.Training.RowCount, random);
        SynthesisMetrics.Add(metrics, split, coder.Decode(rows), folder);
        return metrics;
    }
}
