namespace VaeMlNet.Benchmarks;

/// <summary>A seeded split of a labeled set into rows to train on and rows to score.</summary>
/// <param name="Training">The rows to train on, including anomalies.</param>
/// <param name="Test">The rows to score.</param>
/// <param name="IsAnomaly">Whether each row of <paramref name="Test"/> is an anomaly.</param>
/// <param name="IsTrainingAnomaly">Whether each row of <paramref name="Training"/> is an anomaly.</param>
internal sealed record TrainTestSplit(
    FeatureMatrix Training,
    FeatureMatrix Test,
    bool[] IsAnomaly,
    bool[] IsTrainingAnomaly
)
{
    private const int MostRows = 10_000;
    private const double TrainingShare = 0.7;

    /// <summary>Takes at most 10,000 rows, and 70 % of each class for training.</summary>
    public static TrainTestSplit Draw(LabeledSet set, int seed)
    {
        Random random = new(seed);
        int[] rows = [.. Enumerable.Range(0, set.Rows.RowCount)];
        random.Shuffle(rows);
        var taken = WithBothKinds(rows, set.IsAnomaly);
        List<int> training = [];
        List<int> test = [];
        foreach (var kind in (bool[])[false, true])
        {
            int[] ofKind = [.. taken.Where(row => set.IsAnomaly[row] == kind)];
            var count = Math.Clamp((int)Math.Round(TrainingShare * ofKind.Length), 1, ofKind.Length - 1);
            training.AddRange(ofKind[..count]);
            test.AddRange(ofKind[count..]);
        }

        int[] shuffled = [.. training];
        random.Shuffle(shuffled);
        return new TrainTestSplit(
            set.Rows.Select(shuffled),
            set.Rows.Select([.. test]),
            [.. test.Select(row => set.IsAnomaly[row])],
            [.. shuffled.Select(row => set.IsAnomaly[row])]
        );
    }

    /// <summary>Takes at most 10,000 rows, and half of the normal ones for training; all others are scored.</summary>
    public static TrainTestSplit DrawNormal(LabeledSet set, int seed)
    {
        Random random = new(seed);
        int[] rows = [.. Enumerable.Range(0, set.Rows.RowCount)];
        random.Shuffle(rows);
        var taken = WithBothKinds(rows, set.IsAnomaly);
        int[] normal = [.. taken.Where(row => !set.IsAnomaly[row])];
        var training = normal[..((normal.Length + 1) / 2)];
        int[] test = [.. taken.Except(training)];
        return new TrainTestSplit(
            set.Rows.Select(training),
            set.Rows.Select(test),
            [.. test.Select(row => set.IsAnomaly[row])],
            new bool[training.Length]
        );
    }

    /// <summary>Returns the same rows, standardized by the training part.</summary>
    public TrainTestSplit Standardize()
    {
        var standardization = Standardization.Fit(Training);
        return this with { Training = standardization.Apply(Training), Test = standardization.Apply(Test) };
    }

    // Take the first rows. If they contain fewer than two rows of a class, replace the last ones by rows of that class.
    private static int[] WithBothKinds(int[] shuffled, bool[] isAnomaly)
    {
        var taken = shuffled[..Math.Min(MostRows, shuffled.Length)];
        foreach (var kind in (bool[])[false, true])
        {
            var lacking = 2 - taken.Count(row => isAnomaly[row] == kind);
            if (lacking > 0)
            {
                int[] more = [.. shuffled[taken.Length..].Where(row => isAnomaly[row] == kind).Take(lacking)];
                int[] others = [.. taken.Where(row => isAnomaly[row] != kind)];
                taken = [.. taken.Except(others[^more.Length..]), .. more];
            }
        }

        return taken;
    }
}
