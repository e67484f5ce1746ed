using Microsoft.ML;

namespace VaeMlNet.Benchmarks;

/// <summary>Prints the contents of the table.</summary>
internal static class ReadStep
{
    public static void Run(MLContext ml, Film[] films)
    {
        // <read>
        var table = ml.Data.LoadFromEnumerable(films);
        var keys = ml.Transforms.Conversion.MapValueToKey(FilmColumns.TextPairs());
        var raw = keys.Fit(table).Transform(table);
        // </read>
        Console.WriteLine($"{films.Length} rows");
        foreach (var name in FilmColumns.All)
        {
            var type = raw.Schema[name].Type;
            Console.WriteLine($"{name, -12}{type, -20}{MissingShare(films, name), 6:P0} missing");
        }
    }

    private static double MissingShare(Film[] films, string column)
    {
        var property = typeof(Film).GetProperty(column)!;
        return films.Average(film => property.GetValue(film) is float.NaN or "" ? 1.0 : 0);
    }
}
