using System.Globalization;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace VaeMlNet.Benchmarks;

/// <summary>Measures how well scores find films that are known to be wrong.</summary>
/// <param name="ml">The ML.NET context.</param>
/// <param name="split">The films. Those for training may also be wrong, as in the original table.</param>
/// <param name="keys">Maps text columns to keys.</param>
/// <param name="model">A model that was trained on the split's films.</param>
internal sealed class DetectionTable(MLContext ml, FilmSplit split, ITransformer keys, VaeModel model)
{
    private const int FirstYearThatIsWrong = 2012; // the table was made in 2010

    private readonly Film[] all = [.. split.Train, .. split.Test];

    /// <summary>Measures each score and returns a table with a row for each.</summary>
    public string Measure()
    {
        var (planted, changed) = DamagedFilms.WithForeignCells(split.Test, share: 0.1, seed: 1);
        bool[] isPlanted = [.. changed.Select(names => names.Length > 0)];
        bool[] isFuture = [.. all.Select(film => film.Year >= FirstYearThatIsWrong)];
        string Row(string name, Func<Film[], float[]> score) =>
            $"| {name} | {Quality(score(planted), isPlanted)} | {Quality(score(all), isFuture)} |\n";
        return $"| score | {isPlanted.Count(b => b)} of {planted.Length} test films with two foreign cells | {isFuture.Count(b => b)} of {all.Length} films from the future |\n"
            + "|---|--:|--:|\n"
            + Row("VAE, negative ELBO", films => OfVae(films, VaeScoreKind.NegativeElbo))
            + Row("VAE, reconstruction error", films => OfVae(films, VaeScoreKind.ReconstructionError))
            + Row("RandomizedPca on one-hot + normalized", OfPca)
            + Row("squared norm of one-hot + normalized", OfNorm);
    }

    /// <summary>Measures how often the explanations name the changed columns.</summary>
    public string Explain()
    {
        var (planted, changed) = DamagedFilms.WithForeignCells(split.Test, share: 1, seed: 2);
        var raw = keys.Transform(ml.Data.LoadFromEnumerable(planted));
        using var score = ml
            .Transforms.VaeScore("Score", FilmColumns.All, model, new() { ContributionsColumnName = "Why" })
            .Fit(raw);
        var scored = score.Transform(raw);
        VBuffer<ReadOnlyMemory<char>> slots = default;
        scored.Schema["Why"].GetSlotNames(ref slots);
        string[] names = [.. slots.DenseValues().Select(name => name.ToString())];
        double[] shares =
        [
            .. Enumerable
                .Range(1, 3)
                .Select(count =>
                    scored
                        .GetColumn<float[]>("Why")
                        .Zip(changed)
                        .Average(row =>
                            names
                                .Zip(row.First)
                                .OrderByDescending(part => part.Second)
                                .Take(count)
                                .Any(part => row.Second.Contains(part.First))
                                ? 1.0
                                : 0
                        )
                ),
        ];
        return string.Create(
            CultureInfo.InvariantCulture,
            $"Of {planted.Length} test films with two foreign cells each, {shares[0]:P0} have a changed column as their first reason, {shares[1]:P0} among the first two, {shares[2]:P0} among the first three of {names.Length}; by chance {2.0 / names.Length:P0}, {Chance(names.Length, 2):P0}, {Chance(names.Length, 3):P0}."
        );
    }

    // The probability that none of `count` different names out of `total` is one of two.
    private static double Chance(int total, int count) =>
        1 - ((double)(total - count) * (total - count - 1) / (total * (total - 1.0)));

    private float[] OfVae(Film[] films, VaeScoreKind kind)
    {
        var raw = keys.Transform(ml.Data.LoadFromEnumerable(films));
        using var score = ml.Transforms.VaeScore("Score", FilmColumns.All, model, new() { Kind = kind }).Fit(raw);
        return [.. score.Transform(raw).GetColumn<float>("Score")];
    }

    private float[] OfPca(Film[] films)
    {
        var detector = FilmFeatures
            .OneHot(ml, "Features")
            .Append(ml.AnomalyDetection.Trainers.RandomizedPca(rank: 20, seed: 1));
        using var fitted = detector.Fit(ml.Data.LoadFromEnumerable(split.Train));
        return PcaScores.Read(fitted.Transform(ml.Data.LoadFromEnumerable(films)));
    }

    private float[] OfNorm(Film[] films)
    {
        var fitted = FilmFeatures.OneHot(ml, "Features").Fit(ml.Data.LoadFromEnumerable(split.Train));
        return
        [
            .. fitted
                .Transform(ml.Data.LoadFromEnumerable(films))
                .GetColumn<float[]>("Features")
                .Select(features => features.Sum(value => value * value)),
        ];
    }

    private static string Quality(float[] scores, bool[] isAnomaly) =>
        RankingQuality.Compute(scores, isAnomaly).AreaUnderRoc.ToString("F3", CultureInfo.InvariantCulture);
}
