using Microsoft.ML;

namespace VaeMlNet.Benchmarks;

/// <summary>The columns of <see cref="Film"/> that the models read.</summary>
internal static class FilmColumns
{
    // <columns>
    public static readonly string[] Numbers =
    [
        "Year",
        "Minutes",
        "Budget",
        "UsGross",
        "WorldGross",
        "DvdSales",
        "Votes",
        "Viewers",
        "Critics",
    ];
    public static readonly string[] Texts = ["Genre", "Source", "Kind", "Distributor"];
    public static readonly string[] All = ["Summer", .. Numbers, .. Texts];

    public static InputOutputColumnPair[] TextPairs(string ending = "") =>
        [.. Texts.Select(name => new InputOutputColumnPair(name + ending, name))];

    // </columns>

    /// <summary>Columns with few gaps, for comparisons that need whole rows.</summary>
    public static string[] Complete { get; } = [.. All.Except(["Minutes", "DvdSales", "Critics"])];

    /// <summary>Whether a film has no gap in those columns.</summary>
    public static bool IsComplete(Film film) =>
        !Complete.Any(name => DamagedFilms.IsMissing(DamagedFilms.Get(film, name)));

    /// <summary>All columns, the text columns under the names that their keys have.</summary>
    public static string[] Inputs(string ending) => ["Summer", .. Numbers, .. Texts.Select(name => name + ending)];
}
