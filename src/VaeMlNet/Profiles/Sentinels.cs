using System.Globalization;

namespace VaeMlNet;

/// <summary>Recognizes numbers that stand for a missing value, such as 999 among ages.</summary>
internal static class Sentinels
{
    private const double FarFactor = 5;

    // What stands for missing in another column needs less distance from the other values.
    private const double NearFactor = 0.1;

    // A round number in fewer cells can be a wrong one.
    private const int FewestRound = 10;

    // Beside 99: 98 and 97, or 88 and 77.
    private const int MostCodesBeside = 2;

    // Fewer other values show no range.
    private const int FewestOthers = 5;

    /// <summary>A number that may stand for a missing value.</summary>
    /// <param name="Text">The number as the data has it.</param>
    /// <param name="Count">The number of its cells.</param>
    /// <param name="IsCertain">True if it is taken for missing; false if it is only reported.</param>
    /// <param name="Reason">The reason, as the end of a sentence.</param>
    public sealed record Sentinel(string Text, long Count, bool IsCertain, string Reason);

    /// <summary>Finds sentinels.</summary>
    /// <remarks>
    /// A sentinel is the smallest or the largest value, in at least two cells and 0.1 percent of all, and of a typical pattern. It
    /// is certain where it is far outside the other values: nines or minus nines of two digits and more at least as far from the
    /// nearest other value as the others' range is wide, nines also five times the largest other value; -100 to -900, -1000, -10000 and so on, and the smallest
    /// integers of 16 and 32 bits so far from the others, in at least ten cells, and more than twice as frequent as each of the three next ones; and -1 where it is the only negative value, as
    /// frequent, and in at most half of the cells: in more, it is a value, such as that of customers who were never called. It is only reported where the distance is half of that, and for 0, where it is far below the others. So frequent a number that is one in another
    /// column is also certain if it is the only negative value, or a tenth of the others' range away from them. Values beside nines, such as 998 and 997, or 888 and
    /// 777, stand for missing with them, if these are certain without them.
    /// </remarks>
    /// <param name="values">The different values, their texts and counts.</param>
    /// <param name="ofOthers">The sentinels of other columns.</param>
    public static IEnumerable<Sentinel> Find(
        IEnumerable<(double Value, string Text, long Count)> values,
        IReadOnlySet<double> ofOthers
    )
    {
        var left = values.OrderBy(value => value.Value).ToList();
        var total = left.Sum(value => value.Count);
        for (var found = true; found && left.Count > FewestOthers; )
        {
            found = false;
            foreach (var isLargest in (bool[])[true, false])
            {
                var end = isLargest ? left[^1] : left[0];
                var others = isLargest ? left[..^1] : left[1..];
                if (end.Count < 2 || end.Count < 0.001 * total || others.Count < FewestOthers)
                {
                    continue;
                }

                // Codes of several reasons are beside each other, such as 98 and 99.
                var codes = others.Where(other => IsCodeBeside(end.Value, other)).ToList();
                codes = codes.Count <= MostCodesBeside && others.Count - codes.Count >= FewestOthers ? codes : [];
                var rest = others.Except(codes).ToList();
                var sentinel = Judge(end, rest, ofOthers);
                if (sentinel is null && codes.Count > 0)
                {
                    (codes, rest) = ([], others);
                    sentinel = Judge(end, rest, ofOthers);
                }

                if (sentinel is not null)
                {
                    foreach (var code in codes.Prepend(end))
                    {
                        yield return sentinel with
                        {
                            Text = code.Text,
                            Count = code.Count,
                        };
                    }

                    left = rest;
                    found = sentinel.IsCertain;
                    if (!found)
                    {
                        yield break;
                    }
                }
            }
        }
    }

    private static Sentinel? Judge(
        (double Value, string Text, long Count) end,
        List<(double Value, string Text, long Count)> others,
        IReadOnlySet<double> ofOthers
    )
    {
        var range = others[^1].Value - others[0].Value;
        var isLargest = end.Value > others[0].Value;
        var gap = isLargest ? end.Value - others[^1].Value : others[0].Value - end.Value;
        var neighbors = (isLargest ? others.TakeLast(3) : others.Take(3)).Max(other => other.Count);
        var isFrequent = end.Count > 2 * neighbors;
        var isNegative = end.Value < 0 && others[0].Value >= 0;
        var isOfOthers = isFrequent && ofOthers.Contains(end.Value) && (isNegative || gap >= NearFactor * range);
        var byItself = ByItself();
        return isOfOthers && byItself is not { IsCertain: true }
            ? new(end.Text, end.Count, true, "it stands for missing in another column, too")
            : byItself;

        Sentinel? ByItself()
        {
            var far = $"it is {Text(gap)} away from the other values, whose range is {Text(range)}";
            if (IsNines(end.Value))
            {
                // Twice the largest amount may be an amount.
                var isFar = !isLargest || end.Value >= FarFactor * others[^1].Value;
                return gap >= range && gap > 0 && isFar ? new(end.Text, end.Count, true, far)
                    : gap >= range / 2
                        ? new(end.Text, end.Count, false, $"it is {Text(gap)} away from the other values")
                    : null;
            }

            if (isLargest)
            {
                return null;
            }

            if (end.Value == -1 && isNegative && others.Count >= 2 * FewestOthers && AreWhole(others))
            {
                return new(
                    end.Text,
                    end.Count,
                    isFrequent && 2 * end.Count <= end.Count + others.Sum(other => other.Count),
                    $"it is the only negative value, in {end.Count} cells, and the three smallest others are in at most {neighbors} each"
                );
            }

            if (isFrequent && end.Count >= FewestRound && gap >= range && IsRound(end.Value))
            {
                return new(end.Text, end.Count, true, far);
            }

            return end.Value == 0 && gap > range / 4 && end.Count >= 3
                ? new(end.Text, end.Count, false, $"the smallest other value is {Text(others[0].Value)}")
                : null;
        }
    }

    // -100, -200 … -1000, -10000 …, and the smallest integers
    private static bool IsRound(double value) =>
        value is short.MinValue or int.MinValue
        || (value < 0 && value % 100 == 0 && (value > -1000 || Math.Log10(-value) % 1 == 0));

    // Beside 999: 998 and 997, or 888 and 777, of which a single one may be a wrong value
    private static bool IsCodeBeside(double nines, (double Value, string Text, long Count) other) =>
        IsNines(nines)
        && Math.Sign(other.Value) == Math.Sign(nines)
        && (
            Math.Abs(nines) - Math.Abs(other.Value) is 1 or 2
            || (other.Count > 1 && Math.Abs(9 * other.Value / nines) is 7 or 8)
        );

    // 99, 999, 9999, 99.9 and -9, -99, -999 …
    private static bool IsNines(double value)
    {
        var digits = Math.Abs(value).ToString("0.#####", CultureInfo.InvariantCulture).Replace(".", "");
        return digits.All(digit => digit == '9') && (digits.Length > 1 || value == -9);
    }

    private static bool AreWhole(List<(double Value, string Text, long Count)> values) =>
        values.TrueForAll(value => Math.Floor(value.Value) == value.Value);

    private static string Text(double value) => ((float)value).ToString(CultureInfo.InvariantCulture);
}
