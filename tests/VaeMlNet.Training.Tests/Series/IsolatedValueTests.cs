using Microsoft.ML;
using Microsoft.ML.Data;
using NUnit.Framework;

namespace VaeMlNet.Tests;

/// <summary>Values far outside all others: those of the training are not learned, and later ones are anomalies.</summary>
public sealed class IsolatedValueTests
{
    private const int TrainingCount = 1200;
    private const int Length = 16;

    private readonly MLContext ml = new(seed: 1);

    // A single channel of 1,000 values from 0 to 99, and others at the given rows.
    [TestCase(1, 99, "500:250")]
    [TestCase(1, 99, "500:150", Description = "the others end at 99")]
    [TestCase(0, 120, "500:120", Description = "nearer than 0.3 of the others' range")]
    [TestCase(2, 99, "500:250 501:-260", Description = "both ends at one time")]
    [TestCase(2, 99, "500:250 501:9000", Description = "of different sizes")]
    [TestCase(0, 250, "100:250 900:250", Description = "at two times")]
    [TestCase(0, 250, "500:250 501:250 502:250", Description = "more than 0.1 % of the rows, and more than two")]
    public void Find_FewValuesFarFromTheOthers_AreIsolated(int count, float highest, string others)
    {
        var values = Enumerable.Range(0, 1000).Select(i => (float)(i * 37 % 100)).ToArray();
        foreach (var other in others.Split(' ').Select(text => text.Split(':').Select(float.Parse).ToArray()))
        {
            values[(int)other[0]] = other[1];
        }

        IsolatedValueTest test = new(2);
        for (var i = 0; i < values.Length; i++)
        {
            test.Add(0, i, [values[i], i % 10 == 3 ? float.NaN : 7]);
        }

        var usual = test.Find();

        Assert.That(usual?[0].IsolatedCount ?? 0, Is.EqualTo(count));
        Assert.That(usual?[1].IsolatedCount ?? 0, Is.Zero, "equal values have no range");

        if (count > 0)
        {
            Assert.That((usual![0].Lowest, usual[0].Highest), Is.EqualTo((0f, highest)));
        }
    }

    // The range of 400 normal values is of six standard deviations.
    [TestCase(8, 1, 1)]
    [TestCase(4.5, 1, 0)]
    [TestCase(0, 1, 0)]
    [TestCase(0, 40, 0, Description = "of many channels, some have a largest value that stands out by chance")]
    public void Find_ValueBeyondNormalOnes_IsIsolated(double deviations, int channelCount, int expected)
    {
        IsolatedValueTest test = new(channelCount);
        Random random = new(1);
        for (var i = 0; i < 400; i++)
        {
            float[] row =
            [
                .. Enumerable
                    .Range(0, channelCount)
                    .Select(_ =>
                        (float)(
                            Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(Math.Tau * random.NextDouble())
                        )
                    ),
            ];
            if (i == 200 && deviations > 0)
            {
                row[0] = (float)deviations;
            }

            test.Add(0, i, row);
        }

        Assert.That(test.Find()?.Sum(usual => usual.IsolatedCount) ?? 0, Is.EqualTo(expected));
    }

    [Test]
    public void Find_OneValueInEachOfManySeries_IsNotIsolated()
    {
        IsolatedValueTest test = new(1);
        for (var i = 0; i < 4000; i++)
        {
            test.Add(i % 4, i / 4, [i / 4 == 300 ? 1000 : i % 10]);
        }

        Assert.That(test.Find(), Is.Null);
    }

    [Test]
    public void Fit_IsolatedValues_ScalesAndThresholdsAreThoseWithoutThem()
    {
        var rows = Rows(TrainingCount, seed: 1);
        using var clean = Fit(rows);
        rows[700].Values[2] = 65535;
        using var model = Fit(rows);

        Assert.That(
            model.Series.IsolatedValues,
            Is.EqualTo(new Dictionary<string, int> { [model.Series.Channels[2]] = 1 })
        );
        Assert.That(clean.Series.IsolatedValues, Is.Null);
        Assert.That(model.Series.Scales, Is.EqualTo(clean.Series.Scales).Within(0.02));
        Assert.That(model.Series.CoveringThreshold, Is.EqualTo(clean.Series.CoveringThreshold).Within(5).Percent);
    }

    [Test]
    public void Fit_ValueThatIsUsualInAnotherSeries_IsIsolatedInItsOwn()
    {
        var small = Rows(TrainingCount, seed: 1);
        Row[] large =
        [
            .. Rows(TrainingCount, seed: 2)
                .Select(row => new Row { Series = "large", Values = [.. row.Values.Select(value => 1000 * value)] }),
        ];
        using var clean = Fit([.. small, .. large], seriesColumn: "Series");
        small[700].Values[2] = 400;
        using var model = Fit([.. small, .. large], seriesColumn: "Series");

        Assert.That(clean.Series.IsolatedValues, Is.Null);
        Assert.That(
            model.Series.IsolatedValues,
            Is.EqualTo(new Dictionary<string, int> { [model.Series.Channels[2]] = 1 })
        );
        Assert.That(
            model.Series.OwnScales!["small"].Scales[2],
            Is.EqualTo(clean.Series.OwnScales!["small"].Scales[2]).Within(0.02)
        );

        bool[] labels = [.. model.Transform(View([.. small, .. large])).GetColumn<bool>("PredictedLabel")];

        Assert.That(labels[700], Is.True);
        Assert.That(labels.Where((_, i) => i is < 650 or > 750).Average(x => x ? 1 : 0), Is.LessThan(0.05));
    }

    /// <summary>Errors of a machine in an hour: 40 series of 60 rows of zeros and ones, with a 3 in some of them.</summary>
    [TestCase(2, true)]
    [TestCase(3, false)]
    public void Fit_ValuesThatAreIsolatedInManySeries_BelongToTheChannel(int count, bool expected)
    {
        Row[] rows =
        [
            .. Enumerable
                .Range(0, 40 * 60)
                .Select(i => new Row
                {
                    Series = $"{i / 60}",
                    Values =
                    [
                        i % 60 == 30 && i / 60 < count ? 3
                        : i * 7 % 5 == 0 ? 1
                        : 0,
                        .. Rows(1, seed: i)[0].Values[1..],
                    ],
                }),
        ];
        using var model = Fit(rows, seriesColumn: "Series");

        Assert.That(model.Series.IsolatedValues is not null, Is.EqualTo(expected));
    }

    [TestCase(false)]
    [TestCase(true)]
    public void Transform_OneValueFarOutsideOfTraining_IsAboveTheThreshold(bool isCausal)
    {
        using var fitted = Fit(Rows(TrainingCount, seed: 1));
        using var causal = isCausal ? fitted.WithCausalScores() : null;
        var rows = Rows(600, seed: 2);
        // The values are from -1 to 1, and cannot be foreseen.
        rows[300].Values[4] = 6;
        bool[] labels = [.. (causal ?? fitted).Transform(View(rows)).GetColumn<bool>("PredictedLabel")];

        Assert.That(labels[300], Is.True);
        Assert.That(labels.Where((_, i) => i is < 250 or > 350).Average(x => x ? 1 : 0), Is.LessThan(0.05));
    }

    private VaeSeriesScoreTransformer Fit(Row[] rows, string? seriesColumn = null) =>
        ml
            .AnomalyDetection.Trainers.VaeSeries(
                ["Values"],
                new VaeSeriesOptions
                {
                    WindowLength = Length,
                    SeriesColumnName = seriesColumn,
                    Training = new() { EpochCount = 5 },
                }
            )
            .Fit(View(rows));

    private IDataView View(Row[] rows) => ml.Data.LoadFromEnumerable(rows);

    /// <summary>Returns rows of eight channels of noise.</summary>
    private static Row[] Rows(int count, int seed)
    {
        Random random = new(seed);
        return
        [
            .. Enumerable
                .Range(0, count)
                .Select(_ => new Row
                {
                    Values = [.. Enumerable.Range(0, 8).Select(_ => (float)((2 * random.NextDouble()) - 1))],
                }),
        ];
    }

    private sealed class Row
    {
        public string Series { get; init; } = "small";

        [VectorType(8)]
        public float[] Values { get; init; } = [];
    }
}
