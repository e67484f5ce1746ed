using Microsoft.ML;
using VaeMlNet.Views;

namespace VaeMlNet;

/// <summary>
/// The folds of the windows of time series for the anomaly threshold, and their scores. A fold is a contiguous part of each series, so that no
/// network scores times that it has learned.
/// </summary>
internal sealed class WindowFolds
{
    private readonly int length;
    private readonly List<Window> windows = [];
    private readonly List<Window> filled = []; // windows for training only, with filled gaps
    private readonly List<long> rowCounts = [];
    private IReadOnlyList<Fold> folds = [];
    private double[]? scores; // of the folds, one after the other

    /// <summary>Reads the places of the windows.</summary>
    /// <param name="view">The windows of all rows, with the columns that follow.</param>
    /// <param name="plan">The use of the windows.</param>
    /// <param name="columns">The names of the columns of <see cref="WindowStep.Use"/>, of the place and of the series' number.</param>
    /// <param name="length">The number W of rows in a window.</param>
    /// <param name="hasFilled">Whether some windows for training follow them with filled gaps.</param>
    public WindowFolds(
        IDataView view,
        WindowPlan plan,
        (string Use, string Place, string Series) columns,
        int length,
        bool hasFilled
    )
    {
        this.length = length;
        var (useColumn, placeColumn, seriesColumn) = (
            view.Schema[columns.Use],
            view.Schema[columns.Place],
            view.Schema[columns.Series]
        );
        using var cursor = view.GetRowCursor([useColumn, placeColumn, seriesColumn]);
        var readUse = CurrentValue.Of<float>(cursor, useColumn);
        var readPlace = CurrentValue.Of<long>(cursor, placeColumn);
        var readSeries = CurrentValue.Of<int>(cursor, seriesColumn);
        List<Window> training = [];
        var heldOutCount = 0;
        while (cursor.MoveNext())
        {
            var (use, place, series) = (readUse(), readPlace(), readSeries());
            if (series == rowCounts.Count)
            {
                rowCounts.Add(0);
            }

            var row = rowCounts[series]++;
            if (use == WindowPlan.ForTraining)
            {
                training.Add(new(training.Count, series, row, place));
            }
            else if (use == WindowPlan.HeldOut)
            {
                // A time counts alike, whether it is held out or not.
                if (plan.IsOnStride(series, row))
                {
                    windows.Add(new(heldOutCount, series, row, place));
                }

                heldOutCount++;
            }
        }

        // The rows of a training are its validation rows, followed by its training rows.
        windows.AddRange(training.Select(window => window with { Index = window.Index + heldOutCount }));
        if (hasFilled)
        {
            filled.AddRange(
                training
                    .Where(window =>
                        plan.UseOfFilled(window.Series, window.Row, window.Place) == WindowPlan.ForTraining
                    )
                    .Select((window, i) => window with { Index = heldOutCount + training.Count + i })
            );
        }
    }

    /// <summary>Divides the windows. A window that has a row of a fold is not learned by the fold's network.</summary>
    /// <param name="count">The number of folds; less for series that are too short.</param>
    /// <returns>The folds; none if no fold leaves windows to learn from.</returns>
    public IReadOnlyList<Fold> Divide(int count)
    {
        folds =
        [
            .. Enumerable
                .Range(0, count)
                .Select(fold => new Fold(
                    [
                        .. windows
                            .Concat(filled)
                            .Where(window =>
                                FoldOf(window.Series, window.Row) != fold
                                && FoldOf(window.Series, window.Row - (length - 1)) != fold
                            )
                            .Select(window => window.Index),
                    ],
                    [
                        .. windows
                            .Where(window => FoldOf(window.Series, window.Row) == fold)
                            .Select(window => window.Index),
                    ]
                ))
                .Where(fold => fold.Training.Length > 0 && fold.HeldOut.Length > 0),
        ];
        return folds;

        // Parts are at least as long as a window. Series that are too short for parts are in different folds.
        int FoldOf(int series, long row)
        {
            var parts = Math.Clamp(rowCounts[series] / length, 1, count);
            return (int)((series + (row * parts / rowCounts[series])) % count);
        }
    }

    /// <summary>Keeps the scores of the windows of the folds, one fold after the other.</summary>
    public void Keep(ScoresByKind ofWindows) => scores = [.. ofWindows[SeriesScoreStep.Kind]];

    /// <summary>
    /// Returns the threshold for the mean of the windows that cover a row; null if the windows were not scored.
    /// </summary>
    public double? CoveringThreshold(ThresholdRule rule)
    {
        if (scores is null)
        {
            return null;
        }

        var byIndex = folds
            .SelectMany((fold, number) => fold.HeldOut.Select(index => (Index: index, Fold: number)))
            .Zip(scores)
            .ToDictionary(window => window.First.Index, window => (window.First.Fold, Score: window.Second));
        CoveringMeans means = new(length);
        List<(int Fold, SeriesRowScore Row)> rows = [];
        foreach (var series in windows.Where(w => byIndex.ContainsKey(w.Index)).GroupBy(w => w.Series))
        {
            foreach (var window in series.OrderBy(window => window.Row))
            {
                var (fold, score) = byIndex[window.Index];
                SeriesRowScore row = new(window.Place, window.Series) { Score = (float)score };
                rows.Add((fold, row));
                means.Add(row);
            }

            means.Finish();
        }

        return rule.Apply([
            .. rows.GroupBy(row => row.Fold, row => (double)row.Row.Score).Select(fold => fold.ToArray()),
        ]);
    }

    private readonly record struct Window(int Index, int Series, long Row, long Place);
}

/// <summary>The rows of a fold, and those that its network learns from.</summary>
internal sealed record Fold(int[] Training, int[] HeldOut);
