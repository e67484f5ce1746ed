using Microsoft.ML.Runtime;

namespace VaeMlNet;

/// <summary>
/// An estimator that reconstructs rows with a trained model. Its output is the mean of p(x|z) at z = the mean of q(z|x).
/// </summary>
/// <remarks>
/// Estimator characteristics:
/// <list type="table">
/// <item><term>Looks at the data to train?</term><description>No</description></item>
/// <item><term>Input column type</term><description>Vector of Single of the model's width D; of a table model Single, vectors of Single, Boolean, and UInt32 keys</description></item>
/// <item><term>Output column type</term><description>Vector of Single of the same width, with the input's slot names; of a table model all columns side by side, with slot names</description></item>
/// <item><term>Runs on</term><description>CPU, or CUDA where gpuDeviceId is given</description></item>
/// <item><term>Deterministic?</term><description>Yes: means of posterior and likelihood, nothing is drawn</description></item>
/// <item><term>Saved as</term><description>ML.NET's CopyColumns, ApplyOnnxModel and DropColumns: loads without VaeMlNet, then runs row by row and without the checks of values; see <c>mlContext.Model.RestoreVaeBatching</c></description></item>
/// </list>
/// Source: Kingma and Welling 2014, section 3 and appendix C. Thread safety: may be used from several threads at once.
/// </remarks>
public sealed class VaeReconstructEstimator : VaeEstimator<VaeReconstructTransformer>
{
    internal VaeReconstructEstimator(IHostEnvironment environment, BatchedOnnxStep step)
        : base(environment, step) { }

    private protected override VaeReconstructTransformer CreateTransformer(
        BatchedOnnxStep step,
        StepSessions sessions
    ) => new(step, sessions);
}
