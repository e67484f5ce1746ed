namespace VaeMlNet;

/// <summary>Adds an anomaly score to every row, and a label by a threshold; see <c>mlContext.Transforms.VaeScore</c>.</summary>
/// <remarks><inheritdoc cref="VaeTransformer" path="/remarks"/></remarks>
public sealed class VaeScoreTransformer : VaeTransformer
{
    internal VaeScoreTransformer(BatchedOnnxStep step, StepSessions sessions, float threshold)
        : base(step, sessions)
    {
        Threshold = threshold;
    }

    /// <summary>Score in nats above which a row counts as an anomaly.</summary>
    public float Threshold { get; }
}
