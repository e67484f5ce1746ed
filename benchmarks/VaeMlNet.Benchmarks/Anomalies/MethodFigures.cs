namespace VaeMlNet.Benchmarks;

/// <summary>What a method reached on a data set, a figure per seed.</summary>
/// <param name="DataSet">The set's name.</param>
/// <param name="Method">The method's name.</param>
/// <param name="Qualities">Of each seed's split.</param>
/// <param name="FitSeconds">Mean over seeds.</param>
/// <param name="ScoreSeconds">Mean over seeds.</param>
internal sealed record MethodFigures(
    string DataSet,
    string Method,
    RankingQuality[] Qualities,
    double FitSeconds,
    double ScoreSeconds
)
{
    /// <summary>Area under the ROC curve over seeds.</summary>
    public SeedFigure AreaUnderRoc => SeedFigure.Of(Qualities.Select(quality => quality.AreaUnderRoc));

    /// <summary>Average precision over seeds.</summary>
    public SeedFigure AveragePrecision => SeedFigure.Of(Qualities.Select(quality => quality.AveragePrecision));

    /// <summary>A method's figures over sets: for each seed the means over the sets, and seconds of one fit, on average.</summary>
    /// <param name="figures">Of one method, each of as many seeds.</param>
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
