namespace TrainDetector;

/// <summary>
/// Generates readings: flow depends on the speed, pressure on its square, power on both, heat and vibration on the power.
/// </summary>
internal sealed class Pumps(int seed)
{
    private readonly Random random = new(seed);

    /// <summary>Generates a reading of a normal pump. Some readings have no temperature or vibration.</summary>
    public Reading Sound()
    {
        var isBoost = random.Next(4) == 0;
        float speed = isBoost ? random.Next(2000, 3000) : random.Next(800, 2200);
        var flow = 0.02f * speed * Noise(0.1f);
        var pressure = 1.2e-6f * speed * speed * Noise(0.1f);
        var power = 0.05f * flow * pressure * Noise(0.1f);
        return new Reading
        {
            Mode = isBoost ? "boost" : "eco",
            Speed = speed,
            Flow = flow,
            Pressure = pressure,
            Power = power,
            Temperature = random.Next(6) == 0 ? float.NaN : 35 + (2 * power * Noise(0.2f)),
            Vibration = random.Next(6) == 0 ? float.NaN : (1 + (0.1f * power)) * Noise(0.4f),
        };
    }

    /// <summary>
    /// Generates a reading of a pump with a blocked pipe: less flow and more pressure, each within its usual range.
    /// </summary>
    public Reading Blocked()
    {
        var reading = Sound();
        reading.Flow *= 0.5f;
        reading.Pressure *= 1.2f;
        return reading;
    }

    // A factor around 1 that differs from 1 by at most 1.5 times the share.
    private float Noise(float share) =>
        1 + (share * (random.NextSingle() + random.NextSingle() + random.NextSingle() - 1.5f));
}
