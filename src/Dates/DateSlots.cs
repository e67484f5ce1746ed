namespace VaeMlNet.Dates;

/// <summary>The numbers that a date becomes for a model, and the date that they stand for.</summary>
/// <remarks>
/// Angles are a sine and a cosine, so that the end of a period is beside its start. The date of given numbers is the day that the
/// number of days says, moved by at most half a period to where the angles say, the longest period first. An angle counts only
/// where sine and cosine are far from 0: a model that does not know the hour gives the mean of all hours, which is near 0.
/// Thread safety: immutable.
/// </remarks>
internal sealed class DateSlots
{
    private const double ShortestAngle = 0.3;

    private static readonly Angle[] Angles =
    [
        new(VaeDateParts.Season, "season", 365.25),
        new(VaeDateParts.Weekday, "weekday", 7),
        new(VaeDateParts.Hour, "hour", 1),
    ];

    private readonly DateTime origin;
    private readonly VaeColumnSchema schema;
    private readonly Angle[] angles;

    /// <param name="schema">The complete schema of a column of dates.</param>
    public DateSlots(VaeColumnSchema schema)
    {
        origin = schema.Origin ?? DateTime.UnixEpoch;
        this.schema = schema;
        angles = [.. Angles.Where(angle => schema.DateParts.HasFlag(angle.Part))];
        Names = ["days", .. angles.SelectMany(angle => (string[])[$"{angle.Name}.sin", $"{angle.Name}.cos"])];
    }

    public IReadOnlyList<string> Names { get; }

    /// <summary>Computes the numbers of a date, one for each of <see cref="Names"/>.</summary>
    public void Encode(DateTime date, Span<float> slots)
    {
        slots[0] = (float)(date - origin).TotalDays;
        for (var i = 0; i < angles.Length; i++)
        {
            (var sine, var cosine) = Math.SinCos(2 * Math.PI * Phase(date, angles[i]));
            slots[1 + 2 * i] = (float)sine;
            slots[2 + 2 * i] = (float)cosine;
        }
    }

    /// <summary>Returns the date that numbers stand for, one for each of <see cref="Names"/>; null where they are missing.</summary>
    public DateTime? Decode(ReadOnlySpan<float> slots)
    {
        if (float.IsNaN(slots[0]))
        {
            return null;
        }

        var date = Add(origin, slots[0]);
        for (var i = 0; i < angles.Length; i++)
        {
            double sine = slots[1 + 2 * i];
            double cosine = slots[2 + 2 * i];
            if (sine * sine + cosine * cosine >= ShortestAngle * ShortestAngle)
            {
                date = Move(date, angles[i], Math.Atan2(sine, cosine) / (2 * Math.PI));
            }
        }

        return date;
    }

    /// <summary>Returns the date that numbers of a model stand for: the closest one that is a multiple of the schema's step.</summary>
    public DateTime? DecodeToStep(ReadOnlySpan<float> slots) =>
        Decode(slots) is { } date ? schema.RoundDate(date) : null;

    private static DateTime Move(DateTime date, Angle angle, double phase)
    {
        var turn = phase - Phase(date, angle);
        turn -= Math.Round(turn);
        // Whole days, so that the time of day stays.
        var days = angle.Part == VaeDateParts.Hour ? turn : Math.Round(turn * angle.Days);
        return Add(date, days);
    }

    // The share of the period that has passed, in [0, 1).
    private static double Phase(DateTime date, Angle angle) =>
        angle.Part switch
        {
            VaeDateParts.Season => (date.DayOfYear - 1) / angle.Days,
            VaeDateParts.Weekday => (int)date.DayOfWeek / angle.Days,
            _ => date.TimeOfDay.TotalDays,
        };

    private static DateTime Add(DateTime date, double days)
    {
        var ticks = date.Ticks + days * TimeSpan.TicksPerDay;
        return new DateTime((long)Math.Clamp(ticks, DateTime.MinValue.Ticks, DateTime.MaxValue.AddDays(-1).Ticks));
    }

    /// <summary>A period of dates as an angle.</summary>
    private sealed record Angle(VaeDateParts Part, string Name, double Days);
}
