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
        var forms = counts
            .GroupBy(count => Form(count.Key))
            .Select(texts =>
                (Texts: texts.Select(count => count.Key).ToArray(), Cells: texts.Sum(count => count.Value))
            )
            .OrderByDescending(form => form.Cells)
            .Take(MostForms + 1)
            .ToArray();
        if (forms.Length is < 2 or > MostForms)
        {
            return null;
        }

        var dates = forms.Where(form => AreDates(form.Texts)).ToArray();
        if (dates.Sum(form => form.Cells) < ShareOfDates * counts.Sum(count => count.Value))
        {
            return null;
        }

        var (usual, other) = (dates[0].Texts, forms.First(form => form != dates[0]).Texts);
        return $"Most values are dates or times like '{usual[0]}', but '{other[0]}' is not written so. In one format, the column can be read.";
    }

    private static bool AreDates(string[] texts)
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
        char[] kinds =
        [
            .. text.Select(c =>
                char.IsAsciiDigit(c) ? '9'
                : char.IsLetter(c) ? 'A'
                : c
            ),
        ];
        return new([.. kinds.Where((kind, i) => i == 0 || kind != kinds[i - 1] || kind is not ('9' or 'A'))]);
    }
}
