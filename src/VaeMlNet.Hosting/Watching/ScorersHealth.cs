using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace VaeMlNet.Hosting;

/// <summary>Reports scorers whose changed model folder was refused. They still score, with their previous model.</summary>
internal sealed class ScorersHealth(IServiceProvider services) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(
        HealthCheckContext context,
        CancellationToken cancellationToken = default
    )
    {
        var refused = services
            .GetKeyedServices<VaeHostedScorer>(KeyedService.AnyKey)
            .Where(scorer => scorer.Refusal is not null)
            .ToDictionary(scorer => scorer.Name, object (scorer) => scorer.Refusal!);
        return Task.FromResult(
            refused.Count == 0
                ? HealthCheckResult.Healthy()
                : new HealthCheckResult(
                    context.Registration.FailureStatus,
                    $"Changed model folders were refused; their previous models score: {string.Join(", ", refused.Keys)}.",
                    data: refused
                )
        );
    }
}
