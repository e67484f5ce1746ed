using System.Runtime.CompilerServices;
using Microsoft.ML;
using Microsoft.ML.Runtime;

namespace Dependencies.Tests;

public class EnvironmentTests
{
    private readonly MLContext ml = new(seed: 1);
    private readonly List<LoggingEventArgs> log = [];

    [SetUp]
    public void ListenToLog()
    {
        log.Clear();
        ml.Log -= Keep;
        ml.Log += Keep;
    }

    private void Keep(object? sender, LoggingEventArgs args) => log.Add(args);

    /// <summary>The environment of a catalog, which only ML.NET itself can reach otherwise.</summary>
    private static class Hidden
    {
        [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "Microsoft.ML.Data.IInternalCatalog.get_Environment")]
        public static extern IHostEnvironment GetEnvironment(TransformsCatalog catalog);

        [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "Microsoft.ML.Data.IInternalCatalog.get_Environment")]
        public static extern IHostEnvironment GetEnvironment(TrainCatalogBase.CatalogInstantiatorBase trainers);
    }

    [Test]
    public void Info_FromChannelOfHost_ReachesLogWithSource()
    {
        using (var channel = ((IHostEnvironment)ml).Register("VaeTrainer").Start("Train"))
        {
            channel.Info(MessageSensitivity.None, "x={0}", 1);
        }

        Assert.That(log.Select(entry => entry.Message), Has.Member("[Source=VaeTrainer; Train, Kind=Info] x=1"));
    }

    [Test]
    public void Log_Entry_HasItsParts()
    {
        using (var channel = ((IHostEnvironment)ml).Register("VaeTrainer").Start("Train"))
        {
            channel.Warning(MessageSensitivity.None, "careful");
        }

        var entry = log.Single(entry => entry.Kind == ChannelMessageKind.Warning);

        Assert.That(entry.Message, Is.EqualTo("[Source=VaeTrainer; Train, Kind=Warning] careful"));
    }

    [Test]
    public void Info_WithoutArguments_KeepsBraces()
    {
        using (var channel = ((IHostEnvironment)ml).Start("Train"))
        {
            channel.Info(MessageSensitivity.None, "{0}");
        }

        Assert.That(log.Select(entry => entry.Message), Has.Some.EndsWith("] {0}"));
    }

    [Test]
    public void ProgressChannel_Reports_NeedNoListener()
    {
        using var progress = ((IHostEnvironment)ml).StartProgressChannel("epochs");
        progress.SetHeader(new ProgressHeader(["Loss"], ["epochs"]), entry => entry.SetProgress(0, 1, 3));

        Assert.That(() => progress.Checkpoint(0.5, 3), Throws.Nothing);
    }

    [Test]
    public void EnvironmentOfTransforms_Channel_ReachesLog()
    {
        using (var channel = Hidden.GetEnvironment(ml.Transforms).Start("mine"))
        {
            channel.Info(MessageSensitivity.None, "hello");
        }

        Assert.That(log.Select(entry => entry.Message), Has.Some.EndsWith("] hello"));
    }

    [Test]
    public void EnvironmentOfTrainers_Channel_ReachesLog()
    {
        using (var channel = Hidden.GetEnvironment(ml.AnomalyDetection.Trainers).Start("mine"))
        {
            channel.Info(MessageSensitivity.None, "hello");
        }

        Assert.That(log.Select(entry => entry.Message), Has.Some.EndsWith("] hello"));
    }
}
