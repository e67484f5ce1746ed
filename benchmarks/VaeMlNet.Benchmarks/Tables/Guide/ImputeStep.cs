using Microsoft.ML;

namespace VaeMlNet.Benchmarks.Tables.Guide;

/// <summary>Fills missing cells.</summary>
internal static class ImputeStep
{
    public static IDataView Run(MLContext ml, Film[] gaps, ITransformer keys)
    {
        // <impute>
        IDataView raw = keys.Transform(ml.Data.LoadFromEnumerable(gaps));
        var impute = ml
            .Transforms.VaeImpute(FilmColumns.All, "artifacts/films")
            .Append(ml.Transforms.Conversion.MapKeyToValue(FilmColumns.TextPairs()));
        IDataView filled = impute.Fit(raw).Transform(raw);
        // </impute>
        return filled;
    }
}
