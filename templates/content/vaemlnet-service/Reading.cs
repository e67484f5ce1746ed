namespace Vae_Service;

/// <summary>
/// A row as JSON: a property for each column of the model, which 'vaemlnet info model' lists. Every field is required; null means that it was
/// not measured.
/// </summary>
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
