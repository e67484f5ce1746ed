using System.Globalization;
using Microsoft.ML;
using Microsoft.ML.Data;
using static Microsoft.ML.Transforms.MissingValueReplacingEstimator;

namespace VaeMlNet.Benchmarks;

/// <summary>Measures how far imputed cells are from the original values.</summary>
/// <param name="ml">The ML.NET context.</param>
/// <param name="split">The films. Cells of the test films are removed and then imputed.</param>
internal sealed class ImputationTable(MLContext ml, FilmSplit split)
{
    /// <summary>The share of the observed cells to remove.</summary>
    public const double RemovedShare = 0.2;

    // Interpolation needs rows in the order of their release.
    private readonly Film[] truth = [.. split.Test.OrderBy(film => film.Year)];

    /// <summary>Gets the films with missing cells.</summary>
    public Film[] Gaps => DamagedFilms.WithoutCells(truth, RemovedShare, seed: 1);

    /// <summary>Returns a table with a row for each column and the error of each method.</summary>
    /// <param name="imputed">The films imputed by a model, with texts instead of keys, in the order of <see cref="Gaps"/>.</param>
    public string Measure(IDataView imputed)
    {
        var gaps = ml.Data.LoadFromEnumerable(Gaps);
        var means = ml
            .Transforms.ReplaceMissingValues(
                [.. FilmColumns.Numbers.Select(name => new InputOutputColumnPair(name))],
                ReplacementMode.Mean
            )
            .Fit(ml.Data.LoadFromEnumerable(split.Train))
            .Transform(gaps);
        var lines = ml.Data.InterpolateMissingValues(gaps, FilmColumns.Numbers);
        var rows = FilmColumns
            .Numbers.Select(name => NumberRow(name, imputed, means, lines))
            .Concat(FilmColumns.Texts.Select(name => TextRow(name, imputed)));
        return "| column | removed | VaeImpute | mean or most frequent | linear interpolation |\n|---|--:|--:|--:|--:|\n"
            + string.Concat(rows);
    }

    private string NumberRow(string name, IDataView imputed, IDataView means, IDataView lines)
    {
        var removed = Removed(name);
        var deviation = new FilmStatistics(split.Train).Deviation(name);
        string Error(IDataView way)
        {
            float[] filled = [.. way.GetColumn<float>(name)];
            var square = removed.Average(row => Math.Pow(filled[row] - (float)DamagedFilms.Get(truth[row], name), 2));
            return (Math.Sqrt(square) / deviation).ToString("F2", CultureInfo.InvariantCulture);
        }
        // The films are in the order of their years, so interpolation would find the year.
        var interpolated = name == nameof(Film.Year) ? "" : Error(lines);
        return $"| {name} | {removed.Length} | {Error(imputed)} | {Error(means)} | {interpolated} |\n";
    }

    private string TextRow(string name, IDataView imputed)
    {
        var removed = Removed(name);
        string[] filled = [.. imputed.GetColumn<string>(name)];
        var frequent = split
            .Train.Select(film => (string)DamagedFilms.Get(film, name))
            .Where(text => text.Length > 0)
            .CountBy(text => text)
            .MaxBy(pair => pair.Value)
            .Key;
        string Wrong(Func<int, string> guess) =>
            removed
                .Average(row => guess(row) == (string)DamagedFilms.Get(truth[row], name) ? 0.0 : 1)
                .ToString("P0", CultureInfo.InvariantCulture);
        return $"| {name} | {removed.Length} | {Wrong(row => filled[row])} wrong | {Wrong(_ => frequent)} wrong | |\n";
    }

    private int[] Removed(string name)
    {
        var gaps = Gaps;
        return
        [
            .. Enumerable
                .Range(0, truth.Length)
                .Where(row =>
                    DamagedFilms.IsMissing(DamagedFilms.Get(gaps[row], name))
                    && !DamagedFilms.IsMissing(DamagedFilms.Get(truth[row], name))
                ),
        ];
    }
}
