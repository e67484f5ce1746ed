using System.Text.RegularExpressions;

namespace VaeMlNet;

/// <summary>Words in column names that decide between kinds that the cells leave open.</summary>
internal static partial class NameHints
{
    private static readonly string[] Identifiers = "id ids uuid guid key pk rownames rowname ssn isbn".Split(' ');

    // With "id" after them, in one word: userid, orderid.
    private static readonly string[] Things = (
        "account auction case claim client customer device employee event host household invoice item listing loan machine member "
        + "movie order passenger patient person policy product record row sensor session shop site station store student subject ticket "
        + "transaction trip user vehicle"
    ).Split(' ');

    private static readonly string[] Codes = (
        "code zip zipcode postcode postal plz type class category cluster label cat status"
    ).Split(' ');

    // What is counted or measured of codes: status_5xx, category_count.
    private static readonly string[] Measures =
        "xx count counts total sum mean avg average rate ratio share percent pct".Split(' ');

    private static readonly string[] Times = "time timestamp date datetime ts t epoch unix at".Split(' ');

    /// <summary>Returns whether the name says that a column has grades.</summary>
    public static bool IsGrade(string name) => Words(name).Any(word => word is "grade" or "rating");

    /// <summary>Returns the word that says that a column has times; null for none.</summary>
    public static string? Time(string name) => Words(name).FirstOrDefault(Times.Contains);

    /// <summary>Returns the word that says that a column has identifiers; null for none.</summary>
    public static string? Identifier(string name) =>
        Words(name)
            .Select(word => word.EndsWith("id", StringComparison.Ordinal) && Things.Contains(word[..^2]) ? "id" : word)
            .FirstOrDefault(Identifiers.Contains);

    /// <summary>Returns the word that says that a column has codes of categories; null for none.</summary>
    public static string? Code(string name)
    {
        string[] words = [.. Words(name)];
        var place = Array.FindIndex(words, Codes.Contains);
        // A type count and a count of types are counts, and a rate code is a code.
        var isMeasured =
            place >= 0 && (words[place..].Any(Measures.Contains) || (place > 0 && words[place - 1] == "of"));
        return place < 0 || isMeasured ? null : words[place];
    }

    private static IEnumerable<string> Words(string name) =>
        Word().Matches(name).Select(word => word.Value.ToLowerInvariant());

    // "customerID", "customer_id" and "Customer Id" all have the word "id".
    [GeneratedRegex("[A-Z]+(?![a-z])|[A-Z]?[a-z]+")]
    private static partial Regex Word();
}
