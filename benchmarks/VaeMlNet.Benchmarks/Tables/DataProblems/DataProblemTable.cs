using System.Globalization;
using System.Text;

namespace VaeMlNet.Benchmarks;

/// <summary>Measures common data problems with and without their treatment.</summary>
internal static class DataProblemTable
{
    /// <summary>Gets all data problems, in the order of the page.</summary>
    public static IReadOnlyList<DataProblem> All { get; } =
    [
        new MissingValues(),
        new MissingColumns(),
        new Noise(),
        new Outliers(),
        new Imbalance(),
        new OverFitting(),
        new HighDimension(),
        new MixedTypes(),
    ];

    /// <summary>Measures all data problems with each seed and returns a Markdown table.</summary>
    public static string Measure(IReadOnlyList<DataProblemRun> runs, Action<string> report)
    {
        var text = new StringBuilder("| problem | treatment | without | with | measured |\n|---|---|--:|--:|---|\n");
        foreach (var problem in All)
        {
            (double? Without, double With)[] figures = [.. runs.Select(problem.Measure)];
            var without = Cell(figures.Select(figure => figure.Without), problem.Format);
            var with = Cell(figures.Select(figure => (double?)figure.With), problem.Format);
            report($"{problem.Name}: {without} -> {with}");
            text.Append(
                CultureInfo.InvariantCulture,
                $"| {problem.Name} | {problem.Treatment} | {without} | {with} | {problem.Measured} |\n"
            );
        }

        return text.ToString();
    }

    private static string Cell(IEnumerable<double?> figures, string format)
    {
        double[] values = [.. figures.OfType<double>()];
        return values.Length == 0 ? "refused" : MeanAndDeviation.Write(values, format);
    }
}
