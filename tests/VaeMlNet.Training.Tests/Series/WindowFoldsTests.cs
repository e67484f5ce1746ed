using Microsoft.ML;
using Microsoft.ML.Data;
using NUnit.Framework;

namespace VaeMlNet.Tests;

/// <summary>The folds of windows, which determine the thresholds of time series.</summary>
public sealed class WindowFoldsTests
{
    private const int Length = 8;
    private const int FoldCount = 5;

    private readonly MLContext ml = new(seed: 1);

    [TestCase(200, 200)]
    [TestCase(200, 20)]
    [TestCase(12, 12)]
    public void Divide_Series_NoNetworkLearnsARowOfItsFold(params int[] rowCounts)
    {
        var plan = WindowPlan.Create([.. rowCounts.Select(count => (long)count)], Length, stride: 1, heldOutShare: 0.1);
        var (folds, windows) = Folds(rowCounts, plan);

        Assert.That(
            folds.SelectMany(fold => fold.HeldOut).Order(),
            Is.EqualTo(Enumerable.Range(0, windows.Count)),
            "every window is scored once"
        );

        foreach (var fold in folds)
        {
            var heldOut = fold.HeldOut.Select(index => windows[index]).ToHashSet();

            Assert.That(
                fold.Training.Select(index => windows[index])
                    .Where(w =>
                        Enumerable.Range(0, Length).Any(before => heldOut.Contains((w.Series, w.Row - before)))
                    ),
                Is.Empty
            );
            Assert.That(fold.Training, Is.Not.Empty);
        }
    }

    [Test]
    public void Divide_OneSeriesOfFewRows_LeavesNothingToLearn()
    {
        var plan = WindowPlan.Create([12], Length, stride: 1, heldOutShare: 0);

        Assert.That(Folds([12], plan).Folds, Is.Empty);
    }

    [Test]
    public void Divide_StrideOfThreeRows_ScoresHeldOutWindowsAsOftenAsOthers()
    {
        var plan = WindowPlan.Create([400], Length, stride: 3, heldOutShare: 0.25);
        var (folds, windows) = Folds([400], plan);
        var scored = folds.SelectMany(fold => fold.HeldOut).Select(index => windows[index].Row).Order().ToArray();

        Assert.That(
            scored.Select(row => (row - (Length - 1)) / 3),
            Is.EqualTo(Enumerable.Range(0, scored.Length)),
            "one of each three"
        );
        Assert.That(scored[^1], Is.GreaterThan(396));
    }

    [TestCase(100, 80, true)]
    [TestCase(20, 80, true)]
    [TestCase(20, 81, false)]
    [TestCase(19, 80, false)]
    public void Use_ManyShortSeries_HoldsOutWholeOnes(int seriesCount, int rowCount, bool areWhole)
    {
        var plan = WindowPlan.Create([.. Enumerable.Repeat((long)rowCount, seriesCount)], Length, stride: 1, 0.1);
        var uses = Enumerable
            .Range(0, seriesCount)
            .Select(series =>
                Enumerable
                    .Range(Length - 1, rowCount - Length + 1)
                    .Select(row => plan.Use(series, row, row))
                    .Distinct()
                    .Count()
            );

        Assert.That(uses, Is.All.EqualTo(areWhole ? 1 : 2));
        Assert.That(
            (double)HeldOutRows(plan, [.. Enumerable.Repeat(rowCount, seriesCount)]).Sum() / (seriesCount * rowCount),
            Is.EqualTo(0.1).Within(0.01)
        );
    }

    [TestCase(4, 5)]
    [TestCase(5, 7)]
    [TestCase(0, 80)]
    [TestCase(4, 80)]
    public void Use_ShortSeriesOfOtherLengths_HoldsOutTheShareOfTheRowsThatHaveWindows(int place, int rowCount)
    {
        // The golden ratio would choose the 5th and the 13th of 20 or 21 that are alike.
        int[] rowCounts = [.. Enumerable.Repeat(20, 21)];
        rowCounts[place] = rowCount;
        var plan = WindowPlan.Create([.. rowCounts.Select(count => (long)count)], Length, stride: 1, heldOutShare: 0.1);
        var held = HeldOutRows(plan, rowCounts);
        var rows = rowCounts.Where(count => count >= Length).Sum();

        Assert.That(held.Sum(), Is.EqualTo(0.1 * rows).Within(20));
        Assert.That(held.Zip(rowCounts), Has.All.Matches<(int, int)>(of => of.Item1 == 0 || of.Item1 == of.Item2));
        Assert.That(rowCount >= Length || held[place] == 0);
    }

    [TestCase(4)]
    [TestCase(5)]
    public void Use_LongSeriesAmongShortOnes_HoldsOutTheEndOfTheLongOne(int place)
    {
        int[] rowCounts = [.. Enumerable.Repeat(10, 30)];
        rowCounts[place] = 1000;
        var held = HeldOutRows(
            WindowPlan.Create([.. rowCounts.Select(count => (long)count)], Length, stride: 1, heldOutShare: 0.1),
            rowCounts
        );

        Assert.That(held[place], Is.EqualTo(100));
        Assert.That(held.Sum(), Is.EqualTo(130));
    }

    [TestCase(2, 2)]
    [TestCase(2, 24)]
    [TestCase(3, 24)]
    [TestCase(5, 10)]
    public void IsOnStride_StrideThatDividesAPeriod_HasEachPlaceOfThePeriodAsOften(int stride, int period)
    {
        var plan = WindowPlan.Create([100_000], Length, stride, heldOutShare: 0);
        var rows = Enumerable.Range(Length - 1, 90_000).Where(row => plan.IsOnStride(0, row));

        AssertAsOften(rows.Select(row => row % period), period, 90_000.0 / stride / period);
    }

    [TestCase(3, 20)]
    [TestCase(20, 8)]
    public void IsOnStride_ManyShortSeries_HasEachPlaceOfThemAsOften(int stride, int rowCount)
    {
        const int SeriesCount = 9000;
        var plan = WindowPlan.Create(
            [.. Enumerable.Repeat((long)rowCount, SeriesCount)],
            Length,
            stride,
            heldOutShare: 0
        );
        var places = rowCount - Length + 1;
        var rows = Enumerable
            .Range(0, SeriesCount)
            .SelectMany(series => Enumerable.Range(Length - 1, places).Where(row => plan.IsOnStride(series, row)));

        AssertAsOften(rows, places, (double)SeriesCount / stride);
    }

    [Test]
    public void Divide_WindowsWithFilledGaps_AreLearnedByTheFoldsThatDoNotScoreThem()
    {
        int[] rowCounts = [200, 100];
        var plan = WindowPlan.Create([200, 100], Length, stride: 2, heldOutShare: 0.1);
        var (folds, windows) = Folds(rowCounts, plan, hasFilled: true);
        var filled = folds
            .SelectMany(fold => fold.Training)
            .Where(index => index >= windows.Count)
            .Distinct()
            .ToArray();
        (int Series, int Row)[] sources =
        [
            .. windows.Where(w => plan.UseOfFilled(w.Series, w.Row, w.Row) == WindowPlan.ForTraining),
        ];

        Assert.That(filled.Order(), Is.EqualTo(Enumerable.Range(windows.Count, sources.Length)));

        foreach (var fold in folds)
        {
            var heldOut = fold.HeldOut.Select(index => windows[index]).ToHashSet();

            Assert.That(
                fold.Training.Where(index => index >= windows.Count)
                    .Select(index => sources[index - windows.Count])
                    .Where(heldOut.Contains),
                Is.Empty
            );
        }
    }

    [Test]
    public void Fit_Series_HasThresholdsFromAllWindows()
    {
        Random random = new(1);
        Row[] rows =
        [
            .. Enumerable
                .Range(0, 300)
                .Select(i => new Row { Value = (float)(Math.Sin(i) + (0.1 * random.NextDouble())) }),
        ];
        // The last tenth is wild.
        foreach (var row in rows[270..])
        {
            row.Value += 5 * (float)random.NextDouble();
        }

        using var crossValidated = Fit(rows, folds: null);
        using var heldOut = Fit(rows, folds: 0);
        var threshold = crossValidated.TrainingData.Threshold;

        Assert.That((threshold.Source, threshold.Rows), Is.EqualTo(("cross-validation", 300 - Length + 1)));
        Assert.That(heldOut.TrainingData.Threshold.Source, Is.EqualTo("validation"));
        Assert.That(
            crossValidated.Options.Series!.CoveringThreshold,
            Is.Not.Null.And.Not.EqualTo(heldOut.Options.Series!.CoveringThreshold)
        );
    }

    /// <summary>Returns how many rows of each series are held out.</summary>
    private static int[] HeldOutRows(WindowPlan plan, int[] rowCounts) =>
        [
            .. rowCounts.Select(
                (count, series) =>
                    Enumerable.Range(0, count).Count(row => plan.Use(series, row, Length - 1) == WindowPlan.HeldOut)
            ),
        ];

    private TrainedVae Fit(Row[] rows, int? folds) =>
        new VaeSeriesTrainer(
            new()
            {
                WindowLength = Length,
                Training = new()
                {
                    EpochCount = 5,
                    Data = new() { ThresholdFolds = folds },
                },
            }
        ).Fit(ml.Data.LoadFromEnumerable(rows), ["Value"]);

    // Of 300 rows, 30 are held out, of 40 rows with the share 0.9 all 33 windows, and of 150 rows 15.
    [TestCase(300, 270, null)]
    [TestCase(40, 0, 0.9)]
    [TestCase(150, 0, null)]
    public void Fit_TooFewWindowsToHoldOutOrToLearn_HoldsNothingOut(int rowCount, int firstAfterGap, double? share)
    {
        var rows = Enumerable
            .Range(0, rowCount)
            .Select(i => new Row { Value = (float)Math.Sin(i), Time = i < firstAfterGap ? i : i + 1000 });
        using var trained = new VaeSeriesTrainer(
            new()
            {
                WindowLength = 4 * Length,
                TimestampColumnName = nameof(Row.Time),
                Training = new()
                {
                    EpochCount = 1,
                    Data = new() { ValidationShare = share },
                },
            }
        ).Fit(ml.Data.LoadFromEnumerable(rows), [nameof(Row.Value)]);

        Assert.That(trained.TrainingData.ValidationRowCount, Is.Zero);
        Assert.That(
            trained.TrainingData.RowCount,
            Is.EqualTo((firstAfterGap > 0 ? firstAfterGap : rowCount) - (4 * Length) + 1)
        );
    }

    private static void AssertAsOften(IEnumerable<int> places, int count, double expected) =>
        Assert.That(
            places.CountBy(place => place).Select(ofPlace => ofPlace.Value).ToArray(),
            Has.Length.EqualTo(count).And.All.EqualTo(expected).Within(0.01 * expected)
        );

    /// <summary>Returns the folds of series, one after the other, and the windows by their index.</summary>
    private (IReadOnlyList<Fold> Folds, IReadOnlyList<(int Series, int Row)> Windows) Folds(
        int[] rowCounts,
        WindowPlan plan,
        bool hasFilled = false
    )
    {
        Place[] places =
        [
            .. rowCounts.SelectMany(
                (count, series) =>
                    Enumerable
                        .Range(0, count)
                        .Select(row => new Place
                        {
                            Use = plan.Use(series, row, row),
                            Number = row,
                            Series = series,
                        })
            ),
        ];
        WindowFolds folds = new(
            ml.Data.LoadFromEnumerable(places),
            plan,
            (nameof(Place.Use), nameof(Place.Number), nameof(Place.Series)),
            Length,
            hasFilled
        );
        return (
            folds.Divide(FoldCount),
            [
                .. new[] { WindowPlan.HeldOut, WindowPlan.ForTraining }.SelectMany(use =>
                    places.Where(place => place.Use == use).Select(place => (place.Series, (int)place.Number))
                ),
            ]
        );
    }

    private sealed class Row
    {
        public float Value { get; set; }

        public float Time { get; set; }
    }

    private sealed class Place
    {
        public float Use { get; set; }

        public long Number { get; set; }

        public int Series { get; set; }
    }
}
