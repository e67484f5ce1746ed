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

        var rows = real.Append(synthetic);
        var folds = Deal(rows, real.RowCount, Math.Min(foldCount, real.RowCount), random);
        // Ranks of categories come from both samples: those of one would tell which categories only the other has.
        var codes = new ForestFeatures(rows, rows).Encode(rows);
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

        var rows = first.Append(second);
        var halves = Deal(rows, first.RowCount, 2, random);
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
    /// Assigns the rows to folds. Equal rows of both samples go to the same fold. Otherwise the forest would learn one of them and recognize the other: copies
    /// of the other sample would be recognized worse than by chance, and repeated rows better. Groups that do not depend on the sample keep the null
    /// hypothesis.
    /// </summary>
    private static int[] Deal(ComparedTable rows, int firstCount, int foldCount, Random random)
    {
        var groups = RepeatedRows.Groups([.. Enumerable.Range(0, rows.RowCount).Select(rows.Row)]);
        random.Shuffle(groups);
        var folds = new int[rows.RowCount];
        // The rows of each sample are divided evenly.
        foreach (var (place, group) in groups.OrderBy(group => group.Average(row => row < firstCount ? 0 : 1)).Index())
        {
            Array.ForEach(group, row => folds[row] = place % foldCount);
        }

        return folds;
    }
}
