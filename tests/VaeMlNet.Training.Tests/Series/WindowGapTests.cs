using Microsoft.ML;
using Microsoft.ML.Data;
using NUnit.Framework;
using VaeMlNet.Tests.Shared;

namespace VaeMlNet.Tests;

/// <summary>Missing values of windows: usual rows beside them are usual.</summary>
public sealed class WindowGapTests
{
    private const int Length = 32;
    private const int Period = 24;
    private const int First = 300;
    private const int Last = First + (Period / 2) - 1;

    private readonly MLContext ml = new(1);
    private readonly TemporaryFolder folder = new();
    private TrainedVae trained = null!;

    private static string[] Channels => ["Load", "Heat"];

    private string Model => folder["model"];

    [OneTimeSetUp]
    public void Train()
    {
        var data = View(Rows(first: 0));
        trained = new VaeSeriesTrainer(
            new()
            {
                WindowLength = Length,
                Training = new() { EpochCount = 60 },
            }
        ).Fit(data, Channels);
        trained.Export(Model, VaeSeriesTrainer.CreateWindows(trained, data, Channels));
    }

    [OneTimeTearDown]
    public void Dispose()
    {
        trained.Dispose();
        folder.Dispose();
    }

    [TestCase(false, false)]
    [TestCase(false, true)]
    [TestCase(true, false)]
    public void Transform_HalfOfACycleIsMissing_ScoresAreNearThoseWithoutGap(bool isCausal, bool isInBoth)
    {
        var rows = Rows(first: 600);
        var usual = Score(rows, isCausal);
        Change(rows, row => row with { Load = float.NaN, Heat = isInBoth ? float.NaN : row.Heat });
        var scores = Score(rows, isCausal);
        var spread = usual[Length..].Max() - usual[Length..].Min();

        Assert.That(
            scores[(First - Length)..(Last + Length)].Max(),
            Is.LessThan(usual[Length..].Max() + (isInBoth ? spread : spread / 2))
        );
        Assert.That(scores[(Last + Length)..], Is.EqualTo(usual[(Last + Length)..]), "windows without gaps");
    }

    [Test]
    public void Transform_AChannelIsAlwaysMissing_TheMeanScoreIsThatOfUsualRows()
    {
        var rows = Rows(first: 600);
        var usual = Score(rows, isCausal: false);
        for (var i = 0; i < rows.Length; i++)
        {
            rows[i] = rows[i] with { Heat = float.NaN };
        }

        // In nats: with the least of -log p instead of its expectation, each missing value would lack half a nat.
        Assert.That(Score(rows, isCausal: false).Average() - usual.Average(), Is.InRange(-0.15 * Length, 0.3 * Length));
    }

    [Test]
    public void Fit_MissingValuesInTraining_TheThresholdHoldsForCompleteRows()
    {
        var rows = Rows(first: 0);
        Random random = new(2);
        for (var i = 0; i < rows.Length; i++)
        {
            rows[i] = new(Gap(rows[i].Load), Gap(rows[i].Heat));
        }

        using var withGaps = ml
            .AnomalyDetection.Trainers.VaeSeries(
                Channels,
                new()
                {
                    WindowLength = Length,
                    Training = new() { EpochCount = 60 },
                }
            )
            .Fit(View(rows));
        var labels = withGaps.Transform(View(Rows(first: 600))).GetColumn<bool>("PredictedLabel");

        Assert.That(labels.Count(isAnomaly => isAnomaly), Is.LessThan(60));

        float Gap(float value) => random.Next(4) == 0 ? float.NaN : value;
    }

    [Test]
    public void Fit_Counts_TheThresholdHoldsForNewRows()
    {
        using var counts = ml
            .AnomalyDetection.Trainers.VaeSeries(
                ["Load"],
                new()
                {
                    WindowLength = Length,
                    Training = new() { EpochCount = 30, Likelihood = VaeLikelihoodOptions.Poisson },
                }
            )
            .Fit(View(Counts(seed: 1)));
        var labels = counts.Transform(View(Counts(seed: 2))).GetColumn<bool>("PredictedLabel");

        Assert.That(labels.Count(isAnomaly => isAnomaly), Is.LessThan(60));

        static Moment[] Counts(int seed)
        {
            Random random = new(seed);
            return [.. Enumerable.Range(0, 600).Select(_ => new Moment(random.Next(0, 20), 0))];
        }
    }

    [Test]
    public void Transform_EventBesideAGap_IsAboveAllRowsWithoutEvent()
    {
        var rows = Rows(first: 600);
        Change(rows, row => row with { Load = float.NaN });
        var without = Score(rows, isCausal: false);
        for (var i = Last + 3; i < Last + 9; i++)
        {
            rows[i] = rows[i] with { Load = rows[i].Load + 3 };
        }

        Assert.That(Score(rows, isCausal: false)[Last + 5], Is.GreaterThan(without.Max() + 20));
    }

    [Test]
    public void Score_Gaps_IsThatOfTheGraphs()
    {
        var rows = Rows(first: 600);
        Change(rows, row => row with { Load = float.NaN });
        for (var i = 0; i < 100; i++)
        {
            // Lone values, gaps at both ends of windows, and no value at all.
            rows[i] = rows[i] with
            {
                Load = i % 7 == 0 ? rows[i].Load : float.NaN,
                Heat = i % 50 == 3 ? rows[i].Heat : float.NaN,
            };
        }

        var windows = VaeSeriesTrainer.CreateWindows(trained, View(rows), Channels);
        using var read = trained.ReadRows(windows);
        var torch = RowScores.Compute(trained.Network, trained.Network.RowsOf(read)).Scores[SeriesScoreStep.Kind];

        Assert.That(Score(rows, isCausal: true).Select(score => (double)score), Is.EqualTo(torch).Within(1e-2));
    }

    [TestCase(new float[] { 1, float.NaN, float.NaN, 4 }, new float[] { 1, 2, 3, 4 })]
    [TestCase(new float[] { float.NaN, 2, 3, float.NaN }, new float[] { 2, 2, 3, 3 })]
    [TestCase(new float[] { float.NaN, float.NaN, 5, float.NaN }, new float[] { 5, 5, 5, 5 })]
    [TestCase(new float[] { float.NaN, float.NaN }, new float[] { float.NaN, float.NaN })]
    public void Fill_Gaps_AreOnStraightLines(float[] channel, float[] filled)
    {
        float[] window = [.. channel.SelectMany(value => new[] { value, 7f })];
        WindowGaps.Fill(window, 2);

        Assert.That(window, Is.EqualTo(filled.SelectMany(value => new[] { value, 7f })).AsCollection.Within(1e-6));
    }

    private float[] Score(Moment[] rows, bool isCausal)
    {
        var view = View(rows);
        using var step = ml
            .Transforms.VaeScoreSeries("Score", Channels, Model, new() { IsCausal = isCausal })
            .Fit(view);
        return [.. step.Transform(view).GetColumn<float>("Score")];
    }

    private static void Change(Moment[] rows, Func<Moment, Moment> change)
    {
        for (var i = First; i <= Last; i++)
        {
            rows[i] = change(rows[i]);
        }
    }

    private IDataView View(Moment[] rows) => ml.Data.LoadFromEnumerable(rows);

    private static Moment[] Rows(int first)
    {
        Random random = new(first + 1);
        return
        [
            .. Enumerable
                .Range(first, 600)
                .Select(i =>
                {
                    var cycle = MathF.Sin(i * MathF.Tau / Period);
                    return new Moment(cycle + Noise(), (2 * cycle) + MathF.Cos(i * MathF.Tau / Period) + Noise());
                }),
        ];

        float Noise() => 0.8f * (random.NextSingle() - 0.5f);
    }

    private sealed record Moment(float Load, float Heat);
}
