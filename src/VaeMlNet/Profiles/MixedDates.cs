using System.Text;

namespace VaeMlNet;

/// <summary>Finds texts of a column that are dates, though no format fits all of them.</summary>
internal static class MixedDates
{
    private const double ShareOfDates = 0.9;

    // Prose has as many forms as cells.
    private const int MostForms = 20;

    /// <summary>Returns a sentence about them; null where the texts are no dates.</summary>
    /// <param name="counts">The different texts of the column and their cells.</param>
    public static string? Describe(IReadOnlyDictionary<string, long> counts)
    {
        Dictionary<string, List<string>> texts = [];
        foreach (var text in counts.Keys)
        {
            var form = Form(text);
            texts.TryAdd(form, []);
            texts[form].Add(text);
            if (texts.Count > MostForms)
            {
                return null;
            }
        }

        if (texts.Count < 2)
        {
            return null;
        }

        var forms = texts
            .Values.Select(same => (Texts: same, Cells: same.Sum(text => counts[text])))
            .OrderByDescending(form => form.Cells)
            .ToArray();
        var dates = forms.Where(form => AreDates(form.Texts)).ToArray();
        if (dates.Sum(form => form.Cells) < ShareOfDates * counts.Sum(count => count.Value))
        {
            return null;
        }

        var (usual, other) = (dates[0].Texts, forms.First(form => form != dates[0]).Texts);
        return $"Most values are dates or times like '{usual[0]}', but '{other[0]}' is not written so. In one format, the column can be read.";
    }

    private static bool AreDates(List<string> texts)
    {
        DateFormats formats = new();
        foreach (var text in texts)
        {
            formats.Add(text);
        }

        return formats.AreLeft;
    }

    /// <summary>Returns a text with one 9 for digits in a row, and one A for letters.</summary>
    private static string Form(string text)
    {
        StringBuilder form = new();
        var last = '\0';
        foreach (var c in text)
        {
            var kind =
                char.IsAsciiDigit(c) ? '9'
                : char.IsLetter(c) ? 'A'
                : c;
            if (kind != last || kind is not ('9' or 'A'))
            {
                form.Append(kind);
            }

            last = kind;
        }

        return form.ToString();
    }
}
