namespace VaeMlNet;

/// <summary>The facts about the training rows for the reasons of scores, such as a column's usual range.</summary>
/// <remarks>Thread safety: immutable. Equality compares the lists by reference.</remarks>
internal sealed record UsualRows
{
    /// <summary>The share of the training values below <see cref="UsualSlots.Lows"/>, and above <see cref="UsualSlots.Highs"/>, beside those far from all others.</summary>
    public const double Tail = 0.01;

    /// <summary>The largest number of slots that are described. Nobody reads the reasons of wider rows.</summary>
    public const int MostSlots = 10_000;

    /// <summary>Gets the number of rows that were counted.</summary>
    public required long Rows { get; init; }

    /// <summary>Gets the columns, in the order of the manifest.</summary>
    public required IReadOnlyList<UsualSlots> Columns { get; init; }

    /// <summary>Gets the counts of the combinations of two columns of categories; empty without two such columns.</summary>
    public IReadOnlyList<CategoryPair> Pairs { get; init; } = [];
}

/// <summary>The usual values of a column's slots.</summary>
/// <remarks>Thread safety: immutable. Equality compares the lists by reference.</remarks>
internal sealed record UsualSlots
{
    /// <summary>Gets the value of each slot below which about one training value in 100 lies; empty for categories.</summary>
    public IReadOnlyList<float> Lows { get; init; } = [];

    /// <summary>Gets the value of each slot above which about one training value in 100 lies; empty for categories.</summary>
    public IReadOnlyList<float> Highs { get; init; } = [];

    /// <summary>Gets the median of each slot's contribution to the reconstruction error, in nats.</summary>
    public required IReadOnlyList<float> Contributions { get; init; }

    /// <summary>Returns whether the values are finite, in order, and one for each of so many slots.</summary>
    public bool Fits(int width) =>
        Contributions.Count == width
        && Contributions.All(float.IsFinite)
        && Lows.Count == Highs.Count
        && (Lows.Count == 0 || Lows.Count == width)
        && Lows.Zip(Highs).All(slot => IsRange(slot.First, slot.Second));

    /// <summary>Returns whether two numbers are a range.</summary>
    public static bool IsRange(float low, float high) => float.IsFinite(low) && float.IsFinite(high) && low <= high;
}

/// <summary>The number of training rows with each combination of the categories of two columns.</summary>
/// <remarks>Thread safety: immutable. Equality compares the lists by reference.</remarks>
internal sealed record CategoryPair
{
    /// <summary>The largest number of combinations of all pairs together.</summary>
    public const int MostCombinations = 20_000;

    /// <summary>Gets the name of the first column.</summary>
    public required string First { get; init; }

    /// <summary>Gets the name of the second column.</summary>
    public required string Second { get; init; }

    /// <summary>Gets the number of categories of the second column.</summary>
    public required int SecondCount { get; init; }

    /// <summary>Gets the counts: those of the first category of the first column with each category of the second, and so on.</summary>
    public required IReadOnlyList<int> Counts { get; init; }

    /// <summary>Returns whether the counts fit the categories of the columns.</summary>
    /// <param name="categoriesOf">Returns the number of categories of a column by its name; 0 for other columns.</param>
    public bool Fits(Func<string, int> categoriesOf)
    {
        var combinations = (long)categoriesOf(First) * categoriesOf(Second);
        return combinations is > 0 and <= MostCombinations
            && SecondCount == categoriesOf(Second)
            && Counts.Count == combinations
            && Counts.All(count => count >= 0);
    }

    /// <summary>Returns the number of rows with two categories, which count from 0.</summary>
    public int Count(int first, int second) => Counts[(first * SecondCount) + second];
}
