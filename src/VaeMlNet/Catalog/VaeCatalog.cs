using System.Diagnostics.CodeAnalysis;
using Microsoft.ML.Runtime;
using VaeMlNet;

namespace Microsoft.ML;

/// <summary>
/// The methods of this library on the catalogs of <see cref="MLContext"/>: steps on <c>mlContext.Transforms</c>, operations on
/// <c>mlContext.Data</c>, and <c>mlContext.Model.RestoreBatching</c>.
/// </summary>
/// <remarks>
/// Every method that needs a model takes a <see cref="VaeModelSource"/>: the path of a model folder, or an opened <see cref="VaeModel"/>. A step
/// needs the model when it is created, not when it is fitted. Thread safety: all members may be used from several threads at once.
/// </remarks>
[RequiresUnreferencedCode(NeedsReflection)]
[RequiresDynamicCode(NeedsReflection)]
public static partial class VaeCatalog
{
    private const string NeedsReflection =
        "ML.NET uses reflection and generates code at run time, so that its pipelines are not supported in programs that are trimmed or compiled ahead of time. Use VaeModel and VaeScorer there.";

    private static StepModel Open(TransformsCatalog catalog, VaeModelSource model, VaeStepOptions options)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        ArgumentNullException.ThrowIfNull(model);
        return model.OpenForStep(options);
    }

    internal static VaeEstimator<VaeTransformer> Estimator(IHostEnvironment environment, BatchedOnnxStep step) =>
        new(environment, step, (fitted, sessions) => new(fitted, sessions));

    private static VaeEstimator<VaeTransformer> Estimator(TransformsCatalog catalog, BatchedOnnxStep step) =>
        Estimator(MlNetInternals.GetEnvironment(catalog), step);
}
