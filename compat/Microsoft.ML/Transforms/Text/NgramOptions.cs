using Microsoft.ML.Runtime;

namespace Microsoft.ML.Transforms.Text;

/// <summary>The options of counting n-grams: here, the number of single words.</summary>
internal sealed record NgramOptions(
    int Length,
    int SkipLength,
    bool UseAllLengths,
    int MaximumCount,
    NgramExtractingEstimator.WeightingCriteria Weighting
)
{
    /// <summary>Refuses options that ML.NET refuses, and those that this subset does not support.</summary>
    public void CheckSupported()
    {
        Check.Param(
            Length != 1 || SkipLength == 0,
            "skipLength",
            $"skipLength (actual value: {SkipLength}) can only be zero when ngramLength set to one."
        );
        Check.Param(MaximumCount > 0, "maximumNgramsCounts");
        if (Length != 1 || Weighting != NgramExtractingEstimator.WeightingCriteria.Tf)
        {
            throw new NotSupportedException(
                "N-grams other than single words, by their number, are not supported here."
            );
        }
    }
}
