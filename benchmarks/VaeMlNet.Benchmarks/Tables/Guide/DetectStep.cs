using Microsoft.ML;
using Microsoft.ML.Data;

namespace VaeMlNet.Benchmarks;

/// <summary>Finds unusual films, and explains which columns are unusual.</summary>
internal static class DetectStep
{
    public const string Folder = "artifacts/odd-films";

    public static TransformerChain<VaeScoreTransformer> Train(MLContext ml, IDataView train, VaeTrainerOptions? options)
    {
        // <detect>
        var pipeline = ml
            .Transforms.Conversion.MapValueToKey(FilmColumns.TextPairs())
            .Append(ml.AnomalyDetection.Trainers.Vae(FilmColumns.All, options));
        var detector = pipeline.Fit(train);
        detector.LastTransformer.SaveModelFolder("artifacts/odd-films");
        // </detect>
        return detector;
    }

    public static void Explain(MLContext ml, IDataView raw)
    {
        // <explain>
        var score = ml.Transforms.VaeScore(
            "Score",
            FilmColumns.All,
            "artifacts/odd-films",
            new() { ContributionsColumnName = "Why" }
        );
        using var scorer = score.Fit(raw);
        var scored = scorer.Transform(raw);
        VBuffer<ReadOnlyMemory<char>> slots = default;
        scored.Schema["Why"].GetSlotNames(ref slots);
        var oddest = ml
            .Data.CreateEnumerable<ScoredFilm>(scored, reuseRowObject: false)
            .OrderByDescending(film => film.Score)
            .Take(12);
        foreach (var film in oddest)
        {
            var reasons = film.Why.Zip(slots.DenseValues()).OrderByDescending(part => part.First).Take(2);
            var why = string.Join(", ", reasons.Select(part => $"{part.Second} {part.First:F1}"));
            Console.WriteLine($"{film.Score:F1} nats  {film.Title} ({film.Year}): {why}");
        }
        // </explain>
    }

    // <scored-film>
    private sealed class ScoredFilm
    {
        public string Title { get; set; } = "";
        public float Year { get; set; }
        public float Score { get; set; }
        public float[] Why { get; set; } = [];
    }
    // </scored-film>
}
