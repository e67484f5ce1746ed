namespace ScoringService;

/// <summary>A reading as JSON. Every field is required; null means that it was not measured.</summary>
internal sealed class Reading
{
    public required float? Speed { get; init; }

    public required float? Flow { get; init; }

    public required float? Pressure { get; init; }

    public required float? Power { get; init; }

    public required float? Temperature { get; init; }

    public required float? Vibration { get; init; }

    public required string? Mode { get; init; }
}

/// <summary>The result for a reading.</summary>
/// <param name="Score">The negative ELBO in nats. Higher scores mean that the reading is less like the training data.</param>
/// <param name="IsAnomaly">Whether the score is above the model's threshold.</param>
/// <param name="PValue">The share of normal readings that score at least as high.</param>
/// <param name="Contributions">The contribution of each field to the score.</param>
internal sealed record Verdict(
    float Score,
    bool IsAnomaly,
    float PValue,
    IReadOnlyDictionary<string, float> Contributions
);
