namespace VaeMlNet.Benchmarks;

/// <summary>The figures of a method on a data set, one for each seed.</summary>
/// <param name="DataSet">The set's name.</param>
/// <param name="Method">The method's name.</param>
/// <param name="Qualities">The quality of the ranking for each seed.</param>
/// <param name="FitSeconds">The mean over the seeds.</param>
/// <param name="ScoreSeconds">The mean over the seeds.</param>
internal sealed record MethodFigures(
    string DataSet,
    string Method,
    RankingQuality[] Qualities,
    double FitSeconds,
    double ScoreSeconds
)
{
    /// <summary>Gets the area under the ROC curve over the seeds.</summary>
    public SeedFigure AreaUnderRoc => SeedFigure.Compute(Qualities.Select(quality => quality.AreaUnderRoc));

    /// <summary>Gets the average precision over the seeds.</summary>
    public SeedFigure AveragePrecision => SeedFigure.Compute(Qualities.Select(quality => quality.AveragePrecision));

    /// <summary>Computes the means of a method's figures over several sets, for each seed, and the mean time of one fit.</summary>
    /// <param name="figures">The figures of one method on each set. All have the same number of seeds.</param>
    public static MethodFigures Mean(IReadOnlyList<MethodFigures> figures)
    {
        var qualities = Enumerable
            .Range(0, figures[0].Qualities.Length)
            .Select(seed => new RankingQuality(
                figures.Average(set => set.Qualities[seed].AreaUnderRoc),
                figures.Average(set => set.Qualities[seed].AveragePrecision)
            ));
        return new MethodFigures(
            "MEAN",
            figures[0].Method,
            [.. qualities],
            figures.Average(set => set.FitSeconds),
            figures.Average(set => set.ScoreSeconds)
        );
    }
}
