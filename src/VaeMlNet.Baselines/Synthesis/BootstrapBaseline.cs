namespace VaeMlNet.Baselines;

/// <summary>Draws training rows with replacement: perfect in everything except privacy.</summary>
/// <remarks>Source: Efron 1979. Thread safety: immutable.</remarks>
internal sealed class BootstrapBaseline : SynthesisBaseline
{
    /// <summary>The name in options, tables and files.</summary>
    public const string MethodName = "bootstrap";

    /// <inheritdoc />
    public override string Name => MethodName;

    /// <inheritdoc />
    public override string Description =>
        "training rows, drawn with replacement: the best values of all metrics except privacy (Efron 1979)";

    /// <inheritdoc />
    public override CodedTable Synthesize(CodedTable training, int rowCount, Random random) =>
        training.Rows([.. Enumerable.Range(0, rowCount).Select(_ => random.Next(training.RowCount))]);
}
