using Microsoft.ML;

namespace VaeMlNet;

/// <summary>
/// A transformer that adds an anomaly score to every row, and a label by a threshold; see <c>mlContext.Transforms.VaeScore</c>.
/// </summary>
/// <remarks><inheritdoc cref="VaeTransformer" path="/remarks"/></remarks>
public sealed class VaeScoreTransformer : VaeTransformer
{
    private readonly VaeThreshold? replaced;

    internal VaeScoreTransformer(
        BatchedOnnxStep step,
        StepSessions sessions,
        float threshold,
        VaeThreshold? replaced = null
    )
        : base(step, sessions)
    {
        Threshold = threshold;
        this.replaced = replaced;
    }

    /// <summary>Gets the score in nats above which a row counts as an anomaly.</summary>
    public float Threshold { get; }

    /// <summary>Gets the kind of score.</summary>
    public VaeScoreKind Kind => ScoreStep.KindOf(Step);

    private protected override VaeThreshold? ThresholdToSave => replaced;

    /// <summary>Returns the same transformer with another threshold. This transformer does not change.</summary>
    /// <remarks><see cref="VaeTransformer.SaveModelFolder"/> writes the model's thresholds, not this number.</remarks>
    /// <param name="threshold">The score in nats above which a row counts as an anomaly. Any number except NaN.</param>
    /// <returns>The transformer, which shares the sessions. The caller must dispose it as well.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="threshold"/> is NaN.</exception>
    /// <exception cref="ObjectDisposedException">The transformer was disposed.</exception>
    public VaeScoreTransformer WithThreshold(float threshold)
    {
        Sessions.ThrowIfDisposed();
        ScoreStep.CheckedThreshold(threshold, nameof(threshold));
        return With(threshold, replaced);
    }

    /// <summary>
    /// Returns the same transformer with the threshold for its <see cref="Kind"/>. This transformer does not change.
    /// </summary>
    /// <remarks><see cref="VaeTransformer.SaveModelFolder"/> writes all thresholds.</remarks>
    /// <param name="threshold">The thresholds, for example from <see cref="FitThreshold"/>.</param>
    /// <returns>The transformer, which shares the sessions. The caller must dispose it as well.</returns>
    /// <exception cref="ObjectDisposedException">The transformer was disposed.</exception>
    public VaeScoreTransformer WithThreshold(VaeThreshold threshold)
    {
        Sessions.ThrowIfDisposed();
        ArgumentNullException.ThrowIfNull(threshold);
        return With((float)threshold.Value(Kind), threshold);
    }

    /// <summary>Computes thresholds from the scores of rows without training: for the kinds of score without samples, and for <see cref="Kind"/>.</summary>
    /// <remarks>
    /// The rows are scored in batches, and only their scores are kept in memory. This transformer does not change: pass the
    /// result to <see cref="WithThreshold(VaeThreshold)"/>, or write it into the model folder with <see
    /// cref="VaeModel.ReplaceThreshold"/>.
    /// </remarks>
    /// <param name="data">
    /// Rows with the input columns: normal rows, or for a contamination rule rows like the future ones.
    /// </param>
    /// <param name="options">The options of the threshold. Default: a false-positive rate of 0.01.</param>
    /// <returns>The thresholds.</returns>
    /// <exception cref="ArgumentOutOfRangeException">
    /// An option is out of its range; or an input column is missing, or has another type or width.
    /// </exception>
    /// <exception cref="ArgumentException">The options set two rules.</exception>
    /// <exception cref="InvalidOperationException">
    /// There are too few rows, or a row cannot be scored. The message names the row.
    /// </exception>
    /// <exception cref="ObjectDisposedException">The transformer was disposed.</exception>
    /// <example><code>
    /// VaeThreshold threshold = scorer.FitThreshold(normalRows, new() { FalsePositiveRate = 0.01 });
    /// using VaeScoreTransformer stricter = scorer.WithThreshold(threshold);
    /// </code></example>
    public VaeThreshold FitThreshold(IDataView data, VaeThresholdOptions? options = null)
    {
        Sessions.ThrowIfDisposed();
        ArgumentNullException.ThrowIfNull(data);
        options?.Check(nameof(VaeThresholdOptions));
        return ScoredRows.Read(Step, Sessions, data).Fit(ThresholdRule.From(options));
    }

    private VaeScoreTransformer With(float threshold, VaeThreshold? saved)
    {
        var step = ScoreStep.WithThreshold(Step, threshold);
        return new(step, Sessions.Again(step), threshold, saved);
    }
}
