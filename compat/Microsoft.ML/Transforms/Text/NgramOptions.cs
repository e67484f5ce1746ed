using Microsoft.ML.Runtime;

namespace Microsoft.ML.Transforms.Text;

/// <summary>How n-grams are counted: here, single words by their number.</summary>
internal sealed record NgramOptions(
    int Length,
    int SkipLength,
    bool UseAllLengths,
    int MaximumCount,
    NgramExtractingEstimator.WeightingCriteria Weighting
)
{
    /// <summary>Refuses what ML.NET refuses, and what is not supported here.</summary>
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
