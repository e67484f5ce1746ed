using System.Globalization;

namespace VaeMlNet;

/// <summary>
/// The texts after numbers that stand for factors: letters for thousands, millions, billions (10^9) and trillions, such as 565K and 110.5M, or
/// different units of time or of data, such as 950 ns and 2.1 μs, whose numbers are read in the smallest unit of the column.
/// </summary>
/// <remarks>Alone, <c>m</c> is meters; beside other letters, and after a currency, millions. KB are 1,024 bytes, and kB are 1,000.</remarks>
internal sealed class NumberMagnitudes
{
    private const double Kibi = 1 << 10;
    private const double Mebi = 1 << 20;
    private const double Gibi = 1 << 30;
    private const double Tebi = 1L << 40;

    private static readonly (string Text, double Factor)[] Letters =
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

    private static readonly (string Text, double Factor)[] Times =
    [
        ("ns", 1e-9),
        ("us", 1e-6),
        ("\u00b5s", 1e-6),
        ("\u03bcs", 1e-6),
        ("ms", 1e-3),
        ("s", 1),
        ("sec", 1),
        ("m", 60),
        ("min", 60),
        ("h", 3600),
        ("d", 86400),
    ];

    private static readonly (string Text, double Factor)[] Sizes =
    [
        ("B", 1),
        ("kB", 1e3),
        ("K", Kibi),
        ("KB", Kibi),
        ("Ki", Kibi),
        ("KiB", Kibi),
        ("M", Mebi),
        ("MB", Mebi),
        ("Mi", Mebi),
        ("MiB", Mebi),
        ("G", Gibi),
        ("GB", Gibi),
        ("Gi", Gibi),
        ("GiB", Gibi),
        ("T", Tebi),
        ("TB", Tebi),
        ("Ti", Tebi),
        ("TiB", Tebi),
    ];

    private static readonly (string Text, double Factor)[][] Families = [Letters, Times, Sizes];

    // Units of one letter are those of other quantities, too, except for seconds and bytes.
    private static readonly Dictionary<string, NumberMagnitudes> ByUnit = new[] { Times, Sizes }
        .Select(family => family.Select(known => known.Text).Where(text => text.Length > 1 || text is "s" or "B"))
        .SelectMany(units => units.Select(unit => new NumberMagnitudes([unit, .. units], readsFirst: true)))
        .ToDictionary(magnitudes => magnitudes.written[0]);

    private readonly string[] texts; // without blanks
    private readonly double[] factors;
    private readonly int unitRead; // the index of the unit that numbers are read in; -1 for letters
    private readonly IReadOnlyList<string> written;

    /// <param name="written">Texts of one kind, perhaps with the blank before them. Others are never met in a number.</param>
    /// <param name="readsFirst">Whether numbers are read in the first unit instead of the smallest.</param>
    public NumberMagnitudes(IReadOnlyList<string> written, bool readsFirst = false)
    {
        this.written = written;
        texts = [.. written.Select(text => text.Trim())];
        var family = FamilyOf(texts) ?? Letters;
        factors = Array.ConvertAll(texts, text => Array.Find(family, known => known.Text == text).Factor);
        unitRead =
            family == Letters ? -1
            : readsFirst ? 0
            : Array.IndexOf(factors, factors.Min());
        var unit = unitRead < 0 ? 1 : factors[unitRead];
        factors = Array.ConvertAll(factors, factor => factor / unit);
    }

    /// <summary>Gets those of numbers without letters and units.</summary>
    public static NumberMagnitudes None { get; } = new([]);

    /// <summary>Gets the texts that are known, those of one kind together.</summary>
    public static string Known =>
        string.Join("; ", Families.Select(family => string.Join(", ", family.Select(known => known.Text))));

    /// <summary>Gets the texts, from the smallest to the largest.</summary>
    public IEnumerable<string> Sorted => written.Zip(factors).OrderBy(text => text.Second).Select(text => text.First);

    /// <summary>Gets a value indicating whether the texts are units, so that every number has one.</summary>
    public bool AreUnits => unitRead >= 0;

    /// <summary>Returns whether texts are letters for thousands and more, or units of one kind.</summary>
    public static bool AreKnown(IEnumerable<string> texts) => FamilyOf(texts.Select(text => text.Trim())) is not null;

    /// <summary>Returns the units of the kind of one, which comes first, so that numbers are read in it; null for other texts.</summary>
    public static NumberMagnitudes? OfUnit(string unit) => ByUnit.GetValueOrDefault(unit);

    /// <summary>Removes the text at the end of a number.</summary>
    /// <param name="number">The number without the prefix and the suffix of the column.</param>
    /// <param name="factor">What the text stands for; 1 without a text.</param>
    /// <returns>False where a number has none of the units that the others have.</returns>
    public bool TryStrip(ref ReadOnlySpan<char> number, out double factor)
    {
        // Of two texts of which one ends with the other, such as 's' and 'ms', the longer one is meant.
        var longest = -1;
        for (var i = 0; i < texts.Length; i++)
        {
            if (factors[i] > 0 && number.EndsWith(texts[i]) && (longest < 0 || texts[i].Length > texts[longest].Length))
            {
                longest = i;
            }
        }

        factor = longest < 0 ? 1 : factors[longest];
        number = longest < 0 ? number : number[..^texts[longest].Length].TrimEnd();
        return longest >= 0 || !AreUnits;
    }

    /// <summary>Returns the text that a number is written with: the largest that leaves at least 1; for none, that of the smallest unit, or empty.</summary>
    public (string Text, double Factor) Choose(double size)
    {
        var chosen = AreUnits ? (Text: written[unitRead], Factor: 1.0) : (Text: "", Factor: 1.0);
        foreach (var (text, factor) in written.Zip(factors))
        {
            if (factor <= size && factor > chosen.Factor)
            {
                chosen = (text, factor);
            }
        }

        return chosen;
    }

    /// <summary>Returns what the texts stand for, such as: 'K' for 1,000.</summary>
    public string Describe()
    {
        var quoted = string.Join(", ", texts.Select(text => $"'{text}'"));
        return AreUnits
            ? $"{quoted} in '{texts[unitRead]}'"
            : $"{quoted} for {string.Join(", ", factors.Select(factor => factor.ToString("N0", CultureInfo.InvariantCulture)))}";
    }

    private static (string Text, double Factor)[]? FamilyOf(IEnumerable<string> texts) =>
        Array.Find(Families, family => texts.All(text => Array.Exists(family, known => known.Text == text)));
}
