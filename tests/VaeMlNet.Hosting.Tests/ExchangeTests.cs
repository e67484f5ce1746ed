using System.Collections.Concurrent;
using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;

namespace VaeMlNet.Hosting.Tests;

public sealed class ExchangeTests
{
    private static readonly Pump[] Rows = [.. Enumerable.Range(0, 5).Select(i => new Pump { Flow = 20 + i })];

    private readonly ConcurrentQueue<string> log = [];
    private TemporaryFolder folder = null!;
    private string place = null!;
    private IHost host = null!;

    private VaeHostedScorer Scorer => host.Scorer();

    private bool AllAreAnomalies => Scorer.Score(Rows).All(result => result.IsAnomaly);

    [SetUp]
    public async Task StartHost()
    {
        log.Clear();
        folder = new();
        place = PumpHost.Model(folder, "model", allAreAnomalies: false);
        // The tests look at the folder themselves.
        host = await PumpHost.StartAsync(
            services =>
            {
                services.AddVaeScorer(
                    "pumps",
                    options => (options.ModelFolder, options.PollInterval) = (place, TimeSpan.Zero)
                );
                services.AddHealthChecks().AddVaeScorers();
            },
            log
        );
    }

    [TearDown]
    public void StopHost()
    {
        host.Dispose();
        folder.Dispose();
    }

    [Test]
    public void ReadFolder_Unchanged_KeepsTheModel()
    {
        var before = Scorer.Use(model => model);

        Scorer.ReadFolder();

        Assert.That(Scorer.Use(model => model), Is.SameAs(before));
    }

    [Test]
    [Proves(88)]
    public void ReadFolder_Renamed_TakesTheNewModelAndDisposesTheOld()
    {
        var old = Scorer.Use(model => model);
        PumpHost.Exchange(PumpHost.Model(folder, "new", allAreAnomalies: true), place);

        Assert.That(AllAreAnomalies, Is.False);

        Scorer.ReadFolder();

        Assert.That(AllAreAnomalies, Is.True);
        Assert.That(old.Verify, Throws.TypeOf<ObjectDisposedException>());
        Assert.That(log, Has.Some.Contains("Information: VaeScorer 'pumps' exchanged its model"));
    }

    [Test]
    [Platform(Include = "Linux", Reason = "links need no rights")]
    public async Task ReadFolder_LinkToAnotherFolder_TakesTheNewModel()
    {
        var strict = PumpHost.Model(folder, "strict", allAreAnomalies: true);
        var link = folder["link"];
        Directory.CreateSymbolicLink(link, place);
        using var linked = await PumpHost.StartAsync(services =>
            services.AddVaeScorer(
                "pumps",
                options => (options.ModelFolder, options.PollInterval) = (link, TimeSpan.Zero)
            )
        );
        Directory.CreateSymbolicLink(folder["next"], strict);
        using (var move = Process.Start("mv", ["-T", folder["next"], link]))
        {
            await move.WaitForExitAsync();
        }

        linked.Scorer().ReadFolder();

        Assert.That(linked.Scorer().Score(Rows).All(result => result.IsAnomaly), Is.True);
    }

    [Test]
    public void ReadFolder_WrittenInPlace_TakesTheNewModel()
    {
        VaeModel.ReplaceThreshold(place, VaeModel.ReadManifest(place).Threshold with { NegativeElbo = -1e6 });

        Scorer.ReadFolder();

        Assert.That(AllAreAnomalies, Is.True);
    }

    [Test]
    public void ReadFolder_OnlyTimesChanged_KeepsTheModel()
    {
        var before = Scorer.Use(model => model);
        File.SetLastWriteTimeUtc(Path.Combine(place, "manifest.json"), DateTime.UtcNow.AddDays(1));

        Scorer.ReadFolder();

        Assert.That(Scorer.Use(model => model), Is.SameAs(before));
        Assert.That(log, Has.None.Contains("exchanged"));
    }

    [Test]
    [Proves(88)]
    public async Task ReadFolder_Damaged_IsRefusedOnceAndShownUntilItIsCorrected()
    {
        var before = Scorer.Use(model => model);
        var bytes = Damage("scorer.onnx");

        Read(times: 1);

        Assert.That(Scorer.Refusal, Is.Null, "the folder may be half-written");

        Read(times: 2);

        Assert.That(Scorer.Use(model => model), Is.SameAs(before));
        Assert.That(Scorer.Refusal, Does.Contain("scorer.onnx"));
        Assert.That(
            log.Count(line => line.StartsWith("Error: VaeScorer 'pumps' refused", StringComparison.Ordinal)),
            Is.EqualTo(1)
        );

        var degraded = await HealthAsync();

        Assert.That(degraded.Status, Is.EqualTo(HealthStatus.Degraded));
        Assert.That(degraded.Entries["vae-scorers"].Data["pumps"], Is.EqualTo(Scorer.Refusal));

        File.WriteAllBytes(Path.Combine(place, "scorer.onnx"), bytes);
        Read(times: 1);

        Assert.That(Scorer.Refusal, Is.Null);
        Assert.That((await HealthAsync()).Status, Is.EqualTo(HealthStatus.Healthy));
    }

    [Test]
    [Proves(88)]
    public async Task ReadFolder_ColumnsThatTheRowsLack_IsRefused()
    {
        Scorer.Score(Rows);
        PumpHost.Exchange(folder.CopyOf(Repository.PathOf("onnx", "mnist"), "new"), place);

        Read(times: 2);

        Assert.That(AllAreAnomalies, Is.False);
        Assert.That(
            Scorer.Refusal,
            Does.StartWith("Type 'Pump' has no readable property for column 'Features' of the model.")
        );
        Assert.That((await HealthAsync()).Status, Is.EqualTo(HealthStatus.Degraded));
    }

    [Test]
    public void ReadFolder_OtherColumnsBeforeAnyRows_TakesTheNewModel()
    {
        PumpHost.Exchange(folder.CopyOf(Repository.PathOf("onnx", "mnist"), "new"), place);

        Read(times: 1);

        Assert.That(Scorer.Use(model => model.Manifest.Name), Is.EqualTo("mnist"));
    }

    [Test]
    [Proves(88)]
    public void ReadFolder_OtherColumnsAfterScoreRow_IsRefused()
    {
        var before = Scorer.ScoreRow(Rows[0].Cells());
        PumpHost.Exchange(folder.CopyOf(Repository.PathOf("onnx", "mnist"), "new"), place);

        Read(times: 2);

        Assert.That(Scorer.Refusal, Does.Contain("column 1 is Speed").And.Contain("but Features in"));
        Assert.That(Scorer.ScoreRow(Rows[0].Cells()).Score, Is.EqualTo(before.Score));
    }

    [TestCase(true)]
    [TestCase(false)]
    public void ReadFolder_FirstCallWhileTheModelIsOpened_IsRefused(bool isOfCells)
    {
        var thread = Environment.CurrentManagedThreadId;
        using ActivityListener opening = new()
        {
            ShouldListenTo = source => source.Name == "VaeMlNet",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStopped = activity =>
            {
                if (activity.OperationName != "vaemlnet.exchange" || Environment.CurrentManagedThreadId != thread)
                {
                    return;
                }

                if (isOfCells)
                {
                    Scorer.ScoreRow(Rows[0].Cells());
                }
                else
                {
                    Scorer.Score(Rows);
                }
            },
        };
        ActivitySource.AddActivityListener(opening);
        PumpHost.Exchange(folder.CopyOf(Repository.PathOf("onnx", "mnist"), "new"), place);

        Read(times: 2);

        Assert.That(Scorer.Refusal, Does.Contain(isOfCells ? "column 1 is Speed" : "Type 'Pump'"));
        Assert.That(Scorer.Use(model => model.Manifest.Name), Is.EqualTo("pumps"));
    }

    [Test]
    public void ReadFolder_ScoreRowOfAnotherWidth_TakesTheNewModel()
    {
        PumpHost.Exchange(folder.CopyOf(Repository.PathOf("onnx", "mnist"), "new"), place);

        Assert.That(() => Scorer.ScoreRow(new float[3]), Throws.ArgumentException);

        Read(times: 1);

        Assert.That(Scorer.Use(model => model.Manifest.Name), Is.EqualTo("mnist"));
    }

    [Test]
    [Proves(88)]
    public void ReadFolder_SameColumnsAfterScoreRow_TakesEachNewModel()
    {
        foreach (var isStrict in (bool[])[true, false])
        {
            Scorer.ScoreRow(Rows[0].Cells());
            PumpHost.Exchange(PumpHost.Model(folder, $"new-{isStrict}", isStrict), place);

            Read(times: 1);

            Assert.That(AllAreAnomalies, Is.EqualTo(isStrict));
        }
    }

    [Test]
    public void CheckRowsOf_OtherMeaningOfCells_ThrowsWithTheColumn()
    {
        var pumps = VaeModel.ReadManifest(PumpHost.Pumps);
        var (speed, mode) = (pumps.Columns[0], pumps.Columns.Single(column => column.Name == "Mode"));
        VaeColumnSchema date = new()
        {
            Name = speed.Name,
            Kind = VaeColumnKind.Date,
            Origin = new(2026, 1, 1),
        };

        CheckRowsOf(
            [speed, mode],
            [speed, mode with { KeyValues = [.. mode.KeyValues!, "turbo"], KeyCount = mode.KeyCount + 1 }],
            null,
            null
        );
        Refused("column 1 is Speed in their order, but Mode", [speed, mode], [mode, speed]);
        Refused("column 2 is Mode in their order, but missing", [speed, mode], [speed]);
        Refused("column 2 is missing in their order, but Mode", [speed], [speed, mode]);
        Refused("column 'Mode' has another", [mode], [mode with { KeyValues = [.. mode.KeyValues!.Reverse()] }]);
        Refused("column 'Mode' has another", [mode], [mode with { KeyValues = null }]);
        Refused("column 'Mode' has another", [mode with { KeyValues = null, KeyCount = 9 }], [mode]);
        Refused("column 'Mode' has another", [mode], [mode with { Type = VaeColumn.SingleType }]);
        Refused("column 'Speed' has another", [speed], [speed with { Width = 2 }]);
        Refused(
            "column 'Speed' has another",
            [speed with { Width = 2, SlotNames = ["days", "hour.sin"] }],
            [speed with { Width = 2, SlotNames = ["days", "season.sin"] }]
        );
        Refused("(--schema=FOLDER)", [speed], [speed], date, date with { Origin = new(2026, 1, 2) });
        Refused("a schema file in which the 'values'", [mode], [mode with { KeyValues = ["boost", "auto", "eco"] }]);

        void Refused(
            string difference,
            VaeColumn[] before,
            VaeColumn[] now,
            VaeColumnSchema? schemaBefore = null,
            VaeColumnSchema? schemaNow = null
        ) =>
            Assert.That(
                () => CheckRowsOf(before, now, schemaBefore, schemaNow),
                Throws.InvalidOperationException.With.Message.Contains(difference)
            );

        void CheckRowsOf(
            VaeColumn[] before,
            VaeColumn[] now,
            VaeColumnSchema? schemaBefore,
            VaeColumnSchema? schemaNow
        ) => Cells(now, schemaNow).CheckRowsOf(Cells(before, schemaBefore));

        ModelCells Cells(VaeColumn[] columns, VaeColumnSchema? schema) =>
            new(pumps with { Columns = columns, TableSchema = schema is null ? null : new() { Columns = [schema] } });
    }

    [Test]
    [Platform(Include = "Linux", Reason = "named pipes are files")]
    public async Task ReadFolder_PipeAsChecksums_IsRefusedWithoutWaiting()
    {
        var sums = Path.Combine(place, "SHA256SUMS");
        File.Delete(sums);
        using (var make = Process.Start("mkfifo", [sums]))
        {
            await make.WaitForExitAsync();
        }

        await Task.Run(() => Read(times: 2)).WaitAsync(TimeSpan.FromMinutes(1));

        Assert.That(Scorer.Refusal, Does.Contain("SHA256SUMS"));
    }

    [Test]
    [Proves(88)]
    public void ReadFolder_RefusedThenDamagedInAnotherWay_HasTheNewReason()
    {
        Damage("scorer.onnx");
        Read(times: 2);
        var first = Scorer.Refusal;
        File.Delete(Path.Combine(place, "manifest.json"));

        Read(times: 3);

        Assert.That(first, Does.Contain("scorer.onnx"));
        Assert.That(Scorer.Refusal, Does.Contain("manifest.json").And.Not.EqualTo(first));
        Assert.That(log.Count(line => line.Contains("refused", StringComparison.Ordinal)), Is.EqualTo(2));
    }

    [Test]
    [Proves(88)]
    public void ReadFolder_RefusedThenOpenedAtTheSecondTry_TakesTheNewModel()
    {
        Damage("scorer.onnx");
        Read(times: 2);
        PumpHost.Exchange(PumpHost.Model(folder, "new", allAreAnomalies: true), place);
        var graph = Path.Combine(place, "encoder.onnx");
        var time = File.GetLastWriteTimeUtc(graph);
        var bytes = Damage("encoder.onnx");
        File.SetLastWriteTimeUtc(graph, time);
        Read(times: 1);
        File.WriteAllBytes(graph, bytes);
        File.SetLastWriteTimeUtc(graph, time);

        Read(times: 1);

        Assert.That((Scorer.Refusal, AllAreAnomalies), Is.EqualTo(((string?)null, true)));
    }

    [Test]
    [Proves(88)]
    public void ReadFolder_HalfWritten_WaitsForTheRest()
    {
        var strict = PumpHost.Model(folder, "strict", allAreAnomalies: true);
        Directory.Move(place, folder["old"]);
        Scorer.ReadFolder(); // without a folder
        Directory.CreateDirectory(place);
        foreach (
            var file in Directory.EnumerateFiles(strict, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)
        )
        {
            Scorer.ReadFolder();
            var copy = Path.Combine(place, Path.GetRelativePath(strict, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);

            Assert.That(AllAreAnomalies, Is.False);

            File.Copy(file, copy);
        }

        Scorer.ReadFolder();

        Assert.That(AllAreAnomalies, Is.True);
        Assert.That(log, Has.None.Contains("refused"));
    }

    [Test]
    [Proves(88)]
    public async Task ReadFolder_RequestInProgress_IsEndedByTheOldModel()
    {
        using ManualResetEventSlim exchanged = new();
        using ManualResetEventSlim entered = new();
        var request = Task.Run(() =>
            Scorer.Use(model =>
            {
                entered.Set();
                exchanged.Wait();
                return (Model: model, model.Verify().Passed);
            })
        );
        entered.Wait();
        PumpHost.Exchange(PumpHost.Model(folder, "new", allAreAnomalies: true), place);

        Scorer.ReadFolder();

        Assert.That(AllAreAnomalies, Is.True);

        exchanged.Set();
        // Verify reads the recorded test data, which are the same in both folders.
        var (old, passed) = await request;

        Assert.That(passed, Is.True);
        Assert.That(old.Verify, Throws.TypeOf<ObjectDisposedException>());
    }

    [TestCase(8)]
    [TestCase(20, Category = "Long")]
    [Proves(88)]
    public async Task Score_WhileModelsAreExchanged_LosesAndMixesNone(int exchanges)
    {
        using var stop = new CancellationTokenSource();
        (long Batches, long Mixed, long Strict) counts = default;
        Task[] clients =
        [
            .. Enumerable
                .Range(0, 4)
                .Select(_ =>
                    Task.Run(() =>
                    {
                        while (!stop.IsCancellationRequested)
                        {
                            var anomalies = Scorer.Score(Rows).Count(result => result.IsAnomaly);
                            Interlocked.Increment(ref counts.Batches);
                            Interlocked.Add(ref counts.Mixed, anomalies is 0 or 5 ? 0 : 1);
                            Interlocked.Add(ref counts.Strict, anomalies == 5 ? 1 : 0);
                        }
                    })
                ),
        ];
        for (var i = 0; i < exchanges; i++)
        {
            PumpHost.Exchange(PumpHost.Model(folder, $"new{i}", allAreAnomalies: i % 2 == 0), place);
            Scorer.ReadFolder();
        }

        await stop.CancelAsync();
        await Task.WhenAll(clients); // throws if a call failed

        Assert.That(
            log.Count(line => line.Contains("exchanged its model", StringComparison.Ordinal)),
            Is.EqualTo(exchanges)
        );
        Assert.That(counts.Mixed, Is.Zero);
        Assert.That(counts.Strict, Is.GreaterThan(0).And.LessThan(counts.Batches));
    }

    [Test]
    public async Task Host_FolderChanges_IsSeenByItself()
    {
        using var watching = await PumpHost.StartAsync(services =>
            services.AddVaeScorer(
                "pumps",
                options => (options.ModelFolder, options.PollInterval) = (place, TimeSpan.FromMilliseconds(10))
            )
        );
        PumpHost.Exchange(PumpHost.Model(folder, "new", allAreAnomalies: true), place);

        Assert.That(
            () => watching.Scorer().Score(Rows).All(result => result.IsAnomaly),
            Is.True.After(30).Seconds.PollEvery(20).MilliSeconds
        );
    }

    /// <summary>Changes a byte of a file, and returns the bytes that it had.</summary>
    private byte[] Damage(string name)
    {
        var file = Path.Combine(place, name);
        var bytes = File.ReadAllBytes(file);
        File.WriteAllBytes(file, [.. bytes[..^1], (byte)(bytes[^1] ^ 1)]);
        return bytes;
    }

    private void Read(int times)
    {
        for (var i = 0; i < times; i++)
        {
            Scorer.ReadFolder();
        }
    }

    private Task<HealthReport> HealthAsync() =>
        host.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync();
}
