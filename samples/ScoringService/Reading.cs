namespace ScoringService;

/// <summary>A reading as JSON. Every field must be there; null says that it was not measured.</summary>
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

/// <summary>What is said of a reading.</summary>
/// <param name="Score">Negative ELBO in nats: the higher, the less like the readings of training.</param>
/// <param name="IsAnomaly">Whether the score is above the model's threshold.</param>
/// <param name="PValue">The share of sound readings that score at least as high.</param>
/// <param name="Contributions">Each field's part of the score.</param>
internal sealed record Verdict(
    float Score,
    bool IsAnomaly,
    float PValue,
    IReadOnlyDictionary<string, float> Contributions
);
