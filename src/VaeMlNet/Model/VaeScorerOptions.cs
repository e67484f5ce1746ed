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
    /// Default: 1, which runs the model for each row on the calling thread. Range: 1 to 4096. With more, one run of the model is in progress at a
    /// time, and rows that arrive meanwhile are scored together in the next run.
    /// </value>
    /// <remarks>
    /// Choose about the number of threads that call the scorer at the same time, if there are more of them than processors. No row waits for others
    /// to arrive. The last digits of a score can depend on the number of rows in its run.
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
