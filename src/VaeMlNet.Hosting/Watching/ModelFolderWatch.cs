using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace VaeMlNet.Hosting;

/// <summary>Opens the models of all scorers when the host starts, and then looks at their folders.</summary>
internal sealed class ModelFolderWatch(IServiceProvider services, TimeProvider time) : BackgroundService
{
    private VaeHostedScorer[] scorers = [];

    /// <exception cref="VaeModelException">A model folder cannot be opened. The host does not start.</exception>
    public override Task StartAsync(CancellationToken cancellationToken)
    {
        scorers = [.. services.GetKeyedServices<VaeHostedScorer>(KeyedService.AnyKey)];
        return base.StartAsync(cancellationToken);
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.WhenAll(
            scorers
                .Where(scorer => scorer.PollInterval > TimeSpan.Zero)
                .Select(scorer => WatchAsync(scorer, stoppingToken))
        );

    private async Task WatchAsync(VaeHostedScorer scorer, CancellationToken stoppingToken)
    {
        using PeriodicTimer timer = new(scorer.PollInterval, time);
        // The end of the timer ends the loop. A host that is disposed without being stopped logs a cancellation as a failure of this service.
        using var stop = stoppingToken.Register(timer.Dispose);
        while (await timer.WaitForNextTickAsync(CancellationToken.None).ConfigureAwait(false))
        {
            scorer.ReadFolder();
        }
    }
}
