using Microsoft.ML;
using Microsoft.ML.Data;
using NUnit.Framework;
using VaeMlNet.Tests.Shared;

namespace VaeMlNet.Tests;

/// <summary>Channels that have a value in one of a few rows only, as those of sensors that report in turn.</summary>
public sealed class RegularGapTests
{
    private const int Distance = 2;

    private static readonly string[] Channels = ["A", "B"];

    private readonly MLContext ml = new(seed: 1);

    [Test]
    public void Filled_SensorsThatReportInTurn_IsBetterThanAStraightLine()
    {
        using var folder = new TemporaryFolder();
        var whole = Rows(1500, seed: 2);
        using var detector = ml
            .AnomalyDetection.Trainers.VaeSeries(
                Channels,
                new() { Training = new() { Data = new() { ThresholdFolds = 0 } } }
            )
            .Fit(View(InTurn(Rows(3000, seed: 1))));
        detector.SaveModelFolder(folder["model"]);
        VaeSeriesScoreOptions options = new() { FilledColumnName = "Filled" };
        using var step = ml
            .Transforms.VaeScoreSeries("Score", Channels, folder["model"], options)
            .Fit(View(InTurn(whole)));
        var filled = step.Transform(View(InTurn(whole))).GetColumn<float[]>("Filled").ToArray();

        int[] missing = [.. Enumerable.Range(1, 1498).Where(i => i % Distance == 0)];
        var error = RootMeanSquare(missing.Select(i => filled[i][0] - whole[i].A));
        var ofLine = RootMeanSquare(missing.Select(i => ((whole[i - 1].A + whole[i + 1].A) / 2) - whole[i].A));

        Assert.That(error, Is.LessThan(ofLine), $"that of a line is {ofLine}");
    }

    [TestCase(2, 0, 0, 2)]
    [TestCase(4, 0, 0, 4)]
    [TestCase(2, 0.3, 0, 2)]
    [TestCase(16, 0, 0, 16)]
    [TestCase(17, 0, 0, 0)]
    [TestCase(1, 0, 0, 0)]
    [TestCase(1, 0.6, 0, 0)]
    [TestCase(2, 0, 0.1, 0)]
    public void Find_ValuesOfADistance_AreRegularUpTo16Rows(int distance, double lost, double others, int expected)
    {
        Random random = new(1);
        RegularGapTest test = new(channelCount: 2);
        for (var i = 0; i < 4000; i++)
        {
            var isKnown = (i / 2 % distance == 0) != random.NextDouble() < others && random.NextDouble() >= lost;
            test.Add(i % 2, i / 2, [1, isKnown ? 1 : float.NaN]);
        }

        Assert.That(test.Find(), expected == 0 ? Is.Null : Is.EqualTo(new[] { 0, expected }));
    }

    private static double RootMeanSquare(IEnumerable<float> errors) =>
        Math.Sqrt(errors.Average(error => (double)error * error));

    private static Row[] Rows(int count, int seed)
    {
        Random random = new(seed);
        return
        [
            .. Enumerable
                .Range(0, count)
                .Select(i => new Row
                {
                    A = (float)(Math.Sin(i * Math.Tau / 24) + Noise()),
                    B = (float)(Math.Cos(i * Math.Tau / 31) + Noise()),
                }),
        ];

        double Noise() => 0.1 * Math.Sqrt(12) * (random.NextDouble() - 0.5);
    }

    private static Row[] InTurn(Row[] rows) =>
        [
            .. rows.Select(
                (row, i) =>
                    new Row { A = i % Distance == 0 ? float.NaN : row.A, B = i % Distance == 0 ? row.B : float.NaN }
            ),
        ];

    private IDataView View(Row[] rows) => ml.Data.LoadFromEnumerable(rows);

    private sealed class Row
    {
        public float A { get; set; }

        public float B { get; set; }
    }
}
