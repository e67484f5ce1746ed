using System.Globalization;
using System.Text.Json.Nodes;

namespace VaeMlNet.Report;

/// <summary>Names for the labels of rows: those of the most common ones, as nobody tells 40 colors apart.</summary>
internal static class LabelNames
{
    private const int MostNames = 12;
    private const int ColorsOfTheme = 10;
    private const string Other = "other";
    private const string None = "(none)";

    /// <summary>Gives what names a row's label.</summary>
    public static Func<MappedRow, string> Of(IReadOnlyList<MappedRow> rows)
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

    /// <summary>A color for each name: numbers in their order, other names in that of the alphabet.</summary>
    public static JsonObject Scale(IReadOnlyList<MappedRow> rows)
    {
        string[] names = [.. rows.Select(Of(rows)).Distinct()];
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
