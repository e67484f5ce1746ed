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

    /// <summary>Returns the names of all columns, with an ending for the names of text columns, which are mapped to keys.</summary>
    public static string[] Inputs(string ending) => ["Summer", .. Numbers, .. Texts.Select(name => name + ending)];
}
