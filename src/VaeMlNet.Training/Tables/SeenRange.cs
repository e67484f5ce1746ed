using System.Text.Json.Serialization;

namespace VaeMlNet;

/// <summary>The range in which nearly all training values of a number slot lie, in the slot's own unit. Checkpoints contain it.</summary>
/// <remarks>
/// The range begins and ends <see cref="TailLengths"/> tails beyond the quantiles 0.005 and 0.995. A tail is the distance from there to the
/// quantile 0.05 or 0.95, so that a column with a heavy tail has a wide range. Up to one value in 200 can lie anywhere on either side without
/// moving the range. With n values, fewer than 400, the outer quantiles are 2 / n, at most 0.02, so that it can be two values.
/// Amounts, counts and times between two dates are never negative, which their tails do not tell: a number of a sign that training lacks has a further
/// distance.
/// </remarks>
/// <param name="Low">The lower end.</param>
/// <param name="High">The upper end.</param>
/// <param name="LowTail">The length of the lower tail, above 0: the unit of distances below the range.</param>
/// <param name="HighTail">The length of the upper tail, above 0: the unit of distances above the range.</param>
internal readonly record struct SeenRange(float Low, float High, float LowTail, float HighTail)
{
    /// <summary>The largest distance in tails. Many of them times any spread are a finite float32.</summary>
    public const float LargestDistance = 1e9f;

    private const double SmallestOuter = 0.005;
    private const double LargestOuter = 0.02;
    private const double WildValues = 2;
    private const double RoundingSlack = 1e-9;
    private const double Inner = 0.05;
    private const double TailLengths = 1.5;

    /// <summary>The shortest tail, as a share of the range between the outer quantiles: columns with few values have no tails.</summary>
    private const double ShortestTail = 0.1;

    // What is so near to 0 has no sign, because the network reads numbers with rounding errors. In tails.
    private const float WithoutSign = 3e-5f;

    // A sign that training could lack by chance says little.
    private const double FewestNats = 3;
    private const double FewestZeros = 3;
    private const double LeastZeroShare = 0.001;

    /// <summary>Gets 1 if no number of training is negative, -1 if none is positive, and 0 where both or an origin of another kind occur.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public int Sign { get; init; }

    /// <summary>
    /// Gets the distance in tails that a number of the other sign has beside that from the range: -log of the share of such numbers that n numbers without one
    /// tell, 0.5 / (n + 1), times the number of columns, each of which can have one by chance.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public float SignTails { get; init; }

    /// <summary>Gets the size above which a number has a sign.</summary>
    [JsonIgnore]
    public float LeastSize => WithoutSign * (Sign > 0 ? LowTail : HighTail);

    /// <summary>Gets whether both tails are usable numbers.</summary>
    [JsonIgnore]
    public bool IsValid =>
        float.IsFinite(Low)
        && float.IsFinite(High)
        && LowTail is > 0 and < float.MaxValue
        && HighTail is > 0 and < float.MaxValue
        && Sign is >= -1 and <= 1
        && SignTails is >= 0 and < LargestDistance;

    /// <summary>Returns the distance of a value from the range in tails, 0 inside of it.</summary>
    public float DistanceOf(float value)
    {
        var (above, below) = ((value - High) * (1 / HighTail), (Low - value) * (1 / LowTail));
        var ofSign = Sign * value < -LeastSize ? SignTails : 0;
        return Math.Clamp(Math.Max(Math.Max(above, below), 0) + ofSign, 0, LargestDistance);
    }

    /// <summary>Returns columns whose ranges have the sign of their numbers.</summary>
    /// <param name="table">The table.</param>
    /// <param name="isBound">
    /// Returns for the name of a column whether 0 means something, as that of days between two dates, or is where numbers begin by choice, as that of days
    /// since the first date; null if the numbers decide.
    /// </param>
    public static IReadOnlyList<TableColumn> WithSigns(Table table, Func<string, bool?> isBound) =>
        [
            .. table.Columns.Select(column =>
                column is { Width: 1, SeenRanges: [{ } range] }
                && table.RowCount - column.MissingCounts[0] is var known
                && (isBound(column.Name) ?? HasManyOrNoZeros(column, known))
                && SignOf(column) is var sign and not 0
                && Math.Log(2.0 * (known + 1) / table.Columns.Count) is var nats and >= FewestNats
                    ? column with
                    {
                        SeenRanges = [range with { Sign = sign, SignTails = (float)nats }],
                    }
                    : column
            ),
        ];

    // A 0 of very few rows can be the smallest number, from which the others were counted.
    private static bool HasManyOrNoZeros(TableColumn column, long known) =>
        column.ZeroCount == 0 || column.ZeroCount >= Math.Max(FewestZeros, LeastZeroShare * known);

    private static int SignOf(TableColumn column) =>
        column.Minimum == column.Maximum ? 0
        : column.Minimum >= 0 ? 1
        : column.Maximum <= 0 ? -1
        : 0;

    /// <summary>Returns the range of values; null if it is not a range of float32 numbers, as that of equal values.</summary>
    public static SeenRange? Of(IEnumerable<double> values)
    {
        using var sorted = SortedValues.Of(values);
        return Of(sorted);
    }

    public static SeenRange? Of(SortedValues sorted)
    {
        if (sorted.Count == 0)
        {
            return null;
        }

        var outer = Math.Clamp(WildValues / sorted.Count, SmallestOuter, LargestOuter);
        // Not interpolated, because one of the two neighbors can be wild.
        var beyond = (int)Math.Ceiling((outer * (sorted.Count - 1)) - RoundingSlack);
        var (low, high) = (sorted[beyond], sorted[sorted.Count - 1 - beyond]);
        var width = high > low ? high - low : sorted[sorted.Count - 1] - sorted[0];
        var lowTail = Math.Max(Quantile.Compute(sorted, Inner) - low, ShortestTail * width);
        var highTail = Math.Max(high - Quantile.Compute(sorted, 1 - Inner), ShortestTail * width);
        SeenRange range = new(
            (float)(low - (TailLengths * lowTail)),
            (float)(high + (TailLengths * highTail)),
            (float)lowTail,
            (float)highTail
        );
        return range.IsValid ? range : null;
    }
}
