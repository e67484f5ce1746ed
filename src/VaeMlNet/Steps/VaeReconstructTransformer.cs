namespace VaeMlNet;

/// <summary>
/// A transformer that adds the reconstruction of every row, Vector&lt;Single, D&gt;; see
/// <c>mlContext.Transforms.VaeReconstruct</c>.
/// </summary>
/// <remarks><inheritdoc cref="VaeTransformer" path="/remarks"/></remarks>
public sealed class VaeReconstructTransformer : VaeTransformer
{
    internal VaeReconstructTransformer(BatchedOnnxStep step, StepSessions sessions)
        : base(step, sessions) { }
}
