using System.Globalization;
using System.Text;

namespace VaeMlNet.Benchmarks;

/// <summary>Measures common data problems with and without their treatment.</summary>
internal static class TroublesTable
{
    /// <summary>Gets all data problems, in the order of the page.</summary>
    public static IReadOnlyList<Trouble> All { get; } =
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
    public static string Measure(IReadOnlyList<TroubleRun> runs, Action<string> report)
    {
        var text = new StringBuilder("| trouble | treatment | without | with | measured |\n|---|---|--:|--:|---|\n");
        foreach (var trouble in All)
        {
            (double? Without, double With)[] figures = [.. runs.Select(trouble.Measure)];
            var without = Cell(figures.Select(figure => figure.Without), trouble.Format);
            var with = Cell(figures.Select(figure => (double?)figure.With), trouble.Format);
            report($"{trouble.Name}: {without} -> {with}");
            text.Append(
                CultureInfo.InvariantCulture,
                $"| {trouble.Name} | {trouble.Treatment} | {without} | {with} | {trouble.Measured} |\n"
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
