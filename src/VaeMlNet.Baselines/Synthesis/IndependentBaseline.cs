namespace VaeMlNet.Baselines;

/// <summary>Draws each cell from its column alone, with replacement: the columns are perfect, and nothing relates them.</summary>
/// <remarks>Thread safety: immutable.</remarks>
internal sealed class IndependentBaseline : SynthesisBaseline
{
    /// <inheritdoc />
    public override string Name => "independent";

    /// <inheritdoc />
    public override string Description =>
        "each cell drawn from its column alone: columns are right, relations are lost";

    /// <inheritdoc />
    public override CodedTable Synthesize(CodedTable training, int rowCount, Random random) =>
        training with
        {
            Values = Array.ConvertAll(
                training.Values,
                column => Enumerable.Range(0, rowCount).Select(_ => column[random.Next(column.Length)]).ToArray()
            ),
        };
}
