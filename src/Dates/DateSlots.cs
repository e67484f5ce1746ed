namespace VaeMlNet.Dates;

/// <summary>The numbers that a date becomes for a model, and the date that they stand for.</summary>
/// <remarks>
/// Angles are a sine and a cosine, so that the end of a period is beside its start. The date of given numbers is the day that the
/// number of days says, moved by at most half a period to where the angles say, the longest period first. An angle counts only
/// where sine and cosine are far from 0: a model that does not know the hour gives the mean of all hours, which is near 0. Angles do not
/// move a date out of the days of training: those of the weekday and the hour move it to the other side, and that of the season does not move it.
/// Days that are counted from a date of another column are the only number: angles would move a date by more than such distances.
/// Thread safety: immutable.
/// </remarks>
internal sealed class DateSlots
{
    private const double ShortestAngle = 0.3;

    // A time that is so close to a whole second as days of float32 are is that second.
    private const double SecondsOfRounding = 0.05;

    private static readonly TimeSpan[] Units =
    [
        TimeSpan.FromDays(1),
        TimeSpan.FromHours(1),
        TimeSpan.FromMinutes(1),
        TimeSpan.FromSeconds(1),
    ];

    private static readonly Angle[] Angles =
    [
        new(VaeDateParts.Season, "season", 365.25),
        new(VaeDateParts.Weekday, "weekday", 7),
        new(VaeDateParts.Hour, "hour", 1),
    ];

    private readonly DateTime origin;
    private readonly VaeColumnSchema schema;
    private readonly Angle[] angles;
    private readonly bool hasTimes;
    private readonly double largestDays;

    /// <param name="schema">The complete schema of a column of dates.</param>
    /// <param name="largestDays">The largest number of days from the origin in the training data.</param>
    public DateSlots(VaeColumnSchema schema, double largestDays = double.PositiveInfinity)
    {
        this.largestDays = largestDays;
        origin = schema.Origin ?? DateTime.UnixEpoch;
        this.schema = schema;
        angles = schema.Since is null ? [.. Angles.Where(angle => schema.DateParts.HasFlag(angle.Part))] : [];
        hasTimes = HasTimes(schema);
        Names = ["days", .. angles.SelectMany(angle => (string[])[$"{angle.Name}.sin", $"{angle.Name}.cos"])];
    }

    public IReadOnlyList<string> Names { get; }

    /// <summary>Gets the name of the column from whose date days are counted; null for the origin of the schema.</summary>
    public string? Since => schema.Since;

    /// <summary>Returns the schema of the column from whose date the days of a column are counted; null if it is no column of dates with an origin.</summary>
    public static VaeColumnSchema? SchemaSince(VaeColumnSchema column, VaeTableSchema? table) =>
        column.Since is { } name && table?.Find(name) is { Kind: VaeColumnKind.Date, Since: null } schema
            ? schema
            : null;

    /// <summary>Returns the days from one date to another one, from the start of the day if the second has no time of day.</summary>
    public double DaysBetween(DateTime since, DateTime date) => (date - StartOf(since)).TotalDays;

    /// <summary>Computes the numbers of a date, one for each of <see cref="Names"/>.</summary>
    /// <param name="date">The date.</param>
    /// <param name="since">The date of <see cref="Since"/>; null where it is missing, and then days are, too.</param>
    /// <param name="slots">The numbers.</param>
    public void Encode(DateTime date, DateTime? since, Span<float> slots)
    {
        slots[0] =
            Since is null ? (float)(date - origin).TotalDays
            : since is { } start ? (float)DaysBetween(start, date)
            : float.NaN;
        SetAngles(date, slots);
    }

    /// <summary>Computes the angles of the date that the number of days says, so that they do not move it.</summary>
    /// <param name="slots">The numbers of the date, which is counted from the origin.</param>
    public void SetAngles(Span<float> slots) => SetAngles(RoundToSecond(Add(origin, slots[0])), slots);

    private void SetAngles(DateTime date, Span<float> slots)
    {
        for (var i = 0; i < angles.Length; i++)
        {
            (var sine, var cosine) = Math.SinCos(2 * Math.PI * Phase(date, angles[i]));
            slots[1 + 2 * i] = (float)sine;
            slots[2 + 2 * i] = (float)cosine;
        }
    }

    /// <summary>Returns the date that numbers stand for, one for each of <see cref="Names"/>; null where they are missing.</summary>
    /// <param name="slots">The numbers.</param>
    /// <param name="since">The date of <see cref="Since"/>; null where it is missing.</param>
    public DateTime? Decode(ReadOnlySpan<float> slots, DateTime? since)
    {
        if (float.IsNaN(slots[0]))
        {
            return null;
        }

        if (Since is not null)
        {
            return since is { } start ? RoundToSecond(Add(StartOf(start), slots[0])) : null;
        }

        var date = Add(origin, slots[0]);
        var isInRange = IsInRange(date);
        for (var i = 0; i < angles.Length; i++)
        {
            double sine = slots[1 + 2 * i];
            double cosine = slots[2 + 2 * i];
            if (sine * sine + cosine * cosine >= ShortestAngle * ShortestAngle)
            {
                date = Move(date, angles[i], Math.Atan2(sine, cosine) / (2 * Math.PI), isInRange);
            }
        }

        return date;
    }

    /// <summary>Returns the date that numbers of a model stand for: the closest one that is a multiple of the schema's step.</summary>
    /// <inheritdoc cref="Decode" path="/param"/>
    public DateTime? DecodeToStep(ReadOnlySpan<float> slots, DateTime? since) =>
        Decode(slots, since) is { } date ? schema.RoundDate(date) : null;

    /// <summary>Returns the date of a cell of the data, without the rounding errors of its numbers; null where it is missing.</summary>
    /// <param name="slots">The numbers of the date, which is counted from the origin.</param>
    public DateTime? DecodeCell(ReadOnlySpan<float> slots) =>
        Decode(slots, null) is not { } date ? null
        // The angle of the hour has the time of day to a fraction of a second, the days have not.
        : Array.Exists(angles, angle => angle.Part == VaeDateParts.Hour) ? Round(date, Units[^1])
        : date + (Nearest(slots[0]) - Add(origin, slots[0]));

    /// <summary>
    /// Returns the roundest time that is this number of days as float32, because 10:00 of a day years after the origin is 09:59:50 as float32.
    /// </summary>
    /// <param name="days">The number of days from the origin.</param>
    public DateTime Nearest(float days)
    {
        var exact = Add(origin, days);
        return Units
            .Select(unit => Round(exact, unit))
            .Where(time => (float)(time - origin).TotalDays == days)
            .DefaultIfEmpty(exact)
            .First();
    }

    private DateTime Round(DateTime time, TimeSpan unit)
    {
        var count = (long)Math.Round((time - origin).Ticks / (double)unit.Ticks);
        return new DateTime(Math.Clamp(origin.Ticks + count * unit.Ticks, 0, DateTime.MaxValue.Ticks));
    }

    private DateTime StartOf(DateTime since) => hasTimes ? since : since.Date;

    // The largest date of training is largestDays after rounding to float32.
    private bool IsInRange(DateTime date) => date >= origin && (float)(date - origin).TotalDays <= largestDays;

    /// <summary>Returns whether the dates of a column have a time of day.</summary>
    public static bool HasTimes(VaeColumnSchema schema) =>
        schema.DateFormat is { } format
        && (
            format is VaeColumnSchema.EpochSeconds or VaeColumnSchema.EpochMilliseconds
            || format.Contains('h', StringComparison.OrdinalIgnoreCase)
        )
        // Steps of days or months, which ISO 8601 writes without a T, are from midnight to midnight.
        && schema.DateStep?.Contains('T', StringComparison.Ordinal) != false;

    private static DateTime RoundToSecond(DateTime date)
    {
        var seconds = Math.Round(date.Ticks / (double)TimeSpan.TicksPerSecond);
        var second = new DateTime((long)seconds * TimeSpan.TicksPerSecond);
        return Math.Abs((date - second).TotalSeconds) <= SecondsOfRounding ? second : date;
    }

    private DateTime Move(DateTime date, Angle angle, double phase, bool staysInRange)
    {
        var turn = phase - Phase(date, angle);
        turn -= Math.Round(turn);
        var moved = Turn(date, angle, turn);
        if (!staysInRange || IsInRange(moved))
        {
            return moved;
        }

        var otherSide = Turn(date, angle, turn - Math.Sign(turn));
        return angle.Part != VaeDateParts.Season && IsInRange(otherSide) ? otherSide : date;
    }

    private static DateTime Turn(DateTime date, Angle angle, double turn)
    {
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
