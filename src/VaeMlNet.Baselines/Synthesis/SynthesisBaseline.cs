namespace VaeMlNet.Baselines;

/// <summary>A method that makes synthetic rows of a table.</summary>
/// <remarks>Thread safety: all members may be used from several threads at once, each with its own source of random numbers.</remarks>
/// <param name="Name">The name in options, tables and files.</param>
/// <param name="Description">A description with the source, which begins in lower case.</param>
/// <param name="Synthesize">
/// Makes a number of rows from training rows, at least 1, with a source of all draws. Their numbers, categories and missing cells are
/// those of the training rows, in other combinations.
/// </param>
internal sealed record SynthesisBaseline(
    string Name,
    string Description,
    Func<CodedTable, int, Random, CodedTable> Synthesize
)
{
    /// <summary>Gets all methods.</summary>
    public static IReadOnlyList<SynthesisBaseline> All => [Independent, GaussianCopula.Baseline, Bootstrap];

    /// <summary>Gets the method that draws training rows with replacement: perfect in everything except privacy.</summary>
    /// <remarks>Source: Efron 1979.</remarks>
    public static SynthesisBaseline Bootstrap { get; } =
        new(
            "bootstrap",
            "training rows, drawn with replacement: the best values of all metrics except privacy (Efron 1979)",
            (training, rowCount, random) =>
                training.Rows([.. Enumerable.Range(0, rowCount).Select(_ => random.Next(training.RowCount))])
        );

    // The columns are perfect, and nothing relates them.
    private static SynthesisBaseline Independent { get; } =
        new(
            "independent",
            "each cell drawn from its column alone: columns are right, relations are lost",
            (training, rowCount, random) =>
                training with
                {
                    Values = Array.ConvertAll(
                        training.Values,
                        column =>
                            Enumerable.Range(0, rowCount).Select(_ => column[random.Next(column.Length)]).ToArray()
                    ),
                }
        );

    /// <summary>Gets the largest number of columns, above which the method takes too long.</summary>
    public int MostColumns { get; init; } = int.MaxValue;
}
