using System.Text;

namespace VaeMlNet;

/// <summary>Finds texts of a column that are dates, though no format fits all of them.</summary>
internal static class MixedDates
{
    private const double ShareOfDates = 0.9;

    // Prose has as many forms as cells.
    private const int MostForms = 20;
    private const int DigitsOfYear = 3;

    /// <summary>Returns the formats of dates that are written in several ways, the most frequent first, as one; null where a text is no date, or days and months can be exchanged.</summary>
    /// <param name="counts">The different texts of the column and their cells.</param>
    /// <param name="isDayFirst">The user's choice of the order of day and month; null for none.</param>
    public static string? FindFormats(IReadOnlyDictionary<string, long> counts, bool? isDayFirst)
    {
        string[][] candidates = [.. Forms(counts).Select(form => Formats(form.Texts).Find(form.Texts))];
        if (candidates.Length < 2 || candidates.Any(formats => formats.Length == 0))
        {
            return null;
        }

        // One form alone, such as 2/15/2009, tells the order of all.
        bool?[] certain =
        [
            .. candidates
                .Select(formats => formats.Select(DateFormatChoice.IsDayFirst).Distinct().ToArray())
                .Where(orders => orders is [not null])
                .Select(orders => orders[0])
                .Distinct(),
        ];
        var order = certain.Length == 0 ? isDayFirst : certain[0];
        string?[] chosen =
        [
            .. candidates.Select(formats =>
                formats.FirstOrDefault(format => DateFormatChoice.IsDayFirst(format) is not { } own || own == order)
            ),
        ];
        // Times of the day and dates do not belong together.
        var hasYears = chosen.Count(format => format?.Contains('y') == true);
        return certain.Length > 1 || chosen.Contains(null) || hasYears != chosen.Length
            ? null
            : string.Join(DateTexts.Or, chosen);
    }

    /// <summary>Returns a sentence about dates that are not read; null where the texts are no dates.</summary>
    /// <param name="counts">The different texts of the column and their cells.</param>
    public static string? Describe(IReadOnlyDictionary<string, long> counts)
    {
        var forms = Forms(counts);
        var dates = forms.Where(form => Formats(form.Texts).AreLeft).ToArray();
        if (forms.Count < 2 || dates.Sum(form => form.Cells) < ShareOfDates * counts.Sum(count => count.Value))
        {
            return null;
        }

        var (usual, other) = (dates[0].Texts, forms.First(form => form != dates[0]).Texts);
        return $"Most values are dates or times like '{usual[0]}', but '{other[0]}' is not written so. In one format, the column can be read.";
    }

    /// <summary>Returns the texts of each form, the most frequent first; none of prose.</summary>
    private static List<(List<string> Texts, long Cells)> Forms(IReadOnlyDictionary<string, long> counts)
    {
        Dictionary<string, List<string>> texts = [];
        foreach (var text in counts.Keys)
        {
            var form = Form(text);
            texts.TryAdd(form, []);
            texts[form].Add(text);
            if (texts.Count > MostForms)
            {
                return [];
            }
        }

        return
        [
            .. texts
                .Values.Select(same => (Texts: same, Cells: same.Sum(text => counts[text])))
                .OrderByDescending(form => form.Cells),
        ];
    }

    private static DateFormats Formats(List<string> texts)
    {
        DateFormats formats = new();
        foreach (var text in texts)
        {
            formats.Add(text);
        }

        return formats;
    }

    /// <summary>Returns a text with one 9 for one or two digits in a row, one Y for more, as those of a year, and one A for letters.</summary>
    private static string Form(string text)
    {
        StringBuilder form = new();
        var digits = 0;
        foreach (var c in text)
        {
            digits = char.IsAsciiDigit(c) ? digits + 1 : 0;
            if (digits == DigitsOfYear)
            {
                form[^1] = 'Y';
            }
            else if (digits == 1 || (digits == 0 && !(char.IsLetter(c) && form is [.., 'A'])))
            {
                form.Append(
                    digits == 1 ? '9'
                    : char.IsLetter(c) ? 'A'
                    : c
                );
            }
        }

        return form.ToString();
    }
}
