using System.Globalization;
using System.Text.RegularExpressions;

namespace VaeMlNet;

/// <summary>Recognizes texts that have an order of their own: grades, frequencies, places and ranges of numbers.</summary>
internal static partial class OrderedTexts
{
    private const int FewestTexts = 3;
    private const int ShortestName = 3;

    private static readonly string[][] Scales = Lists(
        "none, very low, low, medium low, moderate, medium, average, medium high, high, very high, extreme",
        "low, normal, high",
        "xxs, xs, s, m, l, xl, xxl, xxxl, 3xl, 4xl",
        "tiny, small, medium, large, extra large, huge",
        "very bad, bad, ok, good, very good",
        "very poor, poor, fair, typical, average, good, very good, premium, excellent, ideal, outstanding",
        "po, fa, ta, gd, ex",
        "never, almost never, rarely, seldom, sometimes, occasionally, often, usually, frequently, always",
        "strongly disagree, disagree, somewhat disagree, neutral, undecided, somewhat agree, agree, strongly agree",
        "very dissatisfied, dissatisfied, neutral, satisfied, very satisfied",
        "very unlikely, unlikely, neutral, likely, very likely",
        "not at all, a little, slightly, somewhat, moderately, very, extremely",
        "first, second, third, fourth, fifth, sixth",
        "beginner, novice, intermediate, advanced, expert",
        "minor, moderate, major, severe, critical",
        "none, mild, moderate, severe",
        "cold, cool, mild, warm, hot",
        "slow, medium, fast",
        "child, teen, young adult, adult, senior",
        "freshman, sophomore, junior, senior"
    );

    // Their first letters mean the same.
    private static readonly string[][] Calendar = Lists(
        "january, february, march, april, may, june, july, august, september, october, november, december",
        "monday, tuesday, wednesday, thursday, friday, saturday, sunday"
    );

    // Their letters are large, and their signs count: of A-, A and A+, A+ is the best.
    private static readonly string[][] Grades = Lists(
        "G, F, E, D-, D, D+, C-, C, C+, B-, B, B+, A-, A, A+",
        "D, C, CC, CCC-, CCC, CCC+, B-, B, B+, BB-, BB, BB+, BBB-, BBB, BBB+, A-, A, A+, AA-, AA, AA+, AAA",
        "C, Ca, Caa3, Caa2, Caa1, B3, B2, B1, Ba3, Ba2, Ba1, Baa3, Baa2, Baa1, A3, A2, A1, Aa3, Aa2, Aa1, Aaa"
    );

    /// <summary>Returns texts in the order of their meaning; null where they have none.</summary>
    /// <param name="texts">Different texts.</param>
    /// <param name="name">The name of their column.</param>
    public static string[]? Sort(IReadOnlyCollection<string> texts, string name)
    {
        if (texts.Count < FewestTexts)
        {
            return null;
        }

        foreach (var scale in Scales.Concat(Calendar))
        {
            (string Text, int Place)[] places = [.. texts.Select(text => (text, PlaceIn(scale, text)))];
            if (places.All(text => text.Place >= 0))
            {
                // "never" and "Never" have no order.
                return SortDistinct(places);
            }
        }

        if (AreGrades(texts, name) && Array.Find(Grades, grades => texts.All(grades.Contains)) is { } scaleOfGrades)
        {
            return [.. texts.OrderBy(text => Array.IndexOf(scaleOfGrades, text))];
        }

        (string Text, double? Key)[] keys = [.. texts.Select(text => (text, KeyOf(text)))];
        var areRanges = keys.Any(key => Range().IsMatch(key.Text) || Ordinal().IsMatch(key.Text));
        return areRanges && keys.All(key => key.Key is not null) ? SortDistinct(keys) : null;
    }

    // A+ and A-, without A, are blood groups, A1 and B2 places, and A and B anything.
    private static bool AreGrades(IReadOnlyCollection<string> texts, string name) =>
        texts.Any(text => text.Count(char.IsAsciiLetter) > 1)
        || (texts.Any(text => text.Length == 1) && (NameHints.IsGrade(name) || texts.Any(text => text.Length > 1)));

    /// <summary>Returns texts in the order of their keys; null where two have the same key.</summary>
    private static string[]? SortDistinct<T>((string Text, T Key)[] texts) =>
        texts.DistinctBy(text => text.Key).Count() == texts.Length
            ? [.. texts.OrderBy(text => text.Key).Select(text => text.Text)]
            : null;

    private static string[][] Lists(params string[] texts) => Array.ConvertAll(texts, text => text.Split(", "));

    private static int PlaceIn(string[] scale, string text)
    {
        var word = text.Trim().Replace('_', ' ').Replace('-', ' ');
        var mayBeShort = word.Length >= ShortestName && Calendar.Contains(scale);
        return Array.FindIndex(
            scale,
            known =>
                mayBeShort
                    ? known.StartsWith(word, StringComparison.OrdinalIgnoreCase)
                    : known.Equals(word, StringComparison.OrdinalIgnoreCase)
        );
    }

    // The first number of "18-24", ">65", "65+", "<18" or "3rd".
    private static double? KeyOf(string text)
    {
        if (Bound().Match(text) is not { Success: true } match)
        {
            return null;
        }

        var number = Number(match.Groups["number"]);
        // 98033-6314 is a postal code, and no range.
        if (match.Groups["end"] is { Success: true } end && Number(end) < number)
        {
            return null;
        }

        var sign = match.Groups["sign"].Value;
        var isBelow = sign is "<" or "<=" or "≤" || sign.StartsWith("u", StringComparison.OrdinalIgnoreCase);
        var isAbove = sign is ">" or ">=" or "≥" or "+" || match.Groups["more"].Length > 0;
        return number
            + (
                isBelow ? -0.5
                : isAbove ? 0.5
                : 0
            );
    }

    private static double Number(Group group) =>
        double.Parse(group.Value.Replace(",", ""), CultureInfo.InvariantCulture);

    [GeneratedRegex(
        @"^[^0-9]{0,3}[0-9][0-9.,]*k?\s*(-|–|to|\.\.)\s*[^0-9]?[0-9][0-9.,]*\s*[^0-9]{0,8}$",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant
    )]
    private static partial Regex Range();

    [GeneratedRegex(@"^[0-9]+(st|nd|rd|th)\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Ordinal();

    [GeneratedRegex(
        @"^[$€£(\[]?\s*(?<sign><=?|>=?|≤|≥|under |over |up to )?\s*[$€£]?(?<number>[0-9]+(,[0-9]{3})*(\.[0-9]+)?)k?(?<more>\s*\+|\s+and (over|older|more))?(st|nd|rd|th)?(\s*(-|–|to|\.\.|,)\s*[$€£]?([0-9][0-9.,]*k|(?<end>[0-9]+(,[0-9]{3})*(\.[0-9]+)?)))?\s*[)\]]?\s*[a-z%]{0,8}$",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant
    )]
    private static partial Regex Bound();
}
