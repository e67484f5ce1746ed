using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace VaeMlNet.Hosting.Tests;

public sealed class RegistrationTests
{
    [Test]
    public async Task AddVaeScorer_TwoNames_AreTwoScorersByKey()
    {
        using TemporaryFolder folder = new();
        var other = PumpHost.Model(folder, "other", allAreAnomalies: true);
        using var host = await PumpHost.StartAsync(services =>
            services.AddVaeScorer("pumps", PumpHost.Pumps).AddVaeScorer("strict", other)
        );

        Assert.That(host.Scorer().Score([new Pump()])[0].IsAnomaly, Is.False);
        Assert.That(host.Scorer("strict").Score([new Pump()])[0].IsAnomaly, Is.True);
        Assert.That(host.Scorer("strict").Name, Is.EqualTo("strict"));
    }

    [Test]
    public async Task AddVaeScorer_SameNameTwice_ChangesTheOptionsOfTheFirst()
    {
        using var host = await PumpHost.StartAsync(services =>
            services
                .AddVaeScorer("pumps", PumpHost.Pumps)
                .AddVaeScorer("pumps", options => options.PollInterval = TimeSpan.Zero)
        );

        Assert.That(host.Scorer().PollInterval, Is.EqualTo(TimeSpan.Zero));
        Assert.That(host.Services.GetKeyedServices<VaeHostedScorer>(KeyedService.AnyKey).Count(), Is.EqualTo(1));
    }

    [Test]
    public async Task AddVaeScorers_Configuration_BindsEachOption()
    {
        using var host = await PumpHost.StartAsync(
            _ => { },
            null,
            ("VaeScorers:pumps:ModelFolder", PumpHost.Pumps),
            ("VaeScorers:pumps:PollInterval", "00:00:05"),
            ("VaeScorers:pumps:Kind", "ReconstructionError"),
            ("VaeScorers:pumps:MaxBatchSize", "4"),
            ("VaeScorers:pumps:Session:Device", "auto"),
            ("VaeScorers:pumps:Session:IntraOpThreadCount", "2"),
            ("VaeScorers:pumps:Session:KeepMemory", "false")
        );
        var options = host.Services.GetRequiredService<IOptionsMonitor<VaeHostedScorerOptions>>().Get("pumps");

        Assert.That(host.Scorer().PollInterval, Is.EqualTo(TimeSpan.FromSeconds(5)));
        Assert.That(options.Kind, Is.EqualTo(VaeScoreKind.ReconstructionError));
        Assert.That(options.MaxBatchSize, Is.EqualTo(4));
        Assert.That(
            options.Session,
            Is.EqualTo(
                new VaeSessionOptions
                {
                    Device = VaeDevice.Auto,
                    IntraOpThreadCount = 2,
                    KeepMemory = false,
                }
            )
        );
    }

    [Test]
    public async Task AddVaeScorers_KeyInAnotherCase_ChangesTheOptionsOfTheRegisteredName()
    {
        using var host = await PumpHost.StartAsync(
            services => services.AddVaeScorer("pumps", "/no/such/model"),
            null,
            ("VaeScorers:PUMPS:ModelFolder", PumpHost.Pumps)
        );

        Assert.That(host.Scorer().Use(model => model.Folder), Is.EqualTo(PumpHost.Pumps));
        Assert.That(host.Services.GetKeyedServices<VaeHostedScorer>(KeyedService.AnyKey).Count(), Is.EqualTo(1));
    }

    [TestCase("ModelFolder", "", "ModelFolder is empty")]
    [TestCase("PollInterval", "00:00:00.001", "PollInterval is 00:00:00.0010000, expected 00:00:00.0100000")]
    [TestCase("MaxBatchSize", "0", "MaxBatchSize is 0, expected 1 to 4096")]
    [TestCase("Kind", "MarginalLikelihood", "Kind is MarginalLikelihood")]
    [TestCase("Session:IntraOpThreadCount", "0", "IntraOpThreadCount is 0")]
    [TestCase("Session:IntraOpThreadCount", "2147483647", "IntraOpThreadCount is 2147483647, expected 1 to 1024")]
    [TestCase("Session:GpuMemoryLimit", "0", "GpuMemoryLimit is 0")]
    public void Start_OptionOutOfRange_FailsWithScorerAndOption(string option, string value, string message) =>
        Assert.That(
            () =>
                PumpHost.StartAsync(
                    services => services.AddVaeScorer("pumps", PumpHost.Pumps),
                    null,
                    ($"VaeScorers:pumps:{option}", value)
                ),
            Throws
                .TypeOf<OptionsValidationException>()
                .With.Message.Contains("VaeScorer 'pumps': ")
                .And.Message.Contains(message)
        );

    [Test]
    public void Start_NoSessionOptions_FailsWithTheOption() =>
        Assert.That(
            () =>
                PumpHost.StartAsync(services =>
                    services
                        .AddVaeScorer("pumps", PumpHost.Pumps)
                        .AddVaeScorer("pumps", options => options.Session = null!)
                ),
            Throws.TypeOf<OptionsValidationException>().With.Message.Contains("Session is null")
        );

    [Test]
    public void Start_UnknownOption_FailsWithItsName() =>
        Assert.That(
            () =>
                PumpHost.StartAsync(
                    services => services.AddVaeScorer("pumps", PumpHost.Pumps),
                    null,
                    ("VaeScorers:pumps:PoolInterval", "1")
                ),
            Throws.InvalidOperationException.With.Message.Contains("PoolInterval")
        );

    [Test]
    public void Start_FolderMissing_Fails() =>
        Assert.That(
            () => PumpHost.StartAsync(services => services.AddVaeScorer("pumps", "/no/such/model")),
            Throws.TypeOf<VaeModelException>().With.Message.Contains("/no/such/model")
        );

    [Test]
    public async Task Dispose_HostNotStopped_LogsNoFailure()
    {
        ConcurrentQueue<string> log = [];
        TimerSignal time = new();
        var host = await PumpHost.StartAsync(
            services =>
            {
                services.AddSingleton<TimeProvider>(time);
                services.AddVaeScorer("pumps", PumpHost.Pumps);
            },
            log
        );
        var watch = host.Services.GetServices<IHostedService>().OfType<BackgroundService>().Single();
        // A background service begins on another thread, and is canceled if it is stopped before.
        await time.Created.WaitAsync(TimeSpan.FromMinutes(1));
        host.Dispose();
        await watch.ExecuteTask!;

        Assert.That(log, Has.Some.Contains("opened model folder").And.None.Match("^(Error|Critical): "));
    }

    [Test]
    public async Task Score_HostDisposed_Throws()
    {
        var host = await PumpHost.StartAsync(services => services.AddVaeScorer("pumps", PumpHost.Pumps));
        var scorer = host.Scorer();
        host.Dispose();

        Assert.That(() => scorer.Score([new Pump()]), Throws.TypeOf<ObjectDisposedException>());
    }

    /// <summary>The system's time, which tells when the first timer was created.</summary>
    private sealed class TimerSignal : TimeProvider
    {
        private readonly TaskCompletionSource created = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Created => created.Task;

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            var timer = base.CreateTimer(callback, state, dueTime, period);
            created.TrySetResult();
            return timer;
        }
    }
}
