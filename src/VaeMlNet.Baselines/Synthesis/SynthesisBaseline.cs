namespace VaeMlNet.Baselines;

/// <summary>A method that makes synthetic rows of a table.</summary>
/// <remarks>Thread safety: all members may be used from several threads at once, each with its own source of random numbers.</remarks>
internal abstract class SynthesisBaseline
{
    /// <summary>Gets all methods.</summary>
    public static IReadOnlyList<SynthesisBaseline> All { get; } =
    [new IndependentBaseline(), new CopulaBaseline(), new BootstrapBaseline()];

    /// <summary>Gets the name in options, tables and files.</summary>
    public abstract string Name { get; }

    /// <summary>Gets a description with the source, which begins in lower case.</summary>
    public abstract string Description { get; }

    /// <summary>Gets the largest number of columns, above which the method takes too long.</summary>
    public virtual int MostColumns => int.MaxValue;

    /// <summary>Makes rows. Their numbers, categories and missing cells are those of the training rows, in other combinations.</summary>
    /// <param name="training">The rows to learn from. At least 1.</param>
    /// <param name="rowCount">The number of rows to make.</param>
    /// <param name="random">The source of all draws.</param>
    public abstract CodedTable Synthesize(CodedTable training, int rowCount, Random random);
}

/// <summary>Draws each cell from its column alone, with replacement: the columns are perfect, and nothing relates them.</summary>
/// <remarks>Thread safety: immutable.</remarks>
internal sealed class IndependentBaseline : SynthesisBaseline
{
    public override string Name => "independent";

    public override string Description =>
        "each cell drawn from its column alone: columns are right, relations are lost";

    public override CodedTable Synthesize(CodedTable training, int rowCount, Random random) =>
        training with
        {
            Values = Array.ConvertAll(
                training.Values,
                column => Enumerable.Range(0, rowCount).Select(_ => column[random.Next(column.Length)]).ToArray()
            ),
        };
}

/// <summary>Draws training rows with replacement: perfect in everything except privacy.</summary>
/// <remarks>Source: Efron 1979. Thread safety: immutable.</remarks>
internal sealed class BootstrapBaseline : SynthesisBaseline
{
    /// <summary>The name in options, tables and files.</summary>
    public const string MethodName = "bootstrap";

    public override string Name => MethodName;

    public override string Description =>
        "training rows, drawn with replacement: the best values of all metrics except privacy (Efron 1979)";

    public override CodedTable Synthesize(CodedTable training, int rowCount, Random random) =>
        training.Rows([.. Enumerable.Range(0, rowCount).Select(_ => random.Next(training.RowCount))]);
}
