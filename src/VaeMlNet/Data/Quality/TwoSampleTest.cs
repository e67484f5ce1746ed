namespace VaeMlNet;

/// <summary>
/// A classifier two-sample test (Lopez-Paz and Oquab 2017): can a classifier tell which sample an unseen row comes from? The
/// result is the area under its ROC curve, which needs no threshold.
/// </summary>
internal sealed class TwoSampleTest
{
    private readonly EncodedRows rows;
    private readonly bool[] isSynthetic;
    private readonly int[] folds;
    private readonly int foldCount;

    /// <param name="real">The real rows, as many as the synthetic rows.</param>
    /// <param name="synthetic">The synthetic rows.</param>
    /// <param name="encoding">The encoding of rows as points.</param>
    /// <param name="foldCount">The largest number of cross-validation folds.</param>
    /// <param name="random">The random numbers that assign rows to folds.</param>
    public TwoSampleTest(
        ComparedTable real,
        ComparedTable synthetic,
        RowEncoding encoding,
        int foldCount,
        Random random
    )
    {
        rows = EncodedRows.Join(encoding.Encode(real), encoding.Encode(synthetic));
        isSynthetic = [.. Enumerable.Range(0, rows.Count).Select(i => i >= real.RowCount)];
        this.foldCount = Math.Min(foldCount, real.RowCount);
        folds = Deal(real, synthetic, this.foldCount, random);
    }

    /// <summary>
    /// Learns from the training rows, and returns the scores of the test rows. Synthetic rows should score higher.
    /// </summary>
    /// <param name="rows">All rows.</param>
    /// <param name="isSynthetic">True for synthetic rows.</param>
    /// <param name="training">The indices of the training rows.</param>
    /// <param name="test">The indices of the test rows.</param>
    public delegate float[] Classifier(EncodedRows rows, bool[] isSynthetic, int[] training, int[] test);

    /// <summary>
    /// Returns the mean AUC over the folds; null if no fold has rows of both kinds for learning and for testing.
    /// </summary>
    public double? Auc(Classifier classifier)
    {
        var areas = new List<double>();
        int[] all = [.. Enumerable.Range(0, rows.Count)];
        for (var fold = 0; fold < foldCount; fold++)
        {
            int[] test = [.. all.Where(i => folds[i] == fold)];
            int[] training = [.. all.Where(i => folds[i] != fold)];
            if (HasBothKinds(training) && HasBothKinds(test))
            {
                var scores = classifier(rows, isSynthetic, training, test);
                areas.Add(RankAuc.Compute(scores, Array.ConvertAll(test, i => isSynthetic[i])));
            }
        }

        return areas.Count > 0 ? areas.Average() : null;
    }

    private bool HasBothKinds(int[] some) => some.Any(i => isSynthetic[i]) && some.Any(i => !isSynthetic[i]);

    /// <summary>
    /// Assigns the rows to folds. A real row and an equal synthetic row go to the same fold. Otherwise the classifier would
    /// learn the one and misclassify the other, and would separate copies worse than by chance.
    /// </summary>
    private static int[] Deal(ComparedTable real, ComparedTable synthetic, int foldCount, Random random)
    {
        var folds = new int[real.RowCount + synthetic.RowCount];
        Array.Fill(folds, -1);
        int[][] groups = [.. RowCopies.Pairs(real, synthetic).Select(p => new[] { p.First, real.RowCount + p.Second })];
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
