namespace VaeMlNet;

/// <summary>
/// Classifier two-sample test (Lopez-Paz and Oquab 2017): whether a classifier that has not seen a row can tell of which sample it
/// is. Reported as the area under its ROC curve, which needs no threshold.
/// </summary>
internal sealed class TwoSampleTest
{
    private readonly EncodedRows rows;
    private readonly bool[] isSynthetic;
    private readonly int[] folds;
    private readonly int foldCount;

    /// <param name="real">The real rows, as many as synthetic ones.</param>
    /// <param name="synthetic">Rows.</param>
    /// <param name="encoding">The encoding of rows as points.</param>
    /// <param name="foldCount">Parts of the cross-validation, at most.</param>
    /// <param name="random">Deals the rows to the parts.</param>
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

    /// <summary>Gives rows of a test part scores, higher for synthetic ones, after learning from the other parts.</summary>
    /// <param name="rows">All rows.</param>
    /// <param name="isSynthetic">Their kind.</param>
    /// <param name="training">Rows to learn from.</param>
    /// <param name="test">Rows to score.</param>
    public delegate float[] Classifier(EncodedRows rows, bool[] isSynthetic, int[] training, int[] test);

    /// <summary>Mean over the parts; null where no part has rows of both kinds to learn from and to test.</summary>
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
    /// A real row and a synthetic one that equals it go to the same part. A classifier that learned the one would call the other
    /// by its name, and the classifier would separate copies worse than by chance.
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
