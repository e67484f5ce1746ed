using Microsoft.ML;
using Microsoft.ML.Data;
using NUnit.Framework;
using VaeMlNet.Tests.Shared;

namespace VaeMlNet.Tests;

/// <summary>Detectors that know the time of day and the weekday.</summary>
public sealed class CalendarTests
{
    private const int Length = 4;
    private const int HoursPerDay = 24;
    private const int DaysPerWeek = 7;
    private const int RowCount = 10 * DaysPerWeek * HoursPerDay;

    // The ninth Sunday, 8:00. The first row is a Monday, 0:00.
    private const int FirstAnomaly = (((8 * DaysPerWeek) + 6) * HoursPerDay) + 8;
    private const int AnomalyCount = 10;

    private static readonly DateTime Monday = new(2024, 1, 1);

    private readonly MLContext ml = new(1);
    private readonly TemporaryFolder folder = new();
    private Hour[] rows = null!;
    private VaeSeriesScoreTransformer detector = null!;

    private string Model => folder["calendar"];

    [OneTimeSetUp]
    public void Train()
    {
        rows = Rows(seed: 1);
        for (var i = 0; i < AnomalyCount; i++)
        {
            rows[FirstAnomaly + i].Load = rows[FirstAnomaly + i - (2 * HoursPerDay)].Load; // that of Friday
        }

        detector = Fit(VaeCalendar.Week);
        detector.SaveModelFolder(Model);
    }

    [OneTimeTearDown]
    public void Dispose()
    {
        detector.Dispose();
        folder.Dispose();
    }

    [Test]
    [Proves(67)]
    public void Transform_WorkingHoursOnASunday_AreFoundOnlyByWeekdays()
    {
        using var without = Fit(VaeCalendar.Day);
        var (known, unknown) = (Scores(detector), Scores(without));

        Assert.That(Place(known), Is.InRange(FirstAnomaly, FirstAnomaly + AnomalyCount + Length - 2));
        Assert.That(
            unknown.Count(score => score > unknown[FirstAnomaly..(FirstAnomaly + AnomalyCount)].Max()),
            Is.GreaterThan(RowCount / 100),
            "a window of four hours has no weekday"
        );
    }

    [Test]
    [Proves(67)]
    public void Engine_AnyRow_GivesTheCausalScoreOfTheBatch()
    {
        var causal = Scores(detector);
        using var engine = new VaeSeriesEngine(Model);

        var scores = rows.Select(row => engine.Push("", [row.Load], new DateTimeOffset(row.Time, TimeSpan.Zero)).Score);

        Assert.That(scores, Is.EqualTo(causal).Within(1e-4));
    }

    [Test]
    public void Filled_GapOverTheMorning_HasTheLoadOfItsHours()
    {
        // From 6:00 on a Tuesday, two hours before work and two after its begin. Windows in the gap have few other rows.
        const int first = (8 * HoursPerDay) + 6;
        var data = rows.Select((row, i) => i is >= first and < first + 4 ? row with { Load = float.NaN } : row);
        VaeSeriesScoreOptions options = new() { TimestampColumnName = "Time", FilledColumnName = "Filled" };
        var view = ml.Data.LoadFromEnumerable(data);
        using var step = ml.Transforms.VaeScoreSeries("Score", [], Model, options).Fit(view);

        var filled = step.Transform(view).GetColumn<float[]>("Filled").Select(values => values[0]).ToArray();

        Assert.That(filled[first..(first + 2)], Is.All.LessThan(3f));
        Assert.That(filled[(first + 2)..(first + 4)], Is.All.GreaterThan(3f));
    }

    [TestCase(double.NaN, "the row of series 'a' has no time")]
    [TestCase(double.PositiveInfinity, "The time of the row of series 'a' is ")]
    [Proves(67)]
    public void Engine_RowWithoutTime_IsRefusedAndChangesNothing(double time, string fault)
    {
        using var engine = new VaeSeriesEngine(Model);

        Assert.That(() => engine.Push("a", [1], time), Throws.ArgumentException.With.Message.Contains(fault));
        Assert.That(engine.SeriesCount, Is.Zero);
    }

    [Test]
    [Proves(67)]
    public void ScoreSeries_SavedFolder_NeedsDates()
    {
        var data = ml.Data.LoadFromEnumerable(rows);
        VaeSeriesScoreOptions options = new() { TimestampColumnName = "Time", IsCausal = true };
        using var step = ml.Transforms.VaeScoreSeries("Score", [], Model, options).Fit(data);

        Assert.That(step.Series.Calendar, Is.EqualTo(VaeCalendar.Week));
        Assert.That(step.Transform(data).GetColumn<float>("Score"), Is.EqualTo(Scores(detector)));

        var shape = Shapes.Create(data.Schema);
        var without = ml.Transforms.VaeScoreSeries("Score", [], Model);
        var ofNumbers = ml.Transforms.VaeScoreSeries("Score", [], Model, new() { TimestampColumnName = "Number" });

        foreach (var use in (Action[])[() => without.Fit(data), () => without.GetOutputSchema(shape)])
        {
            Assert.That(use, Throws.ArgumentException.With.Message.Contains("TimestampColumnName"));
        }

        foreach (var use in (Action[])[() => ofNumbers.Fit(data), () => ofNumbers.GetOutputSchema(shape)])
        {
            Assert.That(
                use,
                Throws
                    .InstanceOf<ArgumentOutOfRangeException>()
                    .With.Message.Contains("'Number'")
                    .And.Message.Contains("DateTimeOffset")
            );
        }
    }

    [Test]
    public void CreateWindows_TrainedModel_HaveItsConditions()
    {
        var data = ml.Data.LoadFromEnumerable(rows);
        VaeSeriesTrainer trainer = new(Options(VaeCalendar.Week) with { Training = new() { EpochCount = 1 } });
        using var model = trainer.Fit(data, ["Load"]);
        model.Export(folder["exported"], VaeSeriesTrainer.CreateWindows(model, data, ["Load"]));

        using var opened = VaeModel.Open(folder["exported"]);

        Assert.That(
            opened.Manifest.Conditions!.Columns.Select(column => (column.Name, column.Width)),
            Is.EqualTo(new[] { ("Calendar", 4) })
        );
        Assert.That(opened.Manifest.Series!.Calendar, Is.EqualTo(VaeCalendar.Week));
    }

    [TestCase(VaeCalendar.None)]
    [TestCase(VaeCalendar.Day)]
    public void Check_CalendarOfAnotherModel_IsRefused(VaeCalendar calendar)
    {
        var manifest = VaeModel.ReadManifest(Model);
        var changed = manifest with { Series = manifest.Series! with { Calendar = calendar } };

        Assert.That(() => ManifestRules.Check(manifest, Model), Throws.Nothing);
        Assert.That(
            () => ManifestRules.Check(changed, Model),
            Throws.InstanceOf<VaeModelException>().With.Message.Contains("series.calendar")
        );
    }

    [Test]
    public void Fit_OptionsWithoutDates_AreRefused()
    {
        var data = ml.Data.LoadFromEnumerable(rows);

        Assert.That(
            () => new VaeSeriesTrainer(new() { Calendar = VaeCalendar.Day }),
            Throws.InstanceOf<ArgumentOutOfRangeException>().With.Message.Contains("TimestampColumnName")
        );
        Assert.That(
            () =>
                new VaeSeriesTrainer(new() { Calendar = VaeCalendar.Day, TimestampColumnName = "Number" }).Fit(
                    data,
                    ["Load"]
                ),
            Throws
                .InstanceOf<ArgumentOutOfRangeException>()
                .With.Message.Contains("'Number'")
                .And.Message.Contains("DateTimeOffset")
        );
        Assert.That(
            () => new VaeSeriesTrainer(new() { Training = new() { ConditionColumns = ["Number"] } }),
            Throws.InstanceOf<ArgumentOutOfRangeException>().With.Message.Contains("Calendar")
        );
    }

    private static int Place(float[] scores) => Array.IndexOf(scores, scores.Max());

    private float[] Scores(VaeSeriesScoreTransformer trained)
    {
        using var causal = trained.WithCausalScores();
        return [.. causal.Transform(ml.Data.LoadFromEnumerable(rows)).GetColumn<float>("Score")];
    }

    private VaeSeriesScoreTransformer Fit(VaeCalendar calendar) =>
        ml
            .AnomalyDetection.Trainers.VaeSeries(["Load"], Options(calendar))
            .Fit(ml.Data.LoadFromEnumerable(Rows(seed: 2)));

    private static VaeSeriesOptions Options(VaeCalendar calendar) =>
        new()
        {
            WindowLength = Length,
            TimestampColumnName = "Time",
            Calendar = calendar,
            Training = new() { EpochCount = 40 },
        };

    /// <summary>Returns the hours of ten weeks. The load is high from 8 to 17 o'clock, except on Saturdays and Sundays.</summary>
    private static Hour[] Rows(int seed)
    {
        Random random = new(seed);
        return
        [
            .. Enumerable
                .Range(0, RowCount)
                .Select(i =>
                {
                    var isWork = i / HoursPerDay % DaysPerWeek < 5 && i % HoursPerDay is >= 8 and < 18;
                    return new Hour
                    {
                        Time = Monday.AddHours(i),
                        Number = i,
                        Load = (float)((isWork ? 5 : 1) + (0.2 * random.NextDouble())),
                    };
                }),
        ];
    }

    private sealed record Hour
    {
        public DateTime Time { get; set; }

        public float Number { get; set; }

        public float Load { get; set; }
    }
}
