namespace VaeMlNet.Benchmarks;

/// <summary>Draws training rows with replacement: perfect in everything but privacy.</summary>
internal sealed class BootstrapSynthesizer : ISynthesizer
{
    /// <inheritdoc />
    public TextTable Synthesize(ProtocolTable table, TextTable training, Random random)
    {
        int[] rows = [.. Enumerable.Range(0, training.RowCount).Select(_ => random.Next(training.RowCount))];
        return training.Select(table.ColumnNames).Rows(rows);
    }
}
