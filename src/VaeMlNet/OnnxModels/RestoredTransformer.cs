using Microsoft.ML;
using Microsoft.ML.Transforms.Onnx;

namespace VaeMlNet;

/// <summary>Takes the place of the ApplyOnnxModel of a loaded pipeline, and runs its graph in batches.</summary>
/// <remarks>It owns the transformer that it replaces: that one is what is saved, and is disposed with it.</remarks>
internal sealed class RestoredTransformer(BatchedOnnxStep step, StepSessions sessions, OnnxTransformer replaced)
    : VaeTransformer(step, sessions)
{
    private protected override void Save(ModelSaveContext context) => ((ICanSaveModel)replaced).Save(context);

    private protected override void DisposeOwned() => replaced.Dispose();
}
