using VaeMlNet.Dates;

namespace VaeMlNet;

/// <summary>
/// The dates of a column that many rows have, such as the first of January where only the year is known. A drawn season or weekday does not move them.
/// </summary>
/// <remarks>Thread safety: immutable.</remarks>
internal sealed class FrequentDates
{
    // Where days beside each other are frequent, the weekday tells them apart.
    private const double FewestDaysBetween = 7;

    private readonly DateSlots slots;
    private readonly HashSet<float> days;

    private FrequentDates(int column, DateSlots slots, HashSet<float> days)
    {
        Column = column;
        this.slots = slots;
        this.days = days;
    }

    /// <summary>Gets the index of the column.</summary>
    public int Column { get; }

    /// <summary>Returns the columns of a table that have such dates.</summary>
    public static FrequentDates[] Find(VaeManifest manifest) =>
        [
            .. manifest
                .Columns.Index()
                .Select(column => Create(manifest, column.Index, column.Item))
                .OfType<FrequentDates>(),
        ];

    private static FrequentDates? Create(VaeManifest manifest, int index, VaeColumn column)
    {
        if (column.Bins is not [var bins, ..] || manifest.FindDateSchema(column) is not { Since: null } schema)
        {
            return null;
        }

        float[] single = [.. bins.Lows.Where((low, bin) => low == bins.Highs[bin])];
        HashSet<float> isolated =
        [
            .. single.Where(
                (day, i) =>
                    (i == 0 || day - single[i - 1] > FewestDaysBetween)
                    && (i == single.Length - 1 || single[i + 1] - day > FewestDaysBetween)
            ),
        ];
        return isolated.Count == 0 ? null : new(index, new DateSlots(schema), isolated);
    }

    /// <summary>Gives a frequent date the angles that it has.</summary>
    public void Keep(Span<float> date)
    {
        if (days.Contains(date[0]))
        {
            slots.SetAngles(date);
        }
    }
}
