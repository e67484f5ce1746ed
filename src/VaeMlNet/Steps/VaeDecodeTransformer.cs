namespace VaeMlNet;

/// <summary>
/// A transformer that adds the decoded row of every latent, Vector&lt;Single, D&gt;; see <c>mlContext.Transforms.VaeDecode</c>.
/// </summary>
/// <remarks><inheritdoc cref="VaeTransformer" path="/remarks"/></remarks>
public sealed class VaeDecodeTransformer : VaeTransformer
{
    internal VaeDecodeTransformer(BatchedOnnxStep step, StepSessions sessions)
        : base(step, sessions) { }
}
