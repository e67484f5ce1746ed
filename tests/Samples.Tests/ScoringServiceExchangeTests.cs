using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.ML;

namespace VaeMlNet.Samples.Tests;

/// <summary>Exchanges the model of the service under load, and scrapes it with Prometheus.</summary>
[Platform(Include = "Linux", Reason = "Prometheus is Debian's")]
public sealed class ScoringServiceExchangeTests
{
    private const int ExchangeCount = 100;
    private const int ClientCount = 4;
    private const int RowCount = 6;
    private const string Prometheus = "/usr/bin/prometheus";

    private static readonly Pump[] Rows = [.. Enumerable.Range(0, RowCount).Select(i => Pump.Create(new Random(i)))];

    private TemporaryFolder folder = null!;
    private string trained = null!;

    [OneTimeSetUp]
    public void Train()
    {
        folder = new();
        trained = folder["trained"];
        MLContext ml = new(seed: 1);
        var random = new Random(1);
        var data = ml.Data.LoadFromEnumerable(Enumerable.Range(0, 300).Select(_ => Pump.Create(random)).ToArray());
        using var detector = ml
            .Transforms.Conversion.MapValueToKey(nameof(Pump.Mode))
            .Append(
                ml.AnomalyDetection.Trainers.Vae(
                    [.. typeof(Pump).GetProperties().Select(property => property.Name)],
                    new() { EpochCount = 3 }
                )
            )
            .Fit(data);
        detector.LastTransformer.SaveModelFolder(trained);
    }

    [OneTimeTearDown]
    public void DeleteFolder() => folder.Dispose();

    [Test]
    [Category("Long")]
    [Proves(88)]
    public async Task Score_100ExchangesUnderLoad_LosesAndMixesNone()
    {
        if (!File.Exists(Prometheus))
        {
            Assert.Ignore("There is no Prometheus. It is Debian's package prometheus.");
        }

        string[] models = [Repository.PathOf("onnx", "pumps"), trained];
        float[][] expected = [.. models.Select(Scores)];
        var place = folder.CopyOf(models[0], "place");
        using var service = SampleProcess.Start(
            Repository.Root,
            "ScoringService",
            "--urls",
            "http://127.0.0.1:0",
            "--VaeScorers:pumps:ModelFolder",
            place,
            "--VaeScorers:pumps:PollInterval",
            "00:00:00.02",
            "--Logging:LogLevel:Default",
            "Warning",
            "--Logging:LogLevel:Microsoft.Hosting.Lifetime",
            "Information"
        );
        using var client = await ScoringServiceTests.ConnectAsync(service);
        using var prometheus = StartPrometheus(client.BaseAddress!, out var api);
        using CancellationTokenSource stop = new();
        ConcurrentQueue<string> lost = [];
        var (mixed, answers) = (0, new int[models.Length]);
        Task[] load =
        [
            .. Enumerable
                .Range(0, ClientCount)
                .Select(_ =>
                    Task.Run(async () =>
                    {
                        while (!stop.IsCancellationRequested)
                        {
                            try
                            {
                                var model = Array.FindIndex(expected, Agrees(await ScoreAsync(client)));
                                Interlocked.Increment(ref model < 0 ? ref mixed : ref answers[model]);
                            }
                            catch (Exception e)
                            {
                                lost.Enqueue(e.Message);
                            }
                        }
                    })
                ),
        ];
        var watched = 0;
        for (var i = 1; i <= ExchangeCount; i++)
        {
            var model = i % 2;
            folder.CopyOf(models[model], $"new{i}");
            Directory.Move(place, folder[$"old{i}"]);
            Directory.Move(folder[$"new{i}"], place);
            var patience = Stopwatch.StartNew();
            bool isTaken;
            do
            {
                isTaken = Agrees(await ScoreAsync(client))(expected[model]);
                watched++;
            } while (!isTaken && patience.Elapsed < TimeSpan.FromSeconds(60));

            Assert.That(isTaken, $"exchange {i} was not seen");
        }

        await stop.CancelAsync();
        await Task.WhenAll(load);
        var rows = (answers.Sum() + mixed + watched) * RowCount;
        TestContext.Out.WriteLine(
            $"{ExchangeCount} exchanges, {answers.Sum()} answers ({string.Join(" and ", answers)}), {lost.Count} lost, {mixed} mixed"
        );

        Assert.That(lost, Is.Empty);
        Assert.That(mixed, Is.Zero);
        Assert.That(answers, Is.All.GreaterThan(0));
        Assert.That(
            () => QueryAsync(api, "vaemlnet_scorer_rows_total"),
            Is.EqualTo(rows).After(30).Seconds.PollEvery(500).MilliSeconds
        );
        Assert.That(await QueryAsync(api, "vaemlnet_scorer_exchanges_total"), Is.EqualTo(ExchangeCount));
        Assert.That(await QueryAsync(api, "vaemlnet_scorer_p_value_count"), Is.EqualTo(rows));
        // In OpenMetrics, a histogram with negative values has no sum and count.
        Assert.That(await QueryAsync(api, "vaemlnet_scorer_score_bucket{le=\"+Inf\"}"), Is.EqualTo(rows));

        File.Delete(Path.Combine(place, "scorer.onnx"));

        Assert.That(
            () => client.GetStringAsync("/health"),
            Is.EqualTo("Degraded").After(30).Seconds.PollEvery(100).MilliSeconds
        );
        Assert.That(Agrees(await ScoreAsync(client))(expected[ExchangeCount % 2]), Is.True);

        prometheus.Kill();
        await prometheus.WaitForExitAsync();
    }

    private Process StartPrometheus(Uri service, out Uri api)
    {
        using (TcpListener free = new(IPAddress.Loopback, 0))
        {
            free.Start();
            api = new($"http://{free.LocalEndpoint}/");
        }

        var settings = folder.Write(
            "prometheus.yml",
            $$"""
            global:
              scrape_interval: 1s
            scrape_configs:
              - job_name: scoring
                static_configs:
                  - targets: ["{{service.Authority}}"]
            """
        );
        return Process.Start(
            new ProcessStartInfo(Prometheus)
            {
                ArgumentList =
                {
                    $"--config.file={settings}",
                    $"--storage.tsdb.path={folder["prometheus"]}",
                    $"--web.listen-address={api.Authority}",
                    "--log.level=error",
                },
            }
        )!;
    }

    private static async Task<double?> QueryAsync(Uri api, string metric)
    {
        using HttpClient client = new();
        var answer = JsonNode.Parse(
            await client.GetStringAsync(new Uri(api, $"api/v1/query?query={Uri.EscapeDataString(metric)}"))
        );
        var results = answer!["data"]!["result"]!.AsArray();
        return results.Count == 1
            ? double.Parse((string)results[0]!["value"]![1]!, CultureInfo.InvariantCulture)
            : null;
    }

    private static async Task<float[]> ScoreAsync(HttpClient client)
    {
        var body = JsonNode.Parse(
            System.Text.Json.JsonSerializer.Serialize(Rows, System.Text.Json.JsonSerializerOptions.Web)
        );
        using StringContent content = new(body!.ToJsonString(), Encoding.UTF8, "application/json");
        using var response = await client.PostAsync("/score", content);
        response.EnsureSuccessStatusCode();
        var verdicts = JsonNode.Parse(await response.Content.ReadAsStringAsync())!.AsArray();
        return [.. verdicts.Select(verdict => (float)verdict!["score"]!)];
    }

    /// <summary>Returns whether all scores are those of one model.</summary>
    private static Predicate<float[]> Agrees(float[] actual) =>
        expected => expected.Zip(actual).All(pair => MathF.Abs(pair.First - pair.Second) < 1e-3f);

    private static float[] Scores(string folder)
    {
        using var model = VaeModel.Open(folder);
        using var scorer = model.CreateScorer();
        var columns = model.Manifest.Columns;
        float[] cells =
        [
            .. Rows.SelectMany(row =>
                columns.Select(column =>
                    typeof(Pump).GetProperty(column.Name)!.GetValue(row) is float number
                        ? number
                        : 1 + column.KeyValues!.ToList().IndexOf(row.Mode)
                )
            ),
        ];
        var scores = new float[RowCount];
        scorer.ScoreRows(cells, scores);
        return scores;
    }

    private sealed class Pump
    {
        public float Speed { get; set; }

        public float Flow { get; set; }

        public float Pressure { get; set; }

        public float Power { get; set; }

        public float Temperature { get; set; }

        public float Vibration { get; set; }

        public string Mode { get; set; } = "";

        public static Pump Create(Random random)
        {
            float speed = random.Next(800, 3000);
            var flow = 0.02f * speed * (1 + (0.1f * random.NextSingle()));
            var power = 1 + (5 * random.NextSingle());
            return new()
            {
                Speed = speed,
                Flow = flow,
                Pressure = 1.2e-6f * speed * speed,
                Power = power,
                Temperature = 35 + (2 * power),
                Vibration = 1 + (0.1f * power),
                Mode = random.Next(2) == 0 ? "eco" : "boost",
            };
        }
    }
}
