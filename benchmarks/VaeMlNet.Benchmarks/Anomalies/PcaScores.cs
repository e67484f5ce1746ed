using Microsoft.ML;
using Microsoft.ML.Data;

namespace VaeMlNet.Benchmarks;

/// <summary>Reads the scores of ML.NET's RandomizedPca.</summary>
internal static class PcaScores
{
    /// <summary>Returns the score of each row, in [0, 1].</summary>
    /// <remarks>
    /// ML.NET 5.0.0 gives sqrt((d - e) / d) with the squared distance d to the mean and the part e of it that the components explain.
    /// The score is NaN where rounding makes e larger than d, because the components explain the row completely, and where d
    /// is 0. Nothing of such a row is left unexplained: its score is 0.
    /// </remarks>
    public static float[] Read(IDataView scored) =>
        [.. scored.GetColumn<float>("Score").Select(score => float.IsNaN(score) ? 0 : score)];
}
