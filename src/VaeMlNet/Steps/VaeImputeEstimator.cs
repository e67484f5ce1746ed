using Microsoft.ML.Runtime;

namespace VaeMlNet;

/// <summary>
/// An estimator that fills missing cells of a table's columns with a trained model. Observed cells do not change.
/// </summary>
/// <remarks>
/// Estimator characteristics:
/// <list type="table">
/// <item><term>Looks at the data to train?</term><description>No</description></item>
/// <item><term>Input column type</term><description>The model's columns: Single or Vector of Single (NaN is missing), Boolean, Key of UInt32 (0, or above the model's number of categories, is missing)</description></item>
/// <item><term>Output column type</term><description>Those of the number and key columns, with slot names and key values</description></item>
/// <item><term>Runs on</term><description>CPU, or CUDA where gpuDeviceId is given</description></item>
/// <item><term>Deterministic?</term><description>Yes: means, or draws that depend on the seed and the row's id only</description></item>
/// <item><term>Saved as</term><description>ML.NET's own transformers: loads without VaeMlNet, then runs row by row. Draws cannot be saved</description></item>
/// </list>
/// Source: Rezende, Mohamed and Wierstra 2014, appendix F; Mattei and Frellsen 2019, section 2. Thread safety: may be used from
/// several threads at once.
/// </remarks>
public sealed class VaeImputeEstimator : VaeEstimator<VaeImputeTransformer>
{
    internal VaeImputeEstimator(IHostEnvironment environment, BatchedOnnxStep step)
        : base(environment, step) { }

    private protected override VaeImputeTransformer CreateTransformer(BatchedOnnxStep step, StepSessions sessions) =>
        new(step, sessions);
}
