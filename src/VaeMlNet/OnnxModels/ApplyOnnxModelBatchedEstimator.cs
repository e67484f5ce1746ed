using Microsoft.ML.Runtime;

namespace VaeMlNet;

/// <summary>An estimator that runs an ONNX model in batches. ML.NET's <c>OnnxScoringEstimator</c> runs it row by row.</summary>
/// <remarks>
/// Estimator characteristics:
/// <list type="table">
/// <item><term>Looks at the data to train?</term><description>No</description></item>
/// <item><term>Input column types</term><description>As the model's inputs of the same names: scalars or vectors of known size, of numbers, Boolean, text, or keys for unsigned integers</description></item>
/// <item><term>Output column types</term><description>As the model's outputs: vectors with the dimensions of one row, an open first dimension counted as 1</description></item>
/// <item><term>Runs on</term><description>CPU, or CUDA where gpuDeviceId is given</description></item>
/// <item><term>Saved as</term><description>ML.NET's ApplyOnnxModel: loads without VaeMlNet, then runs row by row; see <c>mlContext.Model.RestoreVaeBatching</c></description></item>
/// </list>
/// Thread safety: may be used from several threads at once.
/// </remarks>
public sealed class ApplyOnnxModelBatchedEstimator : VaeEstimator<ApplyOnnxModelBatchedTransformer>
{
    private readonly SavedModel saved;

    internal ApplyOnnxModelBatchedEstimator(IHostEnvironment environment, BatchedOnnxStep step, SavedModel saved)
        : base(environment, step)
    {
        this.saved = saved;
    }

    private protected override ApplyOnnxModelBatchedTransformer CreateTransformer(
        BatchedOnnxStep step,
        StepSessions sessions
    ) => new(step, sessions, saved);
}
