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

        return RankAuc.Compute(scores, isSynthetic);
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
