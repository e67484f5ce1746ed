namespace VaeMlNet;

/// <summary>The different dates of a column, and what varies in them.</summary>
internal sealed class DateValues
{
    // In a year, the days alone tell the season. From about 400 days on, the angle makes synthetic dates agree better with months beside them.
    private const int DaysOfSeasons = 400;
    private const int DaysOfWeekdays = 14;
    private const int DaysOfHours = 2;

    // Dates that programs write where they have none.
    private static readonly DateTime[] Placeholders =
    [
        new(1, 1, 1),
        new(1753, 1, 1),
        new(1899, 12, 30),
        new(1899, 12, 31),
        new(1900, 1, 1),
        new(1900, 1, 2),
        new(1901, 1, 1),
        new(1970, 1, 1),
    ];

    private readonly string format;
    private readonly List<(DateTime Value, string Text, long Count)> values;

    private DateValues(string format, List<(DateTime Value, string Text, long Count)> values)
    {
        this.format = format;
        this.values = values;
    }

    /// <summary>Gets a value indicating whether texts of eight digits are dates, and not numbers by chance.</summary>
    public bool AreLikely => values.Count >= 5 && values.TrueForAll(v => v.Value.Year is >= 1900 and <= 2100);

    /// <summary>Reads the counted and the sampled cells.</summary>
    public static DateValues Read(ColumnObserver seen, string format)
    {
        Dictionary<string, long> counts = new(seen.Counts);
        foreach (var text in seen.HasMoreValues ? seen.Sample : [])
        {
            if (text is not null)
            {
                counts.TryAdd(text, 1);
            }
        }

        List<(DateTime Value, string Text, long Count)> values = [];
        foreach ((var text, var count) in counts)
        {
            if (DateTexts.TryRead(text, format, out var value))
            {
                values.Add((value, text, count));
            }
        }

        values.Sort((a, b) => a.Value.CompareTo(b.Value));
        return new DateValues(format, values);
    }

    /// <summary>Adds the range and the parts to a profile, and recognizes dates that mean a missing value.</summary>
    public VaeColumnProfile Describe(VaeColumnProfile profile, bool findsPlaceholders)
    {
        if (values.Count == 0)
        {
            return profile;
        }

        // Midnight, and no time at all, are values of columns without a date.
        var missing = findsPlaceholders && values.Exists(value => value.Value.Year > 1) ? FindPlaceholders() : [];
        var left = values.Except(missing).ToList();
        var gaps = missing.Sum(value => value.Count);
        var origin = profile.Schema.Origin ?? left[0].Value.Date;
        return profile with
        {
            Schema = profile.Schema with
            {
                DateFormat = format,
                MissingTexts = [.. profile.Schema.MissingTexts, .. missing.Select(value => value.Text)],
                Origin = origin,
                DateStep =
                    profile.Schema.DateStep
                    ?? CalendarStep.Find(origin, [.. left.Select(date => date.Value)])?.ToString(),
                DateParts = profile.Schema.DateParts == VaeDateParts.None ? Parts(left) : profile.Schema.DateParts,
            },
            Minimum = left[0].Text,
            Maximum = left[^1].Text,
            ValueCount = profile.ValueCount - gaps,
            MissingCount = profile.MissingCount + gaps,
            Notes =
            [
                .. profile.Notes,
                .. missing.Select(value =>
                    FormattableString.Invariant(
                        $"{value.Text} in {value.Count} cells is read as missing: it is far outside the other dates."
                    )
                ),
            ],
        };
    }

    private VaeDateParts Parts(List<(DateTime Value, string Text, long Count)> dates)
    {
        var span = (dates[^1].Value - dates[0].Value).TotalDays;
        var parts = VaeDateParts.Days;
        if (DurationText.Is(format))
        {
            return parts;
        }

        parts |=
            span >= DaysOfSeasons && dates.Select(d => d.Value.Month).Distinct().Count() > 1 ? VaeDateParts.Season : 0;
        parts |=
            span >= DaysOfWeekdays && dates.Select(d => d.Value.DayOfWeek).Distinct().Count() > 1
                ? VaeDateParts.Weekday
                : 0;
        parts |=
            span >= DaysOfHours && dates.Select(d => d.Value.TimeOfDay).Distinct().Count() > 1 ? VaeDateParts.Hour : 0;
        return parts;
    }

    private List<(DateTime Value, string Text, long Count)> FindPlaceholders()
    {
        List<(DateTime Value, string Text, long Count)> found = [];
        var left = values;
        if (left.Count > 2 && left[^1].Count > 1 && left[^1].Value.Year >= 2900 && left[^2].Value.Year < 2900)
        {
            found.Add(left[^1]);
            left = left[..^1];
        }

        if (
            left.Count > 2
            && left[0].Count > 1
            && Placeholders.Contains(left[0].Value.Date)
            && left[1].Value - left[0].Value > left[^1].Value - left[1].Value
        )
        {
            found.Add(left[0]);
        }

        return found;
    }
}
