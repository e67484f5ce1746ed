using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Microsoft.ML;

namespace VaeMlNet.Samples.Tests;

[Platform(Include = "Linux", Reason = "the service is stopped by a signal")]
public sealed class ScoringServiceSeriesTests
{
    private static readonly DateTimeOffset Begin = new(2026, 1, 5, 8, 0, 0, TimeSpan.Zero);

    private TemporaryFolder folder = null!;

    private string Model => folder["model"];

    [OneTimeSetUp]
    public void Train()
    {
        folder = new TemporaryFolder();
        MLContext ml = new(seed: 1);
        using var detector = ml
            .AnomalyDetection.Trainers.VaeSeries(
                [nameof(Moment.Load), nameof(Moment.Heat)],
                new()
                {
                    WindowLength = 8,
                    Training = new() { EpochCount = 3 },
                }
            )
            .Fit(ml.Data.LoadFromEnumerable(Enumerable.Range(0, 400).Select(Moment.Create)));
        detector.SaveModelFolder(Model);
    }

    [OneTimeTearDown]
    public void DeleteFolder() => folder.Dispose();

    [Test]
    public async Task Score_RowsBeforeAndAfterARestart_HaveTheScoresOfTheEngine()
    {
        using VaeSeriesEngine engine = new(Model);
        var rows = Enumerable.Range(0, 20).Select(Moment.Create).ToArray();
        float[] expected = [.. rows.Select(row => engine.Push("press", [row.Load, row.Heat]).Score)];
        List<float> actual = [];

        using (var first = Start("restart"))
        {
            using var client = await ScoringServiceTests.ConnectAsync(first);
            for (var i = 0; i < 12; i++)
            {
                actual.Add(await ScoreAsync(client, i, rows[i].Load, rows[i].Heat));
            }

            await first.StopAsync();
        }

        using var second = Start("restart");
        using var again = await ScoringServiceTests.ConnectAsync(second);
        for (var i = 12; i < rows.Length; i++)
        {
            actual.Add(await ScoreAsync(again, i, rows[i].Load, rows[i].Heat));
        }

        Assert.That(actual, Is.EqualTo(expected).Within(1e-4));
    }

    [Test]
    public async Task Score_RepeatedOrUnusableRow_IsRefusedAndChangesNothing()
    {
        using VaeSeriesEngine engine = new(Model);
        float[] expected = [engine.Push("press", [0.5f, 1]).Score, engine.Push("press", [0.6f, float.NaN]).Score];
        using var service = Start("repeated");
        using var client = await ScoringServiceTests.ConnectAsync(service);

        var first = await ScoreAsync(client, 0, 0.5f, 1);
        using var repeated = await PostAsync(client, 0, 0.5f, 1);
        using var unusable = await PostAsync(client, 1, 0.5f);
        using var noTime = await client.PostAsJsonAsync("/series/press", new { values = new[] { 0.5f, 1 } });
        var second = await ScoreAsync(client, 1, 0.6f, null);

        Assert.That(repeated.StatusCode, Is.EqualTo(HttpStatusCode.Conflict));
        Assert.That(await repeated.Content.ReadAsStringAsync(), Does.Contain("already has a row of 2026-01-05T08:00"));
        Assert.That(unusable.StatusCode, Is.EqualTo(HttpStatusCode.BadRequest));
        Assert.That(await unusable.Content.ReadAsStringAsync(), Does.Contain("2 channels"));
        Assert.That(noTime.StatusCode, Is.EqualTo(HttpStatusCode.BadRequest));
        Assert.That(new[] { first, second }, Is.EqualTo(expected).Within(1e-4));
    }

    private SampleProcess Start(string state) =>
        SampleProcess.Start(
            Repository.Root,
            "ScoringService",
            "--urls",
            "http://127.0.0.1:0",
            "--SeriesModel",
            Model,
            "--SeriesState",
            folder[state]
        );

    private static Task<HttpResponseMessage> PostAsync(HttpClient client, int minute, params float?[] values) =>
        client.PostAsJsonAsync("/series/press", new { time = Begin.AddMinutes(minute), values });

    private static async Task<float> ScoreAsync(HttpClient client, int minute, params float?[] values)
    {
        using var response = await PostAsync(client, minute, values);
        var text = await response.Content.ReadAsStringAsync();
        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.OK), text);
        var verdict = JsonNode.Parse(text)!;
        TestContext.Out.WriteLine(text);
        var why = verdict["contributions"]!.AsObject();

        Assert.That(why.Select(part => part.Key), Is.EqualTo(new[] { nameof(Moment.Load), nameof(Moment.Heat) }));

        return (float)verdict["score"]!;
    }

    private sealed class Moment
    {
        public float Load { get; set; }

        public float Heat { get; set; }

        public static Moment Create(int index) =>
            new() { Load = MathF.Sin(index / 4f), Heat = 60 + MathF.Sin((index - 2) / 4f) };
    }
}
