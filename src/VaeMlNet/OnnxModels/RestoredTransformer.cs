using Microsoft.ML;
using Microsoft.ML.Transforms.Onnx;

namespace VaeMlNet;

/// <summary>A transformer that replaces the ApplyOnnxModel of a loaded pipeline and runs its graph in batches.</summary>
/// <remarks>It owns the replaced transformer: saving saves the replaced transformer, and disposing disposes it.</remarks>
internal sealed class RestoredTransformer(BatchedOnnxStep step, StepSessions sessions, OnnxTransformer replaced)
    : VaeTransformer(step, sessions)
{
    private protected override void Save(ModelSaveContext context) => ((ICanSaveModel)replaced).Save(context);

    private protected override void DisposeOwned() => replaced.Dispose();
}
