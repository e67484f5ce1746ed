namespace VaeMlNet.Benchmarks;

/// <summary>A baseline of imputation as a method of the protocol.</summary>
/// <param name="baseline">Fills the cells.</param>
internal sealed class ImputationMethod(ImputationBaseline baseline) : ITableMethod
{
    /// <inheritdoc />
    public string Name => baseline.Name;

    /// <inheritdoc />
    public SortedDictionary<string, double> Measure(ProtocolSplit split, string folder)
    {
        SortedDictionary<string, double> metrics = [];
        TableCoder coder = new(split.Table, split.Training);
        var training = coder.Code(split.Training);
        foreach (var rate in ProtocolSplit.Rates)
        {
            var damaged = coder.Code(TextTable.Read(split.DamagedPath(rate)));
            ImputationMetrics.Add(metrics, split, coder, rate, baseline.Fill(training, damaged));
        }

        return metrics;
    }
}
