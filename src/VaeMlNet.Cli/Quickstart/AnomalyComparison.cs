using Microsoft.ML;
using Microsoft.ML.Data;
using VaeMlNet.Report;

namespace VaeMlNet.Cli;

/// <summary>How well different scores find the same planted anomalies.</summary>
/// <param name="ml">The context.</param>
/// <param name="planted">The images to score.</param>
internal sealed class AnomalyComparison(MLContext ml, PlantedAnomalies planted)
{
    private const string Score = "Score";
    private const string Pixels = nameof(DigitRow.Features);

    private readonly IDataView images = DigitRow.View(ml, planted.Images, new byte[planted.Images.RowCount]);

    /// <summary>Ranking by the VAE's score.</summary>
    public RankingQuality OfVae(string modelFolder, VaeScoreKind kind)
    {
        return Rank(
            ml.Transforms.VaeScore(Score, Pixels, modelFolder, new VaeScoreOptions { Kind = kind }),
            images,
            scored => [.. scored.GetColumn<float>(Score)]
        );
    }

    /// <summary>Ranking by ML.NET's own detector, trained on images without planted anomalies.</summary>
    public RankingQuality OfRandomizedPca(IDataView train, int rank, int seed) =>
        Rank(ml.AnomalyDetection.Trainers.RandomizedPca(Pixels, rank: rank, seed: seed), train, PcaScores.Read);

    private RankingQuality Rank<TTransformer>(
        IEstimator<TTransformer> detector,
        IDataView train,
        Func<IDataView, float[]> read
    )
        where TTransformer : ITransformer
    {
        var transformer = detector.Fit(train);
        using var owned = transformer as IDisposable;
        return RankingQuality.Compute(read(transformer.Transform(images)), planted.IsTurned);
    }
}
