namespace VaeMlNet;

/// <summary>Options for <see cref="VaeScorer"/>.</summary>
/// <remarks>Thread safety: immutable.</remarks>
public sealed record VaeScorerOptions
{
    /// <summary>The largest value of <see cref="MaxBatchSize"/>.</summary>
    internal const int LargestBatchSize = 4096;

    /// <summary>Gets the kind of score.</summary>
    /// <value>Default: <see cref="VaeScoreKind.NegativeElbo"/>. <see cref="VaeScoreKind.MarginalLikelihood"/> is not supported.</value>
    public VaeScoreKind Kind { get; init; } = VaeScoreKind.NegativeElbo;

    /// <summary>Gets the largest number of rows of a run of the model.</summary>
    /// <value>
    /// Default: 1, which runs the model for each row on the calling thread. Range: 1 to 4096. With more, as many runs as processors are in
    /// progress at the same time, on CUDA two, and rows that arrive meanwhile are scored together in the next run. No row waits for others to arrive.
    /// </value>
    /// <remarks>
    /// Choose more for a GPU, or for a large model that many more threads than processors call at the same time. Threads that wait for a run of
    /// others cost time, too: measure it. The last digits of a score can depend on the number of rows in its run.
    /// </remarks>
    public int MaxBatchSize { get; init; } = 1;

    /// <exception cref="ArgumentOutOfRangeException">A value is outside its range.</exception>
    internal void Check()
    {
        if (!ScoreKind.All.Any(kind => kind.Kind == Kind))
        {
            throw new ArgumentOutOfRangeException(
                nameof(Kind),
                Kind,
                $"VaeScorerOptions.Kind must be {string.Join(" or ", ScoreKind.All.Select(kind => kind.Kind))}. Other scores need samples: use mlContext.Transforms.VaeScore."
            );
        }

        if (MaxBatchSize is < 1 or > LargestBatchSize)
        {
            throw new ArgumentOutOfRangeException(
                nameof(MaxBatchSize),
                MaxBatchSize,
                $"VaeScorerOptions.MaxBatchSize must be from 1 to {LargestBatchSize}."
            );
        }
    }
}
