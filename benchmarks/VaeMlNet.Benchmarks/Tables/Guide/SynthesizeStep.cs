using System.Globalization;
using Microsoft.ML;

namespace VaeMlNet.Benchmarks;

/// <summary>Generates synthetic films and compares them with real ones.</summary>
internal static class SynthesizeStep
{
    private const string Missing = "?";

    public static IDataView Draw(MLContext ml, VaeModel model)
    {
        // <synthesize>
        var synthetic = ml.Data.VaeSample(model, rowCount: 2_000, seed: 1);
        // </synthesize>
        var texts = ml.Transforms.Conversion.MapKeyToValue(FilmColumns.TextPairs()).Fit(synthetic);
        var films = ml.Data.CreateEnumerable<Film>(texts.Transform(synthetic), false, ignoreMissingColumns: true);
        foreach (var film in films.Take(5))
        {
            Console.WriteLine(
                $"{Text(film.Year)}, {Text(MathF.Pow(10, film.Budget - 6))} million dollars, {Text(film.Minutes)} minutes, viewers {Text(film.Viewers, "F1")}: {Text(film.Genre)}, {Text(film.Source)}, {Text(film.Distributor)}"
            );
        }

        return synthetic;
    }

    private static string Text(float number, string format = "F0") =>
        float.IsNaN(number) ? Missing : number.ToString(format, CultureInfo.InvariantCulture);

    private static string Text(string text) => text.Length > 0 ? text : Missing;

    public static string Compare(MLContext ml, IDataView train, IDataView synthetic, IDataView heldOut)
    {
        // <quality>
        var report = ml.Data.CompareSyntheticRows(train, synthetic, heldOut, new() { ColumnNames = FilmColumns.All });
        // </quality>
        // Omit the heading of the report, because the page has its own.
        return report.ToString().Split("\n\n", 2)[1];
    }
}
