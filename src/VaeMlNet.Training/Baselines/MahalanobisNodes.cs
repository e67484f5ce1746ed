using VaeMlNet.Baselines;
using VaeMlNet.OnnxExport;

namespace VaeMlNet;

/// <summary>Adds the squares of whitened rows, which add up to the squared Mahalanobis distance.</summary>
internal static class MahalanobisNodes
{
    /// <summary>Adds the contributions: [N, S].</summary>
    public static OnnxValue Add(BaselineCells cells, MahalanobisDistance method)
    {
        var graph = cells.Graph;
        var features = cells.EncodedFeatures;
        var mean = Array.ConvertAll(features, i => (float)method.Mean[i]);
        float[] whitening = [.. features.SelectMany(i => features.Select(j => (float)method.Whitening[i, j]))];
        var centered = cells.AddFeatures() - graph.AddInitializer("mahalanobis.mean", mean, mean.Length); // [N, F]
        var matrix = graph.AddInitializer("mahalanobis.whitening", whitening, mean.Length, mean.Length);
        var whitened = centered.Times(matrix); // [N, F]
        return cells.AddSums(whitened * whitened);
    }
}
