using Microsoft.ML.Runtime;

namespace VaeMlNet;

/// <summary>
/// An estimator that decodes latents with a trained model. Its output is the mean of p(x|z), in the data's own units.
/// </summary>
/// <remarks>
/// Estimator characteristics:
/// <list type="table">
/// <item><term>Looks at the data to train?</term><description>No</description></item>
/// <item><term>Input column type</term><description>Vector of Single of the model's latent width L, any finite values</description></item>
/// <item><term>Output column type</term><description>Vector of Single of the model's width D</description></item>
/// <item><term>Runs on</term><description>CPU, or CUDA where gpuDeviceId is given</description></item>
/// <item><term>Deterministic?</term><description>Yes: the mean of the likelihood (probabilities for Bernoulli), nothing is drawn</description></item>
/// <item><term>Saved as</term><description>ML.NET's CopyColumns, ApplyOnnxModel and DropColumns: loads without VaeMlNet, then runs row by row and without the checks of values; see <c>mlContext.Model.RestoreVaeBatching</c></description></item>
/// </list>
/// Source: Kingma and Welling 2014, appendix C. Thread safety: may be used from several threads at once.
/// </remarks>
public sealed class VaeDecodeEstimator : VaeEstimator<VaeDecodeTransformer>
{
    internal VaeDecodeEstimator(IHostEnvironment environment, BatchedOnnxStep step)
        : base(environment, step) { }

    private protected override VaeDecodeTransformer CreateTransformer(BatchedOnnxStep step, StepSessions sessions) =>
        new(step, sessions);
}
