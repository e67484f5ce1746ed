using VaeMlNet.Dates;

namespace VaeMlNet;

/// <summary>
/// Finds columns of dates that say more as days since another one: shipments are some days after their orders, whose dates span years. A model of both as
/// days since an origin has an error of as much as their range times its precision, and draws shipments before their orders.
/// </summary>
/// <param name="observers">The facts about the columns.</param>
/// <param name="profiles">Their profiles.</param>
internal sealed class RelatedDates(ColumnObserver[] observers, VaeColumnProfile[] profiles)
{
    // More would take longer than the profile.
    private const int MostRows = 2_000;
    private const int MostColumns = 40;

    // Fewer rows say little about distances, and about an order.
    private const int FewestRows = 20;
    private const int FewestOrderedRows = 100;

    // Of the rows with a date, those with one to count from.
    private const double LeastKnownShare = 0.95;

    // The ranges of distances beside that of the dates: of any, and of those that have an order.
    private const double LargestRange = 0.5;
    private const double LargestRangeOfOrder = 1.1;

    // Of rows that would break the order if one of the dates came from another row: otherwise, their ranges alone are in order.
    private const double LeastBrokenByChance = 0.02;

    private const double MuchSmaller = 0.7;

    private const double OuterShare = 0.05;

    private readonly Dictionary<(int Start, int Column), bool> related = [];

    /// <summary>Returns the profiles, with <see cref="VaeColumnSchema.Since"/> where it says more than an origin.</summary>
    public VaeColumnProfile[] Replace()
    {
        DateColumn[] columns = [.. Enumerable.Range(0, profiles.Length).Where(IsDate).Take(MostColumns).Select(Read)];
        VaeColumnProfile[] replaced = [.. profiles.Select(Checked)];
        List<DateColumn> open = [.. columns.Where(column => column.CanBeReplaced)];
        List<DateColumn> others = [.. columns];
        while (ChooseStart(others, open) is { } start)
        {
            foreach (var column in open.Where(column => IsRelated(start, column)).ToArray())
            {
                open.Remove(column);
                others.Remove(column);
                var profile = profiles[column.Index];
                replaced[column.Index] = profile with
                {
                    Schema = profile.Schema with { Since = start.Name, DateParts = VaeDateParts.Days },
                    Notes =
                    [
                        .. profile.Notes,
                        $"The dates are counted from those of '{start.Name}', which are close to them.",
                    ],
                };
            }

            open.Remove(start);
            others.Remove(start);
        }

        return replaced;
    }

    /// <summary>Returns the profile, with a problem if the user's schema counts from a column that has no dates with an origin.</summary>
    private VaeColumnProfile Checked(VaeColumnProfile profile) =>
        profile is { Schema: { Kind: VaeColumnKind.Date, Since: { } since }, Problem: null }
        && !profiles.Any(other => other.Name == since && other.Schema is { Kind: VaeColumnKind.Date, Since: null })
            ? profile with
            {
                Problem =
                    $"its dates are counted from those of '{since}', which is no other column of dates that are counted from an origin",
            }
            : profile;

    private bool IsDate(int column) =>
        profiles[column] is { Kind: VaeColumnKind.Date, Problem: null, Schema: { DateFormat: not null, Since: null } };

    private DateColumn Read(int index)
    {
        var schema = profiles[index].Schema;
        DateTime?[] dates =
        [
            .. observers[index]
                .RandomPlaces(MostRows)
                .Select(place => observers[index].Sample[place])
                .Select(text =>
                    text is not null && !schema.IsMissing(text) && schema.TryReadDate(text, out var date)
                        ? date
                        : (DateTime?)null
                ),
        ];
        var given = observers[index].Given;
        return new(
            index,
            schema.Name,
            new DateSlots(schema),
            dates,
            CanBeReplaced: given is null or { Origin: null, DateParts: VaeDateParts.None }
                && !profiles.Any(other => other.Schema.Since == schema.Name)
        );
    }

    /// <summary>
    /// Returns the column from which most others are counted: of several, one of those with the fewest missing dates, and of these the earliest one, unless the
    /// distances from another one are much smaller; null for none.
    /// </summary>
    private DateColumn? ChooseStart(List<DateColumn> others, List<DateColumn> open)
    {
        var best = others
            .Select(start => new Choice(start, [.. open.Where(column => IsRelated(start, column))]))
            .Where(choice => choice.Related.Length > 0)
            .GroupBy(choice => (-choice.Related.Length, -choice.Start.KnownCount))
            .MinBy(group => group.Key);
        if (best is null)
        {
            return null;
        }

        var earliest = best.MaxBy(choice =>
            choice.Related.Count(column => Distances(choice.Start, column).Average() >= 0)
        );
        var closest = best.MinBy(choice => choice.Distance);
        return (closest!.Distance < MuchSmaller * earliest!.Distance ? closest : earliest).Start;
    }

    private bool IsRelated(DateColumn start, DateColumn column)
    {
        var pair = (start.Index, column.Index);
        if (!related.TryGetValue(pair, out var isRelated))
        {
            isRelated = start.Index != column.Index && AreRelated(start, column);
            related.Add(pair, isRelated);
        }

        return isRelated;
    }

    private static bool AreRelated(DateColumn start, DateColumn column)
    {
        var distances = Distances(start, column);
        if (distances.Length < FewestRows || distances.Length < LeastKnownShare * column.KnownCount)
        {
            return false;
        }

        var share = Range(distances) / column.Range; // infinity or NaN for equal dates
        return share <= LargestRange || (share <= LargestRangeOfOrder && AreInOrder(start, column, distances));
    }

    private static bool AreInOrder(DateColumn start, DateColumn column, double[] distances)
    {
        var isLater = Array.TrueForAll(distances, days => days >= 0);
        if (distances.Length < FewestOrderedRows || (!isLater && !Array.TrueForAll(distances, days => days <= 0)))
        {
            return false;
        }

        var count = start.Dates.Length;
        var others = Enumerable
            .Range(0, count)
            .Select(row => column.DaysSince(start.Dates[row], (row + (count / 2)) % count))
            .OfType<double>()
            .ToArray();
        return others.Count(days => isLater ? days < 0 : days > 0) >= LeastBrokenByChance * others.Length;
    }

    private static double[] Distances(DateColumn start, DateColumn column) =>
        [
            .. Enumerable
                .Range(0, start.Dates.Length)
                .Select(row => column.DaysSince(start.Dates[row], row))
                .OfType<double>(),
        ];

    private static double Range(double[] days)
    {
        Array.Sort(days);
        return days[(int)((1 - OuterShare) * (days.Length - 1))] - days[(int)(OuterShare * (days.Length - 1))];
    }

    /// <summary>A column from which others can be counted.</summary>
    private sealed record Choice(DateColumn Start, DateColumn[] Related)
    {
        public double Distance { get; } = Related.Sum(column => Range(Distances(Start, column)));
    }

    /// <summary>A column of dates.</summary>
    /// <param name="Index">Its place in the table.</param>
    /// <param name="Name">Its name.</param>
    /// <param name="Slots">Its slots, which tell whether times of day count.</param>
    /// <param name="Dates">The dates of sampled rows; null for missing ones.</param>
    /// <param name="CanBeReplaced">Whether the user left open how the dates are counted.</param>
    private sealed record DateColumn(int Index, string Name, DateSlots Slots, DateTime?[] Dates, bool CanBeReplaced)
    {
        public int KnownCount { get; } = Dates.Count(date => date is not null);

        public double Range { get; } =
            Dates.Any(date => date is not null)
                ? RelatedDates.Range([
                    .. Dates.OfType<DateTime>().Select(date => (date - DateTime.UnixEpoch).TotalDays),
                ])
                : 0;

        public double? DaysSince(DateTime? start, int row) =>
            start is { } since && Dates[row] is { } date ? Slots.DaysBetween(since, date) : null;
    }
}
