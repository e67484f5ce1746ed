using Microsoft.ML.Data;
using Microsoft.ML.Transforms;

namespace Microsoft.ML;

public static class NormalizationCatalog
{
    public static NormalizingEstimator NormalizeMinMax(
        this TransformsCatalog catalog,
        string outputColumnName,
        string inputColumnName = null,
        long maximumExampleCount = 1000000000,
        bool fixZero = true
    ) =>
        catalog.NormalizeMinMax(
            [new InputOutputColumnPair(outputColumnName, inputColumnName)],
            maximumExampleCount,
            fixZero
        );

    public static NormalizingEstimator NormalizeMinMax(
        this TransformsCatalog catalog,
        InputOutputColumnPair[] columns,
        long maximumExampleCount = 1000000000,
        bool fixZero = true
    ) => new(catalog.GetEnvironment(), columns, maximumExampleCount, new MinMaxRule(fixZero));

    public static NormalizingEstimator NormalizeMeanVariance(
        this TransformsCatalog catalog,
        string outputColumnName,
        string inputColumnName = null,
        long maximumExampleCount = 1000000000,
        bool fixZero = true,
        bool useCdf = false
    ) =>
        catalog.NormalizeMeanVariance(
            [new InputOutputColumnPair(outputColumnName, inputColumnName)],
            maximumExampleCount,
            fixZero,
            useCdf
        );

    public static NormalizingEstimator NormalizeMeanVariance(
        this TransformsCatalog catalog,
        InputOutputColumnPair[] columns,
        long maximumExampleCount = 1000000000,
        bool fixZero = true,
        bool useCdf = false
    )
    {
        if (useCdf)
        {
            throw new NotSupportedException("Normalizing by the cumulative distribution is not supported here.");
        }

        return new(catalog.GetEnvironment(), columns, maximumExampleCount, new MeanVarianceRule(fixZero));
    }
}
