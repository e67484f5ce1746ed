using Microsoft.ML;
using Microsoft.ML.Data;

namespace VaeMlNet.Benchmarks;

/// <summary>Reads the scores of ML.NET's RandomizedPca.</summary>
internal static class PcaScores
{
    /// <summary>Returns the score of each row, in [0, 1].</summary>
    /// <remarks>
    /// ML.NET 5.0.0 computes sqrt((d - e) / d), where d is the squared distance to the mean and e the part of d that the components
    /// explain. The score is NaN if d is 0, or if the components explain the row completely and rounding makes e larger than d.
    /// Such a row has no unexplained part, so this method returns 0.
    /// </remarks>
    public static float[] Read(IDataView scored) =>
        [.. scored.GetColumn<float>("Score").Select(score => float.IsNaN(score) ? 0 : score)];
}
