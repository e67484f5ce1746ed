using Microsoft.ML;

namespace VaeMlNet.Benchmarks;

/// <summary>Fills missing values.</summary>
internal static class ImputeStep
{
    public static IDataView Run(MLContext ml, Film[] gaps, ITransformer keys)
    {
        // <impute>
        var raw = keys.Transform(ml.Data.LoadFromEnumerable(gaps));
        var impute = ml
            .Transforms.VaeImpute(FilmColumns.All, "artifacts/films")
            .Append(ml.Transforms.Conversion.MapKeyToValue(FilmColumns.TextPairs()));
        var filled = impute.Fit(raw).Transform(raw);
        // </impute>
        return filled;
    }
}
