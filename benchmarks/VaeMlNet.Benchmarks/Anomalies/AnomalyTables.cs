using System.Globalization;

namespace VaeMlNet.Benchmarks;

/// <summary>Creates the tables of a comparison of detectors.</summary>
/// <param name="figures">The measured figures.</param>
internal sealed class AnomalyTables(AnomalyFigures figures)
{
    private const double SmallestDifference = 0.00005; // the reference rounds to four decimals

    /// <summary>
    /// Creates tables of AUROC, average precision and seconds for each set and method, with the mean over the sets.
    /// </summary>
    public IEnumerable<FigureTable> CreateMethodTables()
    {
        yield return PerSet("AUROC: mean ± standard deviation over seeds", f => f.AreaUnderRoc.ToString());
        yield return PerSet("AUPR (average precision): the same", f => f.AveragePrecision.ToString());
        yield return PerSet(
            "Seconds of a fit / of scoring the test part",
            f => string.Create(CultureInfo.InvariantCulture, $"{f.FitSeconds:0.00} / {f.ScoreSeconds:0.000}")
        );
    }

    /// <summary>Creates tables that compare the default detector with the methods of a reference, with wins and losses.</summary>
    public IEnumerable<FigureTable> CreateComparison(ReferenceFigures reference)
    {
        yield return CreateComparison(reference, "AUROC", f => f.AreaUnderRoc.Mean, r => r.AreaUnderRoc);
        yield return CreateComparison(reference, "AUPR", f => f.AveragePrecision.Mean, r => r.AveragePrecision);
    }

    private FigureTable PerSet(string title, Func<MethodFigures, string> cell)
    {
        var sets = figures.DataSets.Select(set =>
            (string[])[set, .. figures.Methods.Select(method => cell(figures.Find(set, method)))]
        );
        string[] mean = ["MEAN", .. figures.Methods.Select(method => cell(figures.Mean(method)))];
        return new FigureTable(title, ["data set", .. figures.Methods], [.. sets, mean]);
    }

    private FigureTable CreateComparison(
        ReferenceFigures reference,
        string measure,
        Func<MethodFigures, double> ours,
        Func<(double AreaUnderRoc, double AveragePrecision), double> theirs
    )
    {
        double Ours(string set) => ours(figures.Find(set, figures.MainMethod));
        double? Theirs(string set, string method) => reference.Find(set, method) is { } found ? theirs(found) : null;
        var rows = figures.DataSets.Select(set =>
            (string[])[set, Number(Ours(set)), .. reference.Methods.Select(method => Number(Theirs(set, method)))]
        );
        string[] Row(string name, string our, Func<(double Ours, double Theirs)[], string> cell) =>
            [
                name,
                our,
                .. reference.Methods.Select(method =>
                    cell([
                        .. from set in figures.DataSets
                        let other = Theirs(set, method)
                        where other is not null
                        select (Ours(set), other.Value),
                    ])
                ),
            ];
        return new FigureTable(
            $"{measure} compared with the reference",
            ["data set", figures.MainMethod, .. reference.Methods],
            [
                .. rows,
                Row("MEAN", Number(figures.DataSets.Average(Ours)), pairs => Number(Mean(pairs, pair => pair.Theirs))),
                Row($"{figures.MainMethod} on the same sets", "", p => Number(Mean(p, pair => pair.Ours))),
                Row($"wins : losses of {figures.MainMethod}", "", WinsAndLosses),
            ]
        );
    }

    private static double? Mean(
        (double Ours, double Theirs)[] pairs,
        Func<(double Ours, double Theirs), double> value
    ) => pairs.Length == 0 ? null : pairs.Average(value);

    private static string WinsAndLosses((double Ours, double Theirs)[] pairs)
    {
        var wins = pairs.Count(pair => pair.Ours - pair.Theirs > SmallestDifference);
        var losses = pairs.Count(pair => pair.Theirs - pair.Ours > SmallestDifference);
        return $"{wins} : {losses}";
    }

    private static string Number(double? value) => value?.ToString("0.000", CultureInfo.InvariantCulture) ?? "";
}
