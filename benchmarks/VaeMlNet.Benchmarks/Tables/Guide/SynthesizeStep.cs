using Microsoft.ML;

namespace VaeMlNet.Benchmarks;

/// <summary>Generates synthetic films and compares them with real ones.</summary>
internal static class SynthesizeStep
{
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
                FormattableString.Invariant(
                    $"{film.Year:F0}, {Math.Pow(10, film.Budget - 6):F0} million dollars, {film.Minutes:F0} minutes, viewers {film.Viewers:F1}: {film.Genre}, {film.Source}, {film.Distributor}"
                )
            );
        }

        return synthetic;
    }

    public static string Compare(MLContext ml, IDataView train, IDataView synthetic, IDataView heldOut)
    {
        // <quality>
        var report = ml.Data.CompareSyntheticRows(
            train,
            synthetic,
            heldOut,
            new() { ColumnNames = FilmColumns.Complete }
        );
        // </quality>
        // Omit the heading of the report, because the page has its own.
        return report.ToString().Split("\n\n", 2)[1];
    }
}
