using Microsoft.ML;

namespace VaeMlNet;

/// <summary>A transformer that fills missing cells of a table's columns; see <c>mlContext.Transforms.VaeImpute</c>.</summary>
/// <remarks><inheritdoc cref="VaeTransformer" path="/remarks"/></remarks>
public sealed class VaeImputeTransformer : VaeTransformer
{
    private readonly BatchedOnnxStep step;

    internal VaeImputeTransformer(BatchedOnnxStep step, StepSessions sessions)
        : base(step, sessions)
    {
        this.step = step;
    }

    private protected override void Save(ModelSaveContext context)
    {
        if (step.Posterior is not null)
        {
            throw ImputeErrors.Saving(step.ModelFolder);
        }

        base.Save(context);
    }
}
