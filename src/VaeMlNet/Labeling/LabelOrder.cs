using Microsoft.ML;
using Microsoft.ML.Data;
using VaeMlNet.Views;

namespace VaeMlNet;

/// <summary>Chooses the rows whose labels say most: those that <see cref="LabelCover"/> takes of the fifth of the rows with the highest scores.</summary>
/// <remarks>The highest scores alone are often of one kind, and are known to be anomalies anyway.</remarks>
internal static class LabelOrder
{
    private const double CandidateShare = 0.2;
    private const int LeastCandidatesPerLabel = 2;
    private const int MostCandidates = 1500;
    private const int MostRowsOfScale = 1000;
    private const int MostLabeled = 1000;
    private const string ScoreColumn = "Score";
    private const string Contributions = "Contributions";
    private const string Reasons = "Reasons";
    private const string Latents = "Latents";

    /// <summary>Chooses rows.</summary>
    /// <param name="data">The rows.</param>
    /// <param name="count">The largest number of rows to choose.</param>
    /// <param name="labeled">The numbers of the rows with labels, from 0. They are not chosen.</param>
    /// <param name="newScorer">Creates the scorer, given the columns that it adds.</param>
    /// <param name="newEncoder">Creates the encoder, given the name of its column; null for a model without latents.</param>
    /// <param name="hasReasons">Whether the model gives reasons.</param>
    public static IReadOnlyList<VaeRowToLabel> Choose(
        IDataView data,
        int count,
        IReadOnlyCollection<long> labeled,
        Func<VaeScoreOptions, VaeEstimator<VaeScoreTransformer>> newScorer,
        Func<string, VaeEstimator<VaeTransformer>>? newEncoder,
        bool hasReasons
    )
    {
        var results = Score(data, newScorer);
        if (results.Count == 0)
        {
            return [];
        }

        float[] scores = [.. results.Select(result => Rank(result.Score))];
        int[] known = [.. labeled.Where(row => row >= 0 && row < scores.Length).Select(row => (int)row)];
        int[] order = [.. Enumerable.Range(0, scores.Length).OrderByDescending(row => scores[row])];
        var asked = Math.Min(count, scores.Length);
        var highest = Math.Max((int)(CandidateShare * scores.Length), LeastCandidatesPerLabel * (asked + known.Length));
        int[] candidates = [.. Spread([.. order.Take(highest)], MostCandidates).Except(known)];
        var ofScale = Spread(order, MostRowsOfScale);
        var taught = Spread(known, MostLabeled);
        long[] numbers = [.. candidates.Union(ofScale).Union(taught).Order().Select(row => (long)row)];
        var rows = Read(new ChosenRowsView(data, numbers), newScorer, newEncoder, hasReasons)
            .Zip(numbers)
            .ToDictionary(row => (int)row.Second, row => row.First);
        LabelCover cover = new([.. ofScale.Select(row => rows[row].Coordinates)], scores);
        return
        [
            .. cover
                .Choose(
                    [.. candidates.Select(row => rows[row].Coordinates)],
                    [.. candidates.Select(row => scores[row])],
                    [.. taught.Select(row => rows[row].Coordinates)],
                    asked
                )
                .Select(index => candidates[index])
                .Select(row => new VaeRowToLabel(row, results[row].Score, results[row].IsAnomaly, rows[row].Reasons)),
        ];
    }

    /// <summary>Returns at most so many of the rows, at equal distances, the first one among them.</summary>
    private static int[] Spread(int[] rows, int most) =>
        rows.Length <= most
            ? rows
            : [.. Enumerable.Range(0, most).Select(index => rows[(int)((long)index * rows.Length / most)])];

    private static List<(float Score, bool IsAnomaly)> Score(
        IDataView data,
        Func<VaeScoreOptions, VaeEstimator<VaeScoreTransformer>> newScorer
    )
    {
        VaeScoreOptions options = new();
        var scored = newScorer(options).Fit(data).Transform(data);
        var (score, label) = (scored.Schema[ScoreColumn], scored.Schema[options.PredictedLabelColumnName!]);
        using var cursor = scored.GetRowCursor([score, label]);
        var readScore = CurrentValue.Of<float>(cursor, score);
        var readLabel = CurrentValue.Of<bool>(cursor, label);
        List<(float Score, bool IsAnomaly)> results = [];
        while (cursor.MoveNext())
        {
            results.Add((readScore(), readLabel()));
        }

        return results;
    }

    private static IEnumerable<Candidate> Read(
        ChosenRowsView rows,
        Func<VaeScoreOptions, VaeEstimator<VaeScoreTransformer>> newScorer,
        Func<string, VaeEstimator<VaeTransformer>>? newEncoder,
        bool hasReasons
    )
    {
        VaeScoreOptions options = new()
        {
            ContributionsColumnName = Contributions,
            ReasonsColumnName = hasReasons ? Reasons : null,
        };
        var scored = newScorer(options).Fit(rows).Transform(rows);
        var latents = newEncoder is null
            ? Enumerable.Repeat<float[]>([], int.MaxValue)
            : newEncoder(Latents).Fit(rows).Transform(rows).GetColumn<float[]>(Latents);
        return ReadScored(scored, hasReasons)
            .Zip(latents, (row, latent) => new Candidate(row.Reasons, [.. row.Parts, .. latent]));
    }

    private static IEnumerable<(float[] Parts, string[] Reasons)> ReadScored(IDataView scored, bool hasReasons)
    {
        string[] names = [Contributions, .. hasReasons ? (string[])[Reasons] : []];
        DataViewSchema.Column[] columns = [.. names.Select(name => scored.Schema[name])];
        using var cursor = scored.GetRowCursor(columns);
        var readParts = CurrentValue.Of<VBuffer<float>>(cursor, columns[0]);
        var readReasons = hasReasons
            ? CurrentValue.Of<VBuffer<ReadOnlyMemory<char>>>(cursor, columns[1])
            : () => default;
        while (cursor.MoveNext())
        {
            yield return (
                [.. readParts().DenseValues().Select(LogOfPart)],
                [.. readReasons().DenseValues().Select(text => text.ToString()).Where(text => text.Length > 0)]
            );
        }
    }

    private static float LogOfPart(float nats) =>
        float.IsFinite(nats) ? MathF.CopySign(MathF.Log(1 + Math.Abs(nats)), nats) : 0;

    // A score that is not a number belongs to a row that is not like any other.
    private static float Rank(float score) => float.IsFinite(score) ? score : float.MaxValue;

    private sealed record Candidate(IReadOnlyList<string> Reasons, IReadOnlyList<float> Coordinates);
}
