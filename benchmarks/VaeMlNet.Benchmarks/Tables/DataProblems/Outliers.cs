namespace VaeMlNet.Benchmarks;

/// <summary>Training rows with extreme numbers.</summary>
internal sealed class Outliers : DataProblem
{
    private const double WrongShare = 0.1;
    private const double FarInDeviations = 10;

    public override string Name => "outliers";

    public override string Treatment => "the detector's defaults: `StudentTLikelihoodOptions`, `TrimmedShare = 0.3`";

    public override string Measured =>
        "AUROC of foreign cells, a tenth of the training films with a number 10 standard deviations too large; without: `GaussianLikelihoodOptions`, `TrimmedShare = 0`";

    public override (double? Without, double With) Measure(DataProblemRun run)
    {
        var random = new Random(run.Seed);
        var statistics = new FilmStatistics(run.Split.Train);
        Film[] train =
        [
            .. run.Split.Train.Select(film =>
                random.NextDouble() < WrongShare ? Wrong(film, statistics, random) : film
            ),
        ];
        var plain = new VaeTrainerOptions
        {
            Likelihood = new GaussianLikelihoodOptions { Learned = VaeLearnedScale.PerFeature },
            TrimmedShare = 0,
        };
        return (run.Auroc(train, plain), run.Auroc(train));
    }

    private static Film Wrong(Film film, FilmStatistics statistics, Random random)
    {
        var copy = film with { };
        var name = FilmColumns.Numbers[random.Next(FilmColumns.Numbers.Length)];
        var far = statistics.Mean(name) + (FarInDeviations * statistics.Deviation(name));
        typeof(Film).GetProperty(name)!.SetValue(copy, (float)far);
        return copy;
    }
}
