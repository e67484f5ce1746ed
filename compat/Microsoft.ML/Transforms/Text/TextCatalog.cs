using Microsoft.ML.Data;
using Microsoft.ML.Transforms.Text;

namespace Microsoft.ML;

public static class TextCatalog
{
    public static WordTokenizingEstimator TokenizeIntoWords(
        this TransformsCatalog.TextTransforms catalog,
        string outputColumnName,
        string inputColumnName = null,
        char[] separators = null
    ) =>
        new(
            catalog.GetEnvironment(),
            new InputOutputColumnPair(outputColumnName, inputColumnName),
            separators ?? [' ']
        );

    public static WordBagEstimator ProduceWordBags(
        this TransformsCatalog.TextTransforms catalog,
        string outputColumnName,
        string inputColumnName = null,
        int ngramLength = 2,
        int skipLength = 0,
        bool useAllLengths = true,
        int maximumNgramsCount = 10000000,
        NgramExtractingEstimator.WeightingCriteria weighting = NgramExtractingEstimator.WeightingCriteria.Tf
    ) =>
        new(
            catalog.GetEnvironment(),
            new InputOutputColumnPair(outputColumnName, inputColumnName),
            new NgramOptions(ngramLength, skipLength, useAllLengths, maximumNgramsCount, weighting)
        );
}
