using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;

namespace VaeMlNet.Benchmarks;

/// <summary>
/// The films of vega-datasets: a table of 3,201 rows for teaching, with missing cells and known errors.
/// The build script downloads it. It is not part of this repository.
/// </summary>
internal static class FilmTable
{
    private const string FileName = "movies.json";

    private const string Sha256 = "e63c499759e3b07b49563e036f55290f87feb56def8703ec049ca305ab1523d3";

    /// <summary>
    /// Reads the table that the build script downloaded. The package has the license BSD-3-Clause, and names no license of
    /// the table itself.
    /// </summary>
    /// <exception cref="CommandException">The file is missing or has different contents.</exception>
    public static Film[] Load()
    {
        var path = Path.Combine("artifacts", "tables", FileName);
        if (!File.Exists(path))
        {
            throw new CommandException(
                $"There is no file '{path}' with the table of films. 'dotnet cake --target=Benchmark --filter=tables' fetches it."
            );
        }

        var content = File.ReadAllBytes(path);
        var actual = Convert.ToHexStringLower(SHA256.HashData(content));
        return actual == Sha256
            ? Parse(new MemoryStream(content))
            : throw new CommandException(
                $"The table of films '{path}' is not the original: expected SHA-256 {Sha256}, got {actual}. Delete the file."
            );
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

    // Keep "0 dollars": it is one of the errors that detectors should find.
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
