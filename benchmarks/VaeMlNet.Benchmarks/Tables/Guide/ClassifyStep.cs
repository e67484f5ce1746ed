using Microsoft.ML;

namespace VaeMlNet.Benchmarks;

/// <summary>Predicts the age rating from different features.</summary>
internal static class ClassifyStep
{
    public static void Run(MLContext ml, Film[] films, VaeTrainerOptions? options)
    {
        // <classify>
        Film[] rated = [.. films.Where(film => film.Rating is "G" or "PG" or "PG-13" or "R")];
        var pipeline = ml
            .Transforms.Conversion.MapValueToKey("Label", "Rating")
            .Append(FilmFeatures.Latents(ml, "Features", options))
            .Append(ml.MulticlassClassification.Trainers.LbfgsMaximumEntropy(l1Regularization: 0));
        var folds = ml.MulticlassClassification.CrossValidate(
            ml.Data.LoadFromEnumerable(rated),
            pipeline,
            numberOfFolds: 5,
            seed: 1
        );
        Console.WriteLine($"{folds.Average(fold => fold.Metrics.MicroAccuracy):P1} of the ratings are right");
        // </classify>
    }
}
