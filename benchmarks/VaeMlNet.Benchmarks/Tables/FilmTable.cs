using System.Globalization;
using System.Text.Json;
using VaeMlNet.Cli;

namespace VaeMlNet.Benchmarks;

/// <summary>
/// The films of vega-datasets: 3,201 rows of a table that is kept for teaching with its missing cells and known errors.
/// Fetched with npm, not part of this repository.
/// </summary>
internal static class FilmTable
{
    private const string FileName = "movies.json";

    /// <summary>Where the table comes from. The package is under BSD-3-Clause; of the table itself it names no licence.</summary>
    public static NpmPackage Package { get; } =
        new(
            "the table of films",
            "vega-datasets@3.2.1",
            new Dictionary<string, string>
            {
                [FileName] = "e63c499759e3b07b49563e036f55290f87feb56def8703ec049ca305ab1523d3",
            },
            $"put the package's {FileName} into {DefaultFolder}"
        );

    private static string DefaultFolder => Path.Combine("artifacts", "tables");

    /// <summary>Reads the table, fetching it once.</summary>
    public static Film[] Load(Action<string> report)
    {
        if (!Package.IsIn(DefaultFolder))
        {
            report($"fetching {Package.Subject} with npm ({Package.Name}) into {DefaultFolder}");
            Package.Fetch(DefaultFolder, new NpmClient(), CancellationToken.None);
        }

        Package.Verify(DefaultFolder);
        using var file = File.OpenRead(Path.Combine(DefaultFolder, FileName));
        return Parse(file);
    }

    /// <summary>Reads films from JSON: an array of objects.</summary>
    public static Film[] Parse(Stream json)
    {
        using var document = JsonDocument.Parse(json);
        return [.. document.RootElement.EnumerateArray().Select(Parse)];
    }

    private static Film Parse(JsonElement row)
    {
        var released = DateTime.ParseExact(Text(row, "Release Date"), "MMM dd yyyy", CultureInfo.InvariantCulture);
        return new Film
        {
            Title = Text(row, "Title"),
            Year = released.Year,
            Summer = released.Month is >= 5 and <= 8,
            Minutes = Number(row, "Running Time min"),
            Budget = Logarithm(row, "Production Budget"),
            UsGross = Logarithm(row, "US Gross"),
            WorldGross = Logarithm(row, "Worldwide Gross"),
            DvdSales = Logarithm(row, "US DVD Sales"),
            Votes = Logarithm(row, "IMDB Votes"),
            Viewers = Number(row, "IMDB Rating"),
            Critics = Number(row, "Rotten Tomatoes Rating"),
            Genre = Text(row, "Major Genre"),
            Source = Text(row, "Source"),
            Kind = Text(row, "Creative Type"),
            Distributor = Text(row, "Distributor"),
            Rating = Text(row, "MPAA Rating"),
        };
    }

    // "0 dollars" stays in: one of the errors to be found.
    private static float Logarithm(JsonElement row, string name)
    {
        var value = Number(row, name);
        return float.IsNaN(value) ? value : MathF.Log10(Math.Max(value, 1));
    }

    private static float Number(JsonElement row, string name) =>
        row.GetProperty(name) is { ValueKind: JsonValueKind.Number } number ? number.GetSingle() : float.NaN;

    // Some titles are numbers: 300.
    private static string Text(JsonElement row, string name) =>
        row.GetProperty(name) is { ValueKind: not JsonValueKind.Null } text ? text.ToString() : "";
}
