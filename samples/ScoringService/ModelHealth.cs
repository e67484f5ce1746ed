using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace ScoringService;

/// <summary>Checks the model by replaying the test data of its folder.</summary>
internal sealed class ModelHealth(PumpScorer scorer) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(
        HealthCheckContext context,
        CancellationToken cancellationToken = default
    ) =>
        Task.FromResult(
            scorer.IsHealthy()
                ? HealthCheckResult.Healthy()
                : HealthCheckResult.Unhealthy("The model no longer gives what it gave when it was exported.")
        );
}
