using Microsoft.ML;
using static Microsoft.ML.Transforms.MissingValueReplacingEstimator;

namespace VaeMlNet.Benchmarks;

/// <summary>Creates features for a classifier from the raw columns.</summary>
internal static class FilmFeatures
{
    /// <summary>Creates features with ML.NET's own transforms for each kind of column.</summary>
    // <one-hot>
    public static IEstimator<ITransformer> OneHot(MLContext ml, string output) =>
        ml
            .Transforms.Concatenate("Numbers", FilmColumns.Numbers)
            .Append(ml.Transforms.IndicateMissingValues("IsMissing", "Numbers"))
            .Append(ml.Transforms.Conversion.ConvertType([new("IsMissing"), new("IsSummer", "Summer")]))
            .Append(ml.Transforms.ReplaceMissingValues("Numbers", replacementMode: ReplacementMode.Mean))
            .Append(ml.Transforms.NormalizeMeanVariance("Numbers", fixZero: false))
            .Append(ml.Transforms.Categorical.OneHotEncoding(FilmColumns.TextPairs("Slots")))
            .Append(
                ml.Transforms.Concatenate(
                    output,
                    ["Numbers", "IsMissing", "IsSummer", .. FilmColumns.Texts.Select(name => name + "Slots")]
                )
            );

    // </one-hot>

    /// <summary>
    /// Creates features from the latents of a VAE. The VAE is trained on the rows that the pipeline is fitted to, without
    /// labels.
    /// </summary>
    // <latents>
    public static IEstimator<ITransformer> Latents(MLContext ml, string output, VaeTrainerOptions? options = null) =>
        ml
            .Transforms.Conversion.MapValueToKey(FilmColumns.TextPairs("Key"))
            .Append(ml.Transforms.VaeFeaturize(output, FilmColumns.Inputs("Key"), options));

    // </latents>

    /// <summary>Concatenates both kinds of features.</summary>
    public static IEstimator<ITransformer> Both(MLContext ml, string output, VaeTrainerOptions? options = null) =>
        OneHot(ml, "ByHand")
            .Append(Latents(ml, "Latent", options))
            .Append(ml.Transforms.Concatenate(output, "ByHand", "Latent"));
}
