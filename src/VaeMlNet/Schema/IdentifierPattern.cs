using System.Globalization;
using System.Numerics;
using System.Text;

namespace VaeMlNet;

/// <summary>
/// The pattern of identifiers: for each place, the characters that it can have. Its text is like a regular expression of the classes
/// [0-9], [a-z] and so on, such as <c>ORD-[0-9][0-9][0-9][0-9]</c>; a backslash stands before characters that are no class.
/// </summary>
/// <remarks>Thread safety: immutable.</remarks>
internal sealed class IdentifierPattern
{
    /// <summary>The largest number of characters.</summary>
    public const int LongestText = 64;

    private const string Digits = "0123456789";
    private const string Lower = "abcdefghijklmnopqrstuvwxyz";
    private const string Upper = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
    private const long LargestSpace = 1L << 62;

    // From the smallest to the largest: the first one that has all characters is taken.
    private static readonly (string Name, string Characters)[] Classes =
    [
        ("[0-9]", Digits),
        ("[0-9a-f]", Digits + "abcdef"),
        ("[0-9A-F]", Digits + "ABCDEF"),
        ("[a-z]", Lower),
        ("[A-Z]", Upper),
        ("[0-9a-z]", Digits + Lower),
        ("[0-9A-Z]", Digits + Upper),
        ("[a-zA-Z]", Lower + Upper),
        ("[0-9a-zA-Z]", Digits + Lower + Upper),
    ];

    // Of each place the characters that it can have: one for a constant place.
    private readonly string[] places;

    private IdentifierPattern(string[] places)
    {
        this.places = places;
    }

    /// <summary>Gets the number of digits at the end, all other places being constant; 0 for other patterns.</summary>
    public int CountedDigits
    {
        get
        {
            var digits = places.Reverse().TakeWhile(place => place == Digits).Count();
            return Array.TrueForAll(places[..^digits], place => place.Length == 1) ? digits : 0;
        }
    }

    /// <summary>Finds the pattern of texts. Of texts of several lengths, those of the most frequent length count.</summary>
    public static IdentifierPattern Find(IEnumerable<string> texts)
    {
        var similar = texts
            .GroupBy(text => Math.Min(text.Length, LongestText))
            .OrderByDescending(group => group.Count())
            .First()
            .ToArray();
        var length = Math.Min(similar[0].Length, LongestText);
        return new([.. Enumerable.Range(0, length).Select(place => CharactersOf(similar.Select(text => text[place])))]);
    }

    /// <summary>Reads the text of a pattern; null if it is none.</summary>
    public static IdentifierPattern? Parse(string text)
    {
        List<string> places = [];
        for (var i = 0; i < text.Length && places.Count <= LongestText; )
        {
            var rest = text.AsSpan(i);
            if (rest[0] == '[')
            {
                var (name, characters) = FindClass(rest);
                if (name is null)
                {
                    return null;
                }

                places.Add(characters!);
                i += name.Length;
                continue;
            }

            i += rest[0] == '\\' && rest.Length > 1 ? 1 : 0;
            places.Add(text[i++].ToString());
        }

        return places.Count is >= 1 and <= LongestText ? new IdentifierPattern([.. places]) : null;
    }

    /// <summary>Returns a text of the pattern. Different numbers have different texts.</summary>
    /// <param name="index">The number of the text, from 0.</param>
    /// <param name="offset">The place of the first text among those of the pattern.</param>
    public string Format(long index, ulong offset = 0)
    {
        // The varied places from the right form a number, in which neighbors are far apart.
        long space = 1;
        foreach (var place in places.Reverse())
        {
            space = space <= LargestSpace / place.Length ? space * place.Length : space;
        }

        var code = Permute((long)(((ulong)(index % space) + (offset % (ulong)space)) % (ulong)space), space);
        var hash = unchecked((ulong)index + offset);
        var characters = new char[places.Length];
        long used = 1;
        for (var i = places.Length - 1; i >= 0; i--)
        {
            var place = places[i];
            if (used <= LargestSpace / place.Length)
            {
                characters[i] = place[(int)(code % place.Length)];
                code /= place.Length;
                used *= place.Length;
            }
            else
            {
                hash = unchecked((hash ^ (hash >> 31)) * 0x9E3779B97F4A7C15) + 1;
                characters[i] = place[(int)(hash % (ulong)place.Length)];
            }
        }

        // More texts than the pattern has are longer.
        var round = index / space;
        return new string(characters) + (round == 0 ? "" : round.ToString(CultureInfo.InvariantCulture));
    }

    /// <summary>Returns the text of a pattern of <see cref="CountedDigits"/> for a number.</summary>
    public string FormatCounted(long number)
    {
        var digits = CountedDigits;
        return string.Concat(places[..^digits]) + number.ToString(CultureInfo.InvariantCulture).PadLeft(digits, '0');
    }

    /// <summary>Returns the text from which <see cref="Parse"/> reads the pattern.</summary>
    public override string ToString()
    {
        StringBuilder text = new();
        foreach (var place in places)
        {
            text.Append(
                place.Length > 1 ? Array.Find(Classes, known => known.Characters == place).Name
                : place is "[" or "\\" ? $"\\{place}"
                : place
            );
        }

        return text.ToString();
    }

    private static (string? Name, string? Characters) FindClass(ReadOnlySpan<char> text)
    {
        foreach (var known in Classes)
        {
            if (text.StartsWith(known.Name))
            {
                return known;
            }
        }

        return default;
    }

    private static string CharactersOf(IEnumerable<char> characters)
    {
        char[] distinct = [.. characters.Distinct()];
        char[] varied = [.. distinct.Where(char.IsAsciiLetterOrDigit)];
        // Of letters alone, A to F are no digits.
        var hasDigits = Array.Exists(varied, char.IsAsciiDigit);
        return distinct.Length == 1 || varied.Length == 0
            ? distinct[0].ToString()
            : Array
                .Find(
                    Classes,
                    known =>
                        known.Characters.StartsWith('0') == hasDigits
                        && Array.TrueForAll(varied, known.Characters.Contains)
                )
                .Characters;
    }

    // Multiplication by a number without a common divisor visits every number below the space once.
    private static long Permute(long index, long space)
    {
        var step = Math.Max((long)(space * 0.6180339887), 1);
        while (!BigInteger.GreatestCommonDivisor(step, space).IsOne)
        {
            step++;
        }

        return (long)((UInt128)(ulong)index * (ulong)step % (ulong)space);
    }
}
