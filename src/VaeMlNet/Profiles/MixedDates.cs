using System.Text;
using VaeMlNet.Texts;

namespace VaeMlNet;

/// <summary>Finds texts of a column that are dates, though no format fits all of them.</summary>
/// <param name="counts">The different texts of the column and their cells.</param>
internal sealed class MixedDates(IReadOnlyDictionary<string, long> counts)
{
    private const double ShareOfDates = 0.9;

    // Prose has as many forms as cells.
    private const int MostForms = 20;
    private const int DigitsOfYear = 3;

    // The texts of each form, the most frequent first; none of prose.
    private readonly (List<string> Texts, DateFormats Formats, long Cells)[] forms = Forms(counts);

    /// <summary>Returns the formats of dates that are written in several ways, the most frequent first, as one; null where a text is no date, or days and months can be exchanged.</summary>
    /// <param name="isDayFirst">The user's choice of the order of day and month; null for none.</param>
    public string? FindFormats(bool? isDayFirst)
    {
        string[][] candidates = [.. forms.Select(form => form.Formats.Find(form.Texts))];
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
        return certain.Length <= 1 && Array.TrueForAll(chosen, format => format?.Contains('y') == true)
            ? string.Join(DateTexts.Or, chosen)
            : null;
    }

    /// <summary>Returns a sentence about dates that are not read; null where the texts are no dates.</summary>
    public string? Describe()
    {
        var dates = forms.Where(form => form.Formats.AreLeft).ToArray();
        if (forms.Length < 2 || dates.Sum(form => form.Cells) < ShareOfDates * counts.Sum(count => count.Value))
        {
            return null;
        }

        var (usual, other) = (dates[0].Texts, forms.First(form => form.Texts != dates[0].Texts).Texts);
        return $"Most values are dates or times like '{Excerpt.Of(usual[0])}', but '{Excerpt.Of(other[0])}' is not written so. In one format, the column can be read.";
    }

    private static (List<string> Texts, DateFormats Formats, long Cells)[] Forms(
        IReadOnlyDictionary<string, long> counts
    )
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
                .Values.Select(same => (Texts: same, Formats(same), Cells: same.Sum(text => counts[text])))
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
