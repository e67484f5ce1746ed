using Microsoft.ML.Runtime;

namespace VaeMlNet;

/// <summary>
/// An estimator that scores rows with a trained model. The score measures in nats how badly the model explains a row: higher
/// means more anomalous.
/// </summary>
/// <remarks>
/// Estimator characteristics:
/// <list type="table">
/// <item><term>Looks at the data to train?</term><description>No</description></item>
/// <item><term>Input column type</term><description>Vector of Single of the model's width D; of a table model Single, vectors of Single, Boolean, and UInt32 keys</description></item>
/// <item><term>Output column type</term><description>Single (score); Boolean (label); Vector of Single of width D (contributions)</description></item>
/// <item><term>Runs on</term><description>CPU, or CUDA where gpuDeviceId is given</description></item>
/// <item><term>Deterministic?</term><description>Yes: the score is taken at z = posterior mean, nothing is drawn</description></item>
/// <item><term>Saved as</term><description>ML.NET's CopyColumns, ApplyOnnxModel, DropColumns and an anomaly detector: loads without VaeMlNet, then runs row by row and without the checks of values; see <c>mlContext.Model.RestoreVaeBatching</c></description></item>
/// </list>
/// Source: An and Cho 2015 for reconstruction as an anomaly score; Kingma and Welling 2014, appendix B, for the KL term.
/// Thread safety: may be used from several threads at once.
/// </remarks>
public sealed class VaeScoreEstimator : VaeEstimator<VaeScoreTransformer>
{
    private readonly float threshold;

    internal VaeScoreEstimator(IHostEnvironment environment, BatchedOnnxStep step, float threshold)
        : base(environment, step)
    {
        this.threshold = threshold;
    }

    private protected override VaeScoreTransformer CreateTransformer(BatchedOnnxStep step, StepSessions sessions) =>
        new(step, sessions, threshold);
}
