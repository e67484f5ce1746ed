using Microsoft.ML.Data;
using Microsoft.ML.Transforms;

namespace Microsoft.ML;

public static class ExtensionsCatalog
{
    public static MissingValueIndicatorEstimator IndicateMissingValues(
        this TransformsCatalog catalog,
        string outputColumnName,
        string inputColumnName = null
    ) => catalog.IndicateMissingValues([new InputOutputColumnPair(outputColumnName, inputColumnName)]);

    public static MissingValueIndicatorEstimator IndicateMissingValues(
        this TransformsCatalog catalog,
        InputOutputColumnPair[] columns
    ) => new(catalog.GetEnvironment(), columns);

    public static MissingValueReplacingEstimator ReplaceMissingValues(
        this TransformsCatalog catalog,
        string outputColumnName,
        string inputColumnName = null,
        MissingValueReplacingEstimator.ReplacementMode replacementMode =
            MissingValueReplacingEstimator.ReplacementMode.DefaultValue,
        bool imputeBySlot = true
    ) =>
        catalog.ReplaceMissingValues(
            [new InputOutputColumnPair(outputColumnName, inputColumnName)],
            replacementMode,
            imputeBySlot
        );

    public static MissingValueReplacingEstimator ReplaceMissingValues(
        this TransformsCatalog catalog,
        InputOutputColumnPair[] columns,
        MissingValueReplacingEstimator.ReplacementMode replacementMode =
            MissingValueReplacingEstimator.ReplacementMode.DefaultValue,
        bool imputeBySlot = true
    ) => new(catalog.GetEnvironment(), columns, replacementMode, imputeBySlot);
}
