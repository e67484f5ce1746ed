using System.Globalization;
using System.Text.Json.Nodes;

namespace VaeMlNet.Report;

/// <summary>
/// The names of the labels in the legend of the latent map. Only the most common labels have a name, because readers
/// cannot tell 40 colors apart.
/// </summary>
internal static class LabelNames
{
    private const int MostNames = 12;
    private const int ColorsOfTheme = 10;
    private const string Other = "other";
    private const string None = "(none)";

    /// <summary>Returns a function that gives the legend name of a row's label.</summary>
    public static Func<MappedRow, string> Choose(IReadOnlyList<MappedRow> rows)
    {
        IGrouping<string, MappedRow>[] labels = [.. rows.GroupBy(row => row.Label ?? "")];
        HashSet<string> named =
        [
            .. labels
                .OrderByDescending(label => label.Count())
                .Take(labels.Length <= MostNames ? MostNames : MostNames - 1)
                .Select(label => label.Key),
        ];
        return row =>
            !named.Contains(row.Label ?? "") ? Other
            : string.IsNullOrEmpty(row.Label) ? None
            : row.Label;
    }

    /// <summary>
    /// Returns a color scale for the names. Numbers are sorted by value, other names alphabetically.
    /// </summary>
    public static JsonObject Scale(IReadOnlyList<MappedRow> rows)
    {
        string[] names = [.. rows.Select(Choose(rows)).Distinct()];
        IEnumerable<string> ordered = names.All(name => Number(name) is not null)
            ? names.OrderBy(Number)
            : names.OrderBy(name => name is Other or None).ThenBy(name => name, StringComparer.Ordinal);
        JsonObject scale = new() { ["domain"] = new JsonArray([.. ordered.Select(name => (JsonNode)name)]) };
        if (names.Length > ColorsOfTheme)
        {
            scale["scheme"] = "tableau20";
        }

        return scale;
    }

    private static double? Number(string name) =>
        double.TryParse(name, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : null;
}
