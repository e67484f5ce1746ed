namespace VaeMlNet;

/// <summary>The letters after numbers that stand for thousands, millions, billions (10^9) and trillions, such as 565K and 110.5M.</summary>
/// <remarks>Alone, <c>m</c> is meters; beside other letters, and after a currency, millions.</remarks>
internal static class NumberMagnitudes
{
    private static readonly (string Text, double Factor)[] Known =
    [
        ("k", 1e3),
        ("K", 1e3),
        ("M", 1e6),
        ("m", 1e6),
        ("mn", 1e6),
        ("B", 1e9),
        ("b", 1e9),
        ("bn", 1e9),
        ("T", 1e12),
        ("tn", 1e12),
    ];

    public static IEnumerable<string> All => Known.Select(known => known.Text);

    /// <summary>Returns the number that a text stands for, such as 1,000,000 for M; null for no such text.</summary>
    public static double? FactorOf(string text) =>
        Array.FindIndex(Known, known => known.Text == text) is var index and >= 0 ? Known[index].Factor : null;

    /// <summary>Removes the letters at the end of a number.</summary>
    /// <param name="number">The number without its unit.</param>
    /// <param name="magnitudes">The letters of the column.</param>
    /// <param name="factor">What they stand for; 1 without letters.</param>
    public static ReadOnlySpan<char> Strip(
        ReadOnlySpan<char> number,
        IReadOnlyList<string> magnitudes,
        out double factor
    )
    {
        factor = 1;
        foreach (var text in magnitudes)
        {
            // "mn" ends with no letter that is a magnitude itself, and neither do the others.
            if (number.EndsWith(text) && FactorOf(text) is { } found)
            {
                factor = found;
                return number[..^text.Length].TrimEnd();
            }
        }

        return number;
    }

    /// <summary>Returns the letters that a number is written with: the largest that leave at least 1; empty for none.</summary>
    public static (string Text, double Factor) Choose(double size, IReadOnlyList<string> magnitudes)
    {
        var chosen = (Text: "", Factor: 1.0);
        foreach (var text in magnitudes)
        {
            if (FactorOf(text) is { } factor && factor <= size && factor > chosen.Factor)
            {
                chosen = (text, factor);
            }
        }

        return chosen;
    }
}
