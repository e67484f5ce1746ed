using Microsoft.ML.Runtime;

namespace VaeMlNet;

/// <summary>
/// An estimator that encodes rows with a trained model. Its output is the mean of q(z|x), as features for the next step of a
/// pipeline.
/// </summary>
/// <remarks>
/// Estimator characteristics:
/// <list type="table">
/// <item><term>Looks at the data to train?</term><description>No</description></item>
/// <item><term>Input column type</term><description>Vector of Single of the model's width D; of a table model Single, vectors of Single, Boolean, and UInt32 keys</description></item>
/// <item><term>Output column type</term><description>Vector of Single of the model's latent width L; of categorical latents their probabilities, L * K, with slot names</description></item>
/// <item><term>Runs on</term><description>CPU, or CUDA where gpuDeviceId is given</description></item>
/// <item><term>Deterministic?</term><description>Yes: the posterior mean, nothing is drawn</description></item>
/// <item><term>Saved as</term><description>ML.NET's CopyColumns, ApplyOnnxModel and DropColumns: loads without VaeMlNet, then runs row by row and without the checks of values; see <c>mlContext.Model.RestoreVaeBatching</c></description></item>
/// </list>
/// Source: Kingma and Welling 2014, section 3. Thread safety: may be used from several threads at once.
/// </remarks>
public sealed class VaeEncodeEstimator : VaeEstimator<VaeEncodeTransformer>
{
    internal VaeEncodeEstimator(IHostEnvironment environment, BatchedOnnxStep step)
        : base(environment, step) { }

    private protected override VaeEncodeTransformer CreateTransformer(BatchedOnnxStep step, StepSessions sessions) =>
        new(step, sessions);
}
