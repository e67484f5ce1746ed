using Microsoft.ML;
using Microsoft.ML.Data;

namespace VaeMlNet.Benchmarks;

/// <summary>Trains a featurizer in a pipeline and writes its model folder.</summary>
internal static class TrainStep
{
    public const string Folder = "artifacts/films";

    public static TransformerChain<VaeTransformer> Run(MLContext ml, IDataView train, VaeTrainerOptions? options)
    {
        // <train>
        var pipeline = ml
            .Transforms.Conversion.MapValueToKey(FilmColumns.TextPairs())
            .Append(ml.Transforms.VaeFeaturize("Latent", FilmColumns.All, options));
        var featurizer = pipeline.Fit(train);
        featurizer.LastTransformer.SaveModelFolder("artifacts/films");
        // </train>
        using var model = VaeModel.Open(Folder);
        var training = model.Manifest.Training;
        Console.WriteLine(
            FormattableString.Invariant(
                $"{training.Rows} rows, {training.Epochs} epochs, {training.Seconds:F0} s, {model.LatentDim} latents"
            )
        );
        return featurizer;
    }
}
