namespace VaeMlNet;

/// <summary>The size of a random forest and of its trees.</summary>
/// <param name="TreeCount">The number of trees.</param>
/// <param name="MinimumLeafRows">The smallest number of different training rows in a leaf.</param>
/// <param name="FeatureShare">
/// The share of the features that are tried at each split, above 0 and up to 1; null tries the square root of their number.
/// </param>
internal sealed record ForestOptions(int TreeCount, int MinimumLeafRows, double? FeatureShare = null)
{
    /// <summary>Returns the number of features that are tried at each split.</summary>
    public int TriedFeatures(int features) =>
        Math.Max(1, (int)(FeatureShare is { } share ? share * features : Math.Sqrt(features)));
}
