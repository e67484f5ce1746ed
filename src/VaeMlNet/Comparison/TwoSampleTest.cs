namespace VaeMlNet;

/// <summary>
/// Classifier two-sample test (Lopez-Paz and Oquab 2017): whether a random forest that has not seen a row can tell of which
/// sample it is. Reported as the area under the ROC curve of the out-of-fold probabilities, which needs no threshold.
/// </summary>
internal static class TwoSampleTest
{
    private static readonly ForestOptions Forest = new(TreeCount: 300, MinimumLeafRows: 2);

    /// <summary>Compares as many real as synthetic rows.</summary>
    /// <param name="real">The real rows.</param>
    /// <param name="synthetic">The synthetic rows, as many.</param>
    /// <param name="foldCount">The number of cross-validation folds; fewer if there are fewer rows.</param>
    /// <param name="seed">The seed of the forests.</param>
    /// <param name="random">The random numbers that assign rows to folds.</param>
    /// <returns>The area; null with fewer than two rows of each kind.</returns>
    public static double? Auc(ComparedTable real, ComparedTable synthetic, int foldCount, int seed, Random random)
    {
        if (real.RowCount < 2)
        {
            return null;
        }

        var folds = Deal(real, synthetic, Math.Min(foldCount, real.RowCount), random);
        var rows = real.Append(synthetic);
        var codes = new ForestFeatures(rows, real).Encode(rows);
        bool[] isSynthetic = [.. Enumerable.Range(0, rows.RowCount).Select(row => row >= real.RowCount)];
        float[][] targets = [Array.ConvertAll(isSynthetic, value => value ? 1f : 0f)];
        var scores = new float[rows.RowCount];
        foreach (var fold in folds.Distinct().Order())
        {
            int[] test = [.. Enumerable.Range(0, folds.Length).Where(row => folds[row] == fold)];
            int[] training = [.. Enumerable.Range(0, folds.Length).Where(row => folds[row] != fold)];
            var estimates = RandomForest.Fit(codes, targets, training, Forest, seed).Predict(codes, test)[0];
            for (var i = 0; i < test.Length; i++)
            {
                scores[test[i]] = estimates[i];
            }
        }

        return new RankingCurve(scores, isSynthetic).AreaUnderRoc;
    }

    /// <summary>
    /// Tests whether the samples differ: a forest that learned from one half of the rows ranks the other half. Under the null hypothesis, the ranks of rows
    /// that the forest has not seen are random, so that the area has the distribution of the Mann-Whitney statistic (Lopez-Paz and Oquab 2017, sec. 3, with
    /// the area in place of the accuracy). Out-of-fold scores of several forests are correlated, and would not have it.
    /// </summary>
    /// <param name="first">The rows of one sample.</param>
    /// <param name="second">The rows of the other, as many.</param>
    /// <param name="seed">The seed of the forest.</param>
    /// <param name="random">The random numbers that divide the rows.</param>
    /// <returns>
    /// The area, and its standard score under the null hypothesis: standard normal, and positive if the forest can tell the samples apart. Null with fewer
    /// than 4 rows of each kind.
    /// </returns>
    public static (double Area, double StandardScore)? Test(
        ComparedTable first,
        ComparedTable second,
        int seed,
        Random random
    )
    {
        if (first.RowCount < 4)
        {
            return null;
        }

        var halves = Deal(first, second, 2, random);
        var rows = first.Append(second);
        // Ranks of categories come from both samples: those of one would tell which categories only the other has.
        var codes = new ForestFeatures(rows, rows).Encode(rows);
        float[][] targets =
        [
            [.. Enumerable.Range(0, rows.RowCount).Select(row => row >= first.RowCount ? 1f : 0f)],
        ];
        int[] test = [.. Enumerable.Range(0, halves.Length).Where(row => halves[row] == 1)];
        int[] training = [.. Enumerable.Range(0, halves.Length).Where(row => halves[row] == 0)];
        var scores = RandomForest.Fit(codes, targets, training, Forest, seed).Predict(codes, test)[0];
        bool[] isSecond = [.. test.Select(row => row >= first.RowCount)];
        RankingCurve curve = new(scores, isSecond);
        return (curve.AreaUnderRoc, (curve.AreaUnderRoc - 0.5) / curve.StandardError);
    }

    /// <summary>
    /// Assigns the rows to folds. A real row and an equal synthetic row go to the same fold. Otherwise the forest would learn
    /// the one and misclassify the other, and would separate copies worse than by chance.
    /// </summary>
    private static int[] Deal(ComparedTable real, ComparedTable synthetic, int foldCount, Random random)
    {
        var folds = new int[real.RowCount + synthetic.RowCount];
        Array.Fill(folds, -1);
        int[][] groups = [.. EqualRows.Pairs(real, synthetic).Select(p => new[] { p.First, real.RowCount + p.Second })];
        random.Shuffle(groups);
        var next = DealOut(folds, groups, 0, foldCount);
        next = DealOut(folds, Single(folds, 0, real.RowCount, random), next, foldCount);
        DealOut(folds, Single(folds, real.RowCount, folds.Length, random), next, foldCount);
        return folds;
    }

    private static int[][] Single(int[] folds, int start, int end, Random random)
    {
        int[][] rows = [.. Enumerable.Range(start, end - start).Where(i => folds[i] < 0).Select(i => new[] { i })];
        random.Shuffle(rows);
        return rows;
    }

    private static int DealOut(int[] folds, int[][] groups, int next, int foldCount)
    {
        foreach (var group in groups)
        {
            Array.ForEach(group, row => folds[row] = next);
            next = (next + 1) % foldCount;
        }

        return next;
    }
}

/// <summary>Finds rows that equal other rows in every cell. Missing cells equal each other.</summary>
internal static class EqualRows
{
    /// <summary>Returns pairs of equal rows of two tables. Each row is in at most one pair.</summary>
    public static IReadOnlyList<(int First, int Second)> Pairs(ComparedTable first, ComparedTable second)
    {
        var waiting = new Dictionary<float[], Queue<int>>(RowComparer.Instance);
        for (var row = 0; row < first.RowCount; row++)
        {
            var cells = first.Row(row);
            if (!waiting.TryGetValue(cells, out var rows))
            {
                waiting.Add(cells, rows = []);
            }

            rows.Enqueue(row);
        }

        var pairs = new List<(int, int)>();
        for (var row = 0; row < second.RowCount; row++)
        {
            if (waiting.TryGetValue(second.Row(row), out var rows) && rows.TryDequeue(out var other))
            {
                pairs.Add((other, row));
            }
        }

        return pairs;
    }

    private sealed class RowComparer : IEqualityComparer<float[]>
    {
        public static RowComparer Instance { get; } = new();

        // Equals of floats: NaN equals NaN, -0 equals 0.
        public bool Equals(float[]? x, float[]? y) => x.AsSpan().SequenceEqual(y);

        public int GetHashCode(float[] obj)
        {
            var hash = new HashCode();
            foreach (var cell in obj)
            {
                hash.Add(cell);
            }

            return hash.ToHashCode();
        }
    }
}
