using System.Globalization;
using System.Text.RegularExpressions;

namespace VaeMlNet.Docs.Tests;

/// <summary>
/// Compares the output on a page with what a program printed. On the page, a line ... stands for any lines. Spaces count as one.
/// Whole numbers must be equal, and numbers with decimals agree within a tenth or one unit of the last one, because processors
/// round differently. Behind the fence, 'about=30%' sets another tolerance for all numbers, and 'shape' compares
/// the text around them only.
/// </summary>
internal static partial class PrintedText
{
    private const string AnyLines = "...";

    /// <summary>Returns the first line of the page that was not printed where it should be, or null.</summary>
    public static string? Difference(CodeBlock shown, string printed)
    {
        var tolerance = Tolerance(shown.Purpose);
        string[] lines = [.. Lines(printed)];
        var isOpen = false;
        var next = 0;
        foreach (var line in Lines(shown.Text))
        {
            if (line == AnyLines)
            {
                isOpen = true;
                continue;
            }

            var found = Array.FindIndex(lines, next, text => IsAlike(line, text, tolerance));
            if (found < 0 || (!isOpen && found != next))
            {
                return line;
            }

            next = found + 1;
            isOpen = false;
        }

        return isOpen || next == lines.Length ? null : $"(the end; printed was also: {lines[next]})";
    }

    /// <summary>
    /// Returns the lines of the page with what was printed in their places, for a page that has to be written again. Where a line has
    /// no place, it returns everything that was printed.
    /// </summary>
    public static string Renewed(CodeBlock shown, string printed)
    {
        string[] lines = [.. Lines(printed)];
        List<string> renewed = [];
        var next = 0;
        foreach (var line in shown.Text.TrimEnd('\n').Split('\n'))
        {
            if (line is AnyLines or "")
            {
                renewed.Add(line);
                continue;
            }

            var found = Array.FindIndex(lines, next, text => FirstWord(text) == FirstWord(line));
            if (found < 0)
            {
                return string.Join('\n', lines);
            }

            if (found > next && !renewed.Contains(AnyLines))
            {
                renewed.Add(AnyLines);
            }

            renewed.Add(lines[found]);
            next = found + 1;
        }

        return string.Join('\n', renewed);
    }

    private static string FirstWord(string line) => Number().Replace(line, "#").Split(' ')[0];

    private static IEnumerable<string> Lines(string text) =>
        text.Split('\n').Select(line => line.TrimEnd()).Where(line => line.Length > 0);

    private static double? Tolerance(string purpose) =>
        purpose switch
        {
            "" => null,
            "shape" => double.PositiveInfinity,
            _ => double.Parse(purpose["about=".Length..^1], CultureInfo.InvariantCulture) / 100,
        };

    private static bool IsAlike(string shown, string printed, double? tolerance)
    {
        var expected = Number().Matches(shown);
        var actual = Number().Matches(printed);
        return Shape(shown) == Shape(printed) && expected.Zip(actual).All(pair => IsNear(pair.First, pair.Second));

        bool IsNear(Match first, Match second)
        {
            if (tolerance is null && !first.Value.Contains('.', StringComparison.Ordinal))
            {
                return first.Value == second.Value;
            }

            double[] values = [Value(first), Value(second)];
            var decimals = first.Value.Split('.') is [_, var digits] ? digits.Length : 0;
            var unit = tolerance == double.PositiveInfinity ? 0 : 1.001 * Math.Pow(10, -decimals);
            return Math.Abs(values[0] - values[1]) <= ((tolerance ?? 0.1) * values.Max(Math.Abs)) + unit;
        }
    }

    private static double Value(Match match) =>
        double.Parse(match.Value, NumberStyles.Float | NumberStyles.AllowThousands, CultureInfo.InvariantCulture);

    private static string Shape(string line) => Spaces().Replace(Number().Replace(line, "#"), " ");

    [GeneratedRegex(@"(?<![\w.])-?\d+(,\d{3})*(\.\d+)?([eE][+-]?\d+)?")]
    private static partial Regex Number();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();
}
