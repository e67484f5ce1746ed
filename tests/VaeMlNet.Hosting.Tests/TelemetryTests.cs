using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace VaeMlNet.Hosting.Tests;

[NonParallelizable]
public sealed class TelemetryTests
{
    private readonly ConcurrentQueue<(string Instrument, double Value, string Tags)> recorded = [];
    private TemporaryFolder folder = null!;
    private IHost host = null!;
    private MeterListener listener = null!;

    [SetUp]
    public async Task StartHost()
    {
        recorded.Clear();
        folder = new();
        folder.CopyOf(PumpHost.Pumps, "model");
        host = await PumpHost.StartAsync(services =>
            services.AddVaeScorer(
                "pumps",
                options => (options.ModelFolder, options.PollInterval) = (folder["model"], TimeSpan.Zero)
            )
        );
        listener = new()
        {
            InstrumentPublished = (instrument, self) =>
            {
                if (
                    instrument.Meter.Name == "VaeMlNet"
                    && instrument.Meter.Scope == host.Services.GetRequiredService<IMeterFactory>()
                )
                {
                    self.EnableMeasurementEvents(instrument);
                }
            },
        };
        listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Record(instrument, value, tags));
        listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Record(instrument, value, tags));
        listener.Start();
    }

    [TearDown]
    public void StopHost()
    {
        listener.Dispose();
        host.Dispose();
        folder.Dispose();
    }

    [Test]
    public void Meter_Score_CountsRowsAnomaliesAndCells()
    {
        var results = host.Scorer()
            .Score([
                new Pump(),
                new Pump { Flow = 5, Bar = 9m },
                new Pump { Mode = "turbo", Speed = null },
                new Pump { Mode = null },
            ]);

        Assert.That(Total("vaemlnet.scorer.rows"), Is.EqualTo(4));
        Assert.That(Total("vaemlnet.scorer.anomalies"), Is.EqualTo(results.Count(r => r.IsAnomaly)).And.GreaterThan(0));
        Assert.That(Values("vaemlnet.scorer.score"), Is.EqualTo(results.Select(r => (double)r.Score)));
        Assert.That(Values("vaemlnet.scorer.p_value"), Is.EqualTo(results.Select(r => (double)r.PValue!)));
        Assert.That(Values("vaemlnet.scorer.duration").Single(), Is.GreaterThan(0).And.LessThan(60));
        Assert.That(Total("vaemlnet.scorer.missing_cells", "column=Vibration,scorer=pumps"), Is.EqualTo(4));
        Assert.That(Total("vaemlnet.scorer.missing_cells", "column=Speed,scorer=pumps"), Is.EqualTo(1));
        Assert.That(Total("vaemlnet.scorer.missing_cells", "column=Mode,scorer=pumps"), Is.EqualTo(1));
        Assert.That(Total("vaemlnet.scorer.unseen_cells"), Is.EqualTo(1));
        Assert.That(recorded.Select(measurement => measurement.Tags), Has.All.Contains("scorer=pumps"));
    }

    [Test]
    public void Meter_ScoreRow_CountsTheSame()
    {
        host.Scorer().ScoreRow(new Pump { Mode = "turbo" }.Cells());

        Assert.That(Total("vaemlnet.scorer.rows"), Is.EqualTo(1));
        Assert.That(Total("vaemlnet.scorer.missing_cells", "column=Vibration,scorer=pumps"), Is.EqualTo(1));
        Assert.That(Total("vaemlnet.scorer.unseen_cells", "column=Mode,scorer=pumps"), Is.EqualTo(1));
    }

    [Test]
    public void Meter_RefusedRequest_CountsNoCells()
    {
        Pump[] rows = [new() { Mode = "turbo" }, new() { Speed = float.PositiveInfinity }];

        Assert.That(() => host.Scorer().Score(rows), Throws.TypeOf<VaeRowException>());
        Assert.That(recorded, Is.Empty);
    }

    [Test]
    public void Meter_ExchangeAndRefusal_AreCounted()
    {
        PumpHost.Exchange(PumpHost.Model(folder, "new", allAreAnomalies: true), folder["model"]);
        host.Scorer().ReadFolder();
        File.Delete(folder["model", "SHA256SUMS"]);
        host.Scorer().ReadFolder();
        host.Scorer().ReadFolder();

        Assert.That(Total("vaemlnet.scorer.exchanges"), Is.EqualTo(1));
        Assert.That(Total("vaemlnet.scorer.refusals"), Is.EqualTo(1));
    }

    [Test]
    public void Activities_ScoreAndExchange_HaveTheScorersName()
    {
        ConcurrentQueue<Activity> activities = [];
        using ActivityListener source = new()
        {
            ShouldListenTo = source => source.Name == "VaeMlNet",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStopped = activities.Enqueue,
        };
        ActivitySource.AddActivityListener(source);

        host.Scorer().Score([new Pump(), new Pump()]);
        PumpHost.Exchange(PumpHost.Model(folder, "new", allAreAnomalies: true), folder["model"]);
        host.Scorer().ReadFolder();

        Assert.That(
            activities.Select(activity => activity.OperationName),
            Is.EqualTo(new[] { "vaemlnet.score", "vaemlnet.exchange" })
        );
        Assert.That(activities.Select(activity => activity.GetTagItem("scorer")), Is.All.EqualTo("pumps"));
        Assert.That(activities.First().GetTagItem("rows"), Is.EqualTo(2));
    }

    private void Record(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags) =>
        recorded.Enqueue(
            (
                instrument.Name,
                value,
                string.Join(
                    ',',
                    tags.ToArray()
                        .OrderBy(tag => tag.Key, StringComparer.Ordinal)
                        .Select(tag => $"{tag.Key}={tag.Value}")
                )
            )
        );

    private IEnumerable<double> Values(string instrument, string? tags = null) =>
        recorded
            .Where(measurement =>
                measurement.Instrument == instrument && (tags ?? measurement.Tags) == measurement.Tags
            )
            .Select(measurement => measurement.Value);

    private double Total(string instrument, string? tags = null) => Values(instrument, tags).Sum();
}
