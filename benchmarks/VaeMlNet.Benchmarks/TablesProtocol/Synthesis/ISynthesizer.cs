namespace VaeMlNet.Benchmarks;

/// <summary>A baseline that makes rows.</summary>
internal interface ISynthesizer
{
    /// <summary>Returns as many rows as there are training rows.</summary>
    /// <param name="table">The table; its columns are made.</param>
    /// <param name="training">The rows to learn from.</param>
    /// <param name="random">The source of all draws.</param>
    TextTable Synthesize(ProtocolTable table, TextTable training, Random random);
}
