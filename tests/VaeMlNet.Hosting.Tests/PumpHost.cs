using System.Collections.Concurrent;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace VaeMlNet.Hosting.Tests;

/// <summary>Creates hosts, and model folders that differ.</summary>
internal static class PumpHost
{
    public static string Pumps { get; } = Repository.PathOf("onnx", "pumps");

    /// <summary>Copies the model, with another threshold: all rows, or none, are anomalies.</summary>
    public static string Model(TemporaryFolder folder, string name, bool allAreAnomalies)
    {
        var path = folder.CopyOf(Pumps, name);
        var threshold = VaeModel.ReadManifest(path).Threshold;
        VaeModel.ReplaceThreshold(path, threshold with { NegativeElbo = allAreAnomalies ? -1e6 : 1e6 });
        return path;
    }

    /// <summary>Replaces a folder with another one by renames.</summary>
    public static void Exchange(string newModel, string place)
    {
        Directory.Move(place, place + "-" + Guid.NewGuid().ToString("N"));
        Directory.Move(newModel, place);
    }

    public static async Task<IHost> StartAsync(
        Action<IServiceCollection> register,
        ConcurrentQueue<string>? log = null,
        params (string Key, string? Value)[] settings
    )
    {
        var builder = Host.CreateEmptyApplicationBuilder(new());
        builder.Configuration.AddInMemoryCollection(settings.ToDictionary(pair => pair.Key, pair => pair.Value));
        if (log is not null)
        {
            builder.Logging.AddProvider(new QueueLogger(log));
        }

        register(builder.Services);
        builder.Services.AddVaeScorers(builder.Configuration.GetSection("VaeScorers"));
        var host = builder.Build();
        try
        {
            await host.StartAsync();
            return host;
        }
        catch
        {
            host.Dispose();
            throw;
        }
    }

    public static VaeHostedScorer Scorer(this IHost host, string name = "pumps") =>
        host.Services.GetRequiredKeyedService<VaeHostedScorer>(name);

    private sealed class QueueLogger(ConcurrentQueue<string> lines) : ILoggerProvider, ILogger
    {
        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel,
            EventId eventId,
            TState state,
            Exception? exception,
            Func<TState, Exception?, string> formatter
        ) => lines.Enqueue($"{logLevel}: {formatter(state, exception)}");

        public void Dispose() { }
    }
}
