using System.Globalization;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace VaeMlNet.Benchmarks;

/// <summary>Measures how well logistic regression predicts the age rating from different features.</summary>
/// <remarks>Uses five folds. Features are fitted on all rows of a fold, classifiers on all their labels or on 50 of them.</remarks>
internal sealed class ClassificationTable(MLContext ml, Film[] films)
{
    private const int FoldCount = 5;
    private const int FewLabels = 50;
    private const int FewLatents = 8;

    private readonly IDataView rated = ml.Data.LoadFromEnumerable(
        films.Where(film => film.Rating is "G" or "PG" or "PG-13" or "R").ToArray()
    );

    public string Measure(VaeTrainerOptions? options, Action<string> report)
    {
        string[] rows =
        [
            Row("one-hot + normalized", FilmFeatures.OneHot(ml, "Features"), report),
            Row("VAE latents", FilmFeatures.Latents(ml, "Features", options), report),
            Row(
                $"VAE latents, `LatentDim = {FewLatents}`",
                FilmFeatures.Latents(ml, "Features", (options ?? new()) with { LatentDim = FewLatents }),
                report
            ),
            Row("both", FilmFeatures.Both(ml, "Features", options), report),
        ];
        return $"| features | number | accuracy, all labels | log-loss | accuracy, {FewLabels} labels | log-loss |\n"
            + "|---|--:|--:|--:|--:|--:|\n"
            + string.Concat(rows);
    }

    private string Row(string name, IEstimator<ITransformer> features, Action<string> report)
    {
        List<MulticlassClassificationMetrics> all = [];
        List<MulticlassClassificationMetrics> few = [];
        var width = 0;
        foreach (var fold in ml.Data.CrossValidationSplit(rated, FoldCount, seed: 1))
        {
            var pipeline = ml.Transforms.Conversion.MapValueToKey("Label", "Rating").Append(features);
            using var fitted = pipeline.Fit(fold.TrainSet);
            var train = ml.Data.Cache(fitted.Transform(fold.TrainSet), "Label", "Features");
            var test = fitted.Transform(fold.TestSet);
            width = ((VectorDataViewType)train.Schema["Features"].Type).Size;
            all.Add(Evaluate(train, test));
            few.AddRange(Enumerable.Range(1, 3).Select(seed => Evaluate(Draw(train, seed), test)));
        }

        var row = string.Create(
            CultureInfo.InvariantCulture,
            $"| {name} | {width} | {Accuracy(all)} | {LogLoss(all)} | {Accuracy(few)} | {LogLoss(few)} |\n"
        );
        report(row.TrimEnd());
        return row;
    }

    private MulticlassClassificationMetrics Evaluate(IDataView train, IDataView test)
    {
        var classifier = ml.MulticlassClassification.Trainers.LbfgsMaximumEntropy(l1Regularization: 0).Fit(train);
        return ml.MulticlassClassification.Evaluate(classifier.Transform(test));
    }

    private IDataView Draw(IDataView train, int seed) =>
        ml.Data.Cache(ml.Data.TakeRows(ml.Data.ShuffleRows(train, seed, shufflePoolSize: 10_000), FewLabels));

    private static string Accuracy(IEnumerable<MulticlassClassificationMetrics> folds) =>
        MeanAndDeviation.Write([.. folds.Select(metrics => metrics.MicroAccuracy)], "F3");

    private static string LogLoss(IEnumerable<MulticlassClassificationMetrics> folds) =>
        MeanAndDeviation.Write([.. folds.Select(metrics => metrics.LogLoss)], "F3");
}
