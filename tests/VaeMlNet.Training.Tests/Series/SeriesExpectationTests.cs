using Microsoft.ML;
using Microsoft.ML.Data;
using NUnit.Framework;
using VaeMlNet.Tests.Shared;

namespace VaeMlNet.Tests;

/// <summary>The expected values of the rows of time series, and gaps that are filled with them.</summary>
public sealed class SeriesExpectationTests
{
    private const int Length = 16;
    private const double Noise = 0.05;

    private readonly MLContext ml = new(1);
    private readonly TemporaryFolder folder = new();

    private static string[] Channels => ["Load", "Heat"];

    private string Model => folder["series"];

    [OneTimeSetUp]
    public void Train()
    {
        using var detector = ml
            .AnomalyDetection.Trainers.VaeSeries(
                Channels,
                new()
                {
                    WindowLength = Length,
                    SeriesColumnName = "Machine",
                    Training = new() { EpochCount = 60 },
                }
            )
            .Fit(View(Rows(1000, seed: 2)));
        detector.SaveModelFolder(Model);
    }

    [OneTimeTearDown]
    public void Dispose() => folder.Dispose();

    [Test]
    public void Expected_NormalRows_IsNearThem()
    {
        var rows = Rows(400, seed: 1);

        var expected = Run(rows).Expected;

        Assert.That(RootMeanSquare(rows.Zip(expected, (row, e) => e[1] - row.Heat)), Is.LessThan(2 * Noise));
        Assert.That(RootMeanSquare(rows.Zip(expected, (row, e) => e[0] - row.Load)), Is.LessThan(2 * Noise));
    }

    [Test]
    [Proves(66)]
    public void Filled_GapInASine_IsFilledWithinTheNoiseAndOtherCellsAreCopied()
    {
        var rows = Rows(400, seed: 1);
        var whole = Rows(400, seed: 1);

        // 8 rows of machine a, a third of the period.
        int[] gap = [.. Enumerable.Range(0, 8).Select(i => 200 + (2 * i))];
        foreach (var row in gap)
        {
            rows[row].Heat = float.NaN;
        }

        var (_, filled, uncertainties) = Run(rows);
        var errors = gap.Select(row => filled[row][1] - whole[row].Heat).ToArray();

        Assert.That(RootMeanSquare(errors), Is.LessThan(2.5 * Noise), "interpolation reaches 0.4");
        Assert.That(
            gap.Select(row => Math.Abs(filled[row][1] - whole[row].Heat) < 3 * uncertainties[row][1]),
            Is.All.True
        );

        foreach (var row in Enumerable.Range(0, rows.Length).Except(gap))
        {
            Assert.That(filled[row], Is.EqualTo(new[] { rows[row].Load, rows[row].Heat }));
        }
    }

    [Test]
    [Proves(66)]
    public void Expected_Covering_IsTheMeanOfTheWindowsThatContainTheRow()
    {
        var rows = Rows(40, seed: 3)[..40];
        var expected = Run(rows).Expected;
        var ofA = rows.Where(row => row.Machine == "a").ToArray();

        // Machine a has 20 rows, and thus 5 full windows. Each alone is a series of the length of a window.
        var windows = Enumerable
            .Range(0, ofA.Length - Length + 1)
            .Select(first => (First: first, Values: Run(ofA[first..(first + Length)])))
            .ToArray();
        var all = Run(rows);
        for (var i = 0; i < ofA.Length; i++)
        {
            var covering = windows.Where(window => i >= window.First && i < window.First + Length).ToArray();
            var means = covering.Select(window => (double)window.Values.Expected[i - window.First][1]).ToArray();
            var variances = covering.Select(window => Math.Pow(window.Values.Uncertainties[i - window.First][1], 2));
            var between = means.Average(mean => Math.Pow(mean - means.Average(), 2));

            Assert.That(expected[2 * i][1], Is.EqualTo(means.Average()).Within(1e-4), $"row {i} of machine a");
            Assert.That(
                all.Uncertainties[2 * i][1],
                Is.EqualTo(Math.Sqrt(variances.Average() + between)).Within(1e-4),
                $"row {i} of machine a"
            );
        }
    }

    [Test]
    [Proves(66)]
    public void Expected_Causal_IsThatOfTheWindowThatEndsWithTheRow()
    {
        var rows = Rows(100, seed: 3);
        var causal = Run(rows, isCausal: true).Expected;
        var ofA = rows.Where(row => row.Machine == "a").ToArray();

        foreach (var end in new[] { 3, Length - 1, 40 })
        {
            var window = Run(ofA[Math.Max(0, end - Length + 1)..(end + 1)]).Expected;

            Assert.That(causal[2 * end], Is.EqualTo(window[^1]).Within(1e-4), $"row {end}");
        }
    }

    [Test]
    [Proves(66)]
    public void Expected_ChangeOfLevel_FollowsTheLevelOfTheWindow()
    {
        var rows = Rows(400, seed: 1);
        foreach (var row in rows[200..])
        {
            row.Heat += 5;
        }

        var expected = Run(rows).Expected;

        Assert.That(
            RootMeanSquare(rows.Zip(expected, (row, e) => e[1] - row.Heat).Skip(200 + (2 * Length))),
            Is.LessThan(2 * Noise)
        );
    }

    [Test]
    public void Expected_ChannelWithoutValues_IsNearItsUsualLevel()
    {
        var rows = Rows(200, seed: 1);
        foreach (var row in rows)
        {
            row.Heat = float.NaN;
        }

        var (_, filled, uncertainties) = Run(rows);

        Assert.That(filled.Select(f => f[1]), Is.All.InRange(-2f, 2f));
        Assert.That(filled.Average(f => f[1]), Is.EqualTo(0).Within(0.3));
        Assert.That(uncertainties.Select(u => u[1]), Is.All.GreaterThan(0f).And.All.Matches<float>(float.IsFinite));
    }

    [Test]
    public void Expected_SeriesShorterThanAWindow_IsThatOfItsLongestWindow()
    {
        var ofA = Rows(20, seed: 4).Where(row => row.Machine == "a").ToArray();
        var (expected, _, uncertainties) = Run(ofA);

        Assert.That(expected.SelectMany(e => e), Is.All.Matches<float>(float.IsFinite));
        Assert.That(uncertainties.SelectMany(u => u), Is.All.GreaterThan(0f));
        Assert.That(expected[^1], Is.EqualTo(Run(ofA, isCausal: true).Expected[^1]).Within(1e-5));
    }

    [Test]
    [Proves(66)]
    public void ScoreSeries_ExpectedColumns_HaveTheNamesOfTheChannelsAndChangeNoScore()
    {
        var data = View(Rows(100, seed: 1));
        using var plain = Step(new() { SeriesColumnName = "Machine" }).Fit(data);
        using var step = Step(All).Fit(data);
        var scored = step.Transform(data);
        VBuffer<ReadOnlyMemory<char>> names = default;
        scored.Schema["Expected"].GetSlotNames(ref names);

        Assert.That(names.DenseValues().Select(name => $"{name}"), Is.EqualTo(Channels));
        Assert.That(scored.GetColumn<float>("Score"), Is.EqualTo(plain.Transform(data).GetColumn<float>("Score")));
        Assert.That(
            Shapes.Describe(Step(All).GetOutputSchema(Shapes.Create(data.Schema))),
            Is.EqualTo(Shapes.Describe(Shapes.Create(scored.Schema)))
        );

        using var again = step.WithThreshold(1);

        Assert.That(
            again.Transform(data).GetColumn<float[]>("Expected"),
            Is.EqualTo(scored.GetColumn<float[]>("Expected"))
        );
    }

    private static VaeSeriesScoreOptions All =>
        new()
        {
            SeriesColumnName = "Machine",
            ExpectedColumnName = "Expected",
            FilledColumnName = "Filled",
            UncertaintyColumnName = "Uncertainty",
        };

    private static double RootMeanSquare(IEnumerable<float> errors) =>
        Math.Sqrt(errors.Average(error => (double)error * error));

    private VaeEstimator<VaeSeriesScoreTransformer> Step(VaeSeriesScoreOptions options) =>
        ml.Transforms.VaeScoreSeries("Score", Channels, Model, options);

    private (float[][] Expected, float[][] Filled, float[][] Uncertainties) Run(Moment[] rows, bool isCausal = false)
    {
        var data = View(rows);
        using var step = Step(All with { IsCausal = isCausal }).Fit(data);
        var view = step.Transform(data);
        return (
            [.. view.GetColumn<float[]>("Expected")],
            [.. view.GetColumn<float[]>("Filled")],
            [.. view.GetColumn<float[]>("Uncertainty")]
        );
    }

    private IDataView View(Moment[] moments) => ml.Data.LoadFromEnumerable(moments);

    /// <summary>Returns rows of two machines in turn, with sines and uniform noise of the standard deviation <see cref="Noise"/>.</summary>
    private static Moment[] Rows(int count, int seed)
    {
        var random = new Random(seed);
        return
        [
            .. Enumerable
                .Range(0, count)
                .Select(i => new Moment
                {
                    Machine = i % 2 == 0 ? "a" : "b",
                    Load = Sine((i / 2) / 4.0),
                    Heat = Sine(((i / 2) - 2) / 4.0),
                }),
        ];

        float Sine(double angle) => (float)(Math.Sin(angle) + (Noise * Math.Sqrt(12) * (random.NextDouble() - 0.5)));
    }

    private sealed class Moment
    {
        public string Machine { get; set; } = "";

        public float Load { get; set; }

        public float Heat { get; set; }
    }
}
