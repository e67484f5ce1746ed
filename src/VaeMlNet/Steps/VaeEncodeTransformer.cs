namespace VaeMlNet;

/// <summary>
/// A transformer that adds the posterior mean of every row, Vector&lt;Single, L&gt;; see <c>mlContext.Transforms.VaeEncode</c>.
/// </summary>
/// <remarks><inheritdoc cref="VaeTransformer" path="/remarks"/></remarks>
public sealed class VaeEncodeTransformer : VaeTransformer
{
    internal VaeEncodeTransformer(BatchedOnnxStep step, StepSessions sessions)
        : base(step, sessions) { }
}
