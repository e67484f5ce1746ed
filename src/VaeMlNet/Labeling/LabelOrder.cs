using System.Numerics.Tensors;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace VaeMlNet;

/// <summary>
/// Chooses the rows whose labels say most: among the 3 % with the highest scores, the row with the highest sum of two ranks, by its score and by its
/// difference from the rows with labels.
/// </summary>
/// <remarks>
/// Rows with the highest scores alone are often of one kind, and are known to be anomalies anyway. Two rows differ by the Euclidean distance of
/// the logarithms of their contributions: their scores have other reasons.
/// </remarks>
internal static class LabelOrder
{
    private const double CandidateShare = 0.03;
    private const int LeastCandidatesPerLabel = 2;
    private const int MostCandidates = 5000;
    private const string Score = "Score";
    private const string Contributions = "Contributions";
    private const string Reasons = "Reasons";

    /// <summary>Chooses rows.</summary>
    /// <param name="data">The rows.</param>
    /// <param name="count">The largest number of rows to choose.</param>
    /// <param name="labeled">The numbers of the rows with labels, from 0. They are not chosen.</param>
    /// <param name="newScorer">Creates the scorer, given the columns that it adds.</param>
    /// <param name="hasReasons">Whether the model gives reasons.</param>
    public static IReadOnlyList<VaeRowToLabel> Choose(
        IDataView data,
        int count,
        IReadOnlyCollection<long> labeled,
        Func<VaeScoreOptions, VaeEstimator<VaeScoreTransformer>> newScorer,
        bool hasReasons
    )
    {
        HashSet<long> known = [.. labeled];
        float[] scores = [.. Transform(data, newScorer(new())).GetColumn<float>(Score)];
        var candidateCount = Math.Max(
            Math.Min((int)(CandidateShare * scores.Length), MostCandidates),
            LeastCandidatesPerLabel * (count + known.Count)
        );
        long[] chosen =
        [
            .. scores
                .Index()
                .OrderByDescending(row => Rank(row.Item))
                .Take(candidateCount)
                .Select(row => (long)row.Index)
                .Union(known.Where(row => row < scores.Length))
                .Order(),
        ];
        var candidates = Read(new ChosenRowsView(data, chosen), chosen, newScorer, hasReasons);
        return
        [
            .. Order(
                [.. candidates.Where(row => !known.Contains(row.Asked.Row))],
                [.. candidates.Where(row => known.Contains(row.Asked.Row))],
                count
            ),
        ];
    }

    private static IEnumerable<VaeRowToLabel> Order(List<Candidate> left, List<Candidate> labeled, int count)
    {
        left.Sort((a, b) => Rank(b.Asked.Score).CompareTo(Rank(a.Asked.Score)));
        var distances = left.ToDictionary(row => row, row => Nearest(row, labeled));
        for (; left.Count > 0 && count > 0; count--)
        {
            var next = Next(left, distances);
            left.Remove(next);
            foreach (var row in left)
            {
                distances[row] = Math.Min(distances[row], Distance(row, next));
            }

            yield return next.Asked;
        }
    }

    /// <summary>Returns the row with the highest sum of two ranks: by the distance to rows with labels, and by the score.</summary>
    /// <param name="left">The rows without labels, the highest score first.</param>
    /// <param name="distances">Their distances to the nearest row with a label.</param>
    private static Candidate Next(List<Candidate> left, Dictionary<Candidate, float> distances)
    {
        var ranks = left.OrderBy(row => distances[row]).Index().ToDictionary(row => row.Item, row => row.Index);
        return left.Index().MaxBy(row => ranks[row.Item] + left.Count - row.Index).Item;
    }

    private static float Nearest(Candidate row, List<Candidate> labeled) =>
        labeled.Select(other => Distance(row, other)).DefaultIfEmpty(float.MaxValue).Min();

    private static float Distance(Candidate a, Candidate b) => TensorPrimitives.Distance<float>(a.Parts, b.Parts);

    private static List<Candidate> Read(
        ChosenRowsView rows,
        long[] chosen,
        Func<VaeScoreOptions, VaeEstimator<VaeScoreTransformer>> newScorer,
        bool hasReasons
    )
    {
        VaeScoreOptions options = new()
        {
            ContributionsColumnName = Contributions,
            ReasonsColumnName = hasReasons ? Reasons : null,
        };
        var scored = Transform(rows, newScorer(options));
        var scores = scored.GetColumn<float>(Score);
        var labels = scored.GetColumn<bool>(options.PredictedLabelColumnName!);
        var parts = scored.GetColumn<float[]>(Contributions);
        var reasons = hasReasons
            ? scored.GetColumn<ReadOnlyMemory<char>[]>(Reasons)
            : Enumerable.Repeat<ReadOnlyMemory<char>[]>([], chosen.Length);
        return
        [
            .. chosen
                .Zip(scores, labels)
                .Zip(parts, reasons)
                .Select(row => new Candidate(
                    new(
                        row.First.First,
                        row.First.Second,
                        row.First.Third,
                        [.. row.Third.Select(text => text.ToString()).Where(text => text.Length > 0)]
                    ),
                    [.. row.Second.Select(LogOfPart)]
                )),
        ];
    }

    private static float LogOfPart(float nats) =>
        float.IsFinite(nats) ? MathF.CopySign(MathF.Log(1 + Math.Abs(nats)), nats) : 0;

    private static IDataView Transform(IDataView data, VaeEstimator<VaeScoreTransformer> scorer) =>
        scorer.Fit(data).Transform(data);

    // A score that is not a number belongs to a row that is not like any other.
    private static float Rank(float score) => float.IsNaN(score) ? float.PositiveInfinity : score;

    private sealed class Candidate(VaeRowToLabel asked, float[] parts)
    {
        public VaeRowToLabel Asked => asked;

        public float[] Parts => parts;
    }
}
