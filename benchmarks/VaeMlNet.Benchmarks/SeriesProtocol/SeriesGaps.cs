using System.Globalization;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace VaeMlNet.Benchmarks;

/// <summary>
/// Measures how well gaps of time series are filled: by the detector's expected values, by straight lines, and by the last value. The
/// gaps are planted in the test parts of a folder of series, in each channel at other places.
/// </summary>
/// <param name="folder">The folder of series.</param>
/// <param name="names">The series to take; empty takes all.</param>
/// <param name="seed">The seed of the models and of the places.</param>
/// <param name="report">Receives a line of progress for each series.</param>
internal sealed class SeriesGaps(string folder, string[] names, int seed, Action<string> report)
{
    /// <summary>The name of the subcommand.</summary>
    public const string Name = "gaps";

    // Observed rows before, between and after gaps of a channel.
    private const int Margin = 50;

    private static readonly int[] Lengths = [1, 5, 20, 60];

    /// <summary>Trains a model of each series and fills the gaps.</summary>
    /// <returns>A table: for each length the means over the series of the root mean squared errors, in standard deviations.</returns>
    /// <exception cref="CommandException">A file is missing or damaged.</exception>
    public string Run()
    {
        SeriesFolder all = new(folder);
        List<(int Length, double[] Errors)> results = [];
        foreach (var (name, family) in all.Find(names))
        {
            var series = all.Read(name, family);
            using var model = SeriesVae.Fit(series, seed);
            foreach (var length in Lengths)
            {
                var errors = Measure(model, series, length);
                results.Add((length, errors));
                report($"{name}, gaps of {length}: {string.Join(", ", errors.Select(Number))}");
            }
        }

        return Table(results);
    }

    private static string Table(List<(int Length, double[] Errors)> results)
    {
        var lines = results
            .GroupBy(result => result.Length, result => result.Errors)
            .Select(group =>
                $"| {group.Key} | {string.Join(" | ", Enumerable.Range(0, 3).Select(i => Number(group.Average(errors => errors[i]))))} | {group.Count(errors => errors[0] < errors[1])} of {group.Count()} |"
            );
        return "| rows of a gap | expected value | straight line | last value | series in which the expected value is better than the line |\n"
            + $"|--:|--:|--:|--:|--:|\n{string.Join('\n', lines)}\n";
    }

    private static string Number(double value) => value.ToString("0.00", CultureInfo.InvariantCulture);

    /// <summary>Returns the root mean squared errors of expected values, straight lines and last values.</summary>
    private double[] Measure(VaeSeriesScoreTransformer model, ProtocolSeries series, int length)
    {
        var test = series.ScaledTest;
        var holed = (double[])series.Test.Values.Clone();
        Random random = new(seed);
        List<(int First, int Channel)> gaps = [];
        for (var c = 0; c < test.ChannelCount; c++)
        {
            var first = Margin + random.Next(2 * Margin);
            while (first + length + Margin < test.RowCount)
            {
                gaps.Add((first, c));
                for (var row = first; row < first + length; row++)
                {
                    holed[(row * test.ChannelCount) + c] = double.NaN;
                }

                first += length + (2 * Margin) + random.Next(Margin);
            }
        }

        var filled = Fill(model, series.Test with { Values = holed });
        var scaled = SeriesScaling.Scale(series.Training, filled).Test;
        return
        [
            Error(test, gaps, length, (row, c, _) => scaled[row, c]),
            Error(
                test,
                gaps,
                length,
                (row, c, first) =>
                    double.Lerp(test[first - 1, c], test[first + length, c], (row - first + 1.0) / (length + 1))
            ),
            Error(test, gaps, length, (_, c, first) => test[first - 1, c]),
        ];
    }

    private static double Error(
        ChannelRows test,
        List<(int First, int Channel)> gaps,
        int length,
        Func<int, int, int, double> fill
    ) =>
        Math.Sqrt(
            gaps.SelectMany(gap =>
                    Enumerable
                        .Range(gap.First, length)
                        .Select(row => Math.Pow(fill(row, gap.Channel, gap.First) - test[row, gap.Channel], 2))
                )
                .Average()
        );

    private static ChannelRows Fill(VaeSeriesScoreTransformer model, ChannelRows rows)
    {
        var filled = model.Transform(SeriesVae.View(new MLContext(1), rows)).GetColumn<float[]>(SeriesVae.FilledColumn);
        return rows with { Values = [.. filled.SelectMany(row => row.Select(value => (double)value))] };
    }
}
