namespace VaeMlNet.Tests;

public sealed class RandomForestTests
{
    private static readonly ForestOptions Options = new(TreeCount: 50, MinimumLeafRows: 2);

    private readonly int[] rows = [.. Enumerable.Range(0, 600)];
    private readonly float[][] features;
    private readonly byte[][] codes;

    public RandomForestTests()
    {
        Random random = new(1);
        features = [.. Enumerable.Range(0, 3).Select(_ => rows.Select(_ => random.NextSingle()).ToArray())];
        codes = new FeatureBins(features).Encode(features);
    }

    [Test]
    public void Best_FourRows_IsTheSplitThatSeparatesTheTargets()
    {
        SplitSearch search = new(
            [
                [0, 0, 1, 1],
            ],
            minimumLeafRows: 1
        );
        int[] all = [0, 1, 2, 3];
        int[] weights = [1, 1, 1, 1];
        var node = search.Describe(all, weights);

        search.Begin(all, weights);
        var split = search.Best([1, 2, 5, 6], all, node, node.Explained);

        // 2^2 / 4 = 1 is explained before, 0 / 2 + 2^2 / 2 = 2 after; the middle of bins 2 and 5 is 3.
        Assert.That((node.Explained, node.Impurity), Is.EqualTo((1.0, 1.0)));
        Assert.That(split, Is.EqualTo(((byte)3, 2.0)));
        Assert.That(search.Best([1, 1, 1, 1], all, node, node.Explained), Is.Null, "a constant feature");
    }

    [TestCase(0)]
    [TestCase(3)]
    public void Fit_MaximumDepth_BoundsTheSplitsAboveALeaf(int depth)
    {
        var forest = RandomForest.Fit(codes, [features[0]], rows, Options with { MaximumDepth = depth }, seed: 1);

        Assert.That(forest.Trees.Select(tree => DepthOf(tree, 0)), Has.All.EqualTo(depth));

        static int DepthOf(DecisionTree tree, int node) =>
            tree.Nodes[node] is { Feature: >= 0 } split
                ? 1 + Math.Max(DepthOf(tree, split.Left), DepthOf(tree, split.Left + 1))
                : 0;
    }

    [Test]
    public void LargestValue_OfABin_SeparatesItFromTheNextOne()
    {
        FeatureBins bins = new([
            [float.NaN, 1, 2, 4],
        ]);
        var encoded = bins.Encode([
            [float.NaN, 1, 2, 4],
        ])[0];

        Assert.That(bins.LargestValue(0, encoded[0]), Is.EqualTo(float.MinValue), "missing values alone");
        Assert.That(bins.LargestValue(0, encoded[1]), Is.InRange(1, 1.99f));
        Assert.That(bins.LargestValue(0, encoded[2]), Is.InRange(2, 3.99f));
    }

    [Test]
    public void Best_WeightsAndSeveralTargets_AddUp()
    {
        SplitSearch search = new(
            [
                [1, 0, 0],
                [0, 2, 2],
            ],
            minimumLeafRows: 1
        );
        int[] weights = [3, 1, 2];
        int[] rows = [0, 1, 2];
        var node = search.Describe(rows, weights);
        search.Begin(rows, weights);

        // Sums 3 and 6 over 6 rows: (9 + 36) / 6. Apart: 9 / 3 and 36 / 3.
        Assert.That(node.Explained, Is.EqualTo(7.5).Within(1e-12));
        Assert.That(search.Best([1, 2, 2], rows, node, 0), Is.EqualTo(((byte)1, 15.0)));
    }

    [Test]
    public void Best_LeavesThatWouldBeTooSmall_AreNotMade()
    {
        SplitSearch search = new(
            [
                [0, 1, 1, 1],
            ],
            minimumLeafRows: 2
        );
        int[] weights = [5, 1, 1, 1];
        int[] all = [0, 1, 2, 3];

        search.Begin(all, weights);
        var split = search.Best([1, 2, 3, 4], all, search.Describe(all, weights), 0);

        Assert.That(split!.Value.LastBin, Is.EqualTo(2), "a row that was drawn five times is one row");
    }

    [Test]
    public void Predict_TwoFeaturesThatMatterTogether_AreLearned()
    {
        float[][] targets =
        [
            [.. rows.Select(i => features[0][i] > 0.5 != features[1][i] > 0.5 ? 1f : 0f)],
        ];
        var forest = RandomForest.Fit(codes, targets, rows[..400], Options, seed: 1);

        var estimates = forest.Predict(codes, rows[400..])[0];

        bool[] isPositive = [.. targets[0][400..].Select(t => t > 0)];

        Assert.That(new RankingCurve(estimates, isPositive).AreaUnderRoc, Is.GreaterThan(0.95));
        Assert.That(estimates, Is.All.InRange(0, 1));
    }

    [Test]
    public void Predict_Number_FollowsACurve()
    {
        float[][] targets =
        [
            [.. rows.Select(i => features[0][i] * features[0][i])],
        ];
        ForestOptions options = new(100, 3, FeatureShare: 1);

        var estimates = RandomForest.Fit(codes, targets, rows[..400], options, seed: 1).Predict(codes, rows[400..])[0];

        var errors = estimates.Zip(targets[0][400..], (e, t) => Math.Abs(e - t));

        Assert.That(errors.Average(), Is.LessThan(0.02));
    }

    [Test]
    public void Predict_SeveralClasses_AddUpToOne()
    {
        int[] classes = [.. rows.Select(i => (int)(3 * features[2][i]))];
        float[][] targets =
        [
            .. Enumerable.Range(0, 3).Select(c => classes.Select(value => value == c ? 1f : 0f).ToArray()),
        ];

        var estimates = RandomForest.Fit(codes, targets, rows[..400], Options, seed: 1).Predict(codes, rows[400..]);

        int[] likeliest = [.. Enumerable.Range(0, 200).Select(i => Enumerable.Range(0, 3).MaxBy(c => estimates[c][i]))];

        Assert.That(Enumerable.Range(0, 200).Select(i => estimates.Sum(e => e[i])), Is.All.EqualTo(1).Within(1e-5));
        Assert.That(likeliest.Zip(classes[400..]).Count(c => c.First == c.Second), Is.GreaterThan(180));
    }

    [Test]
    public void Predict_LeavesAsLargeAsTheData_AreTheMean()
    {
        float[][] targets =
        [
            [.. rows.Select(i => (float)(i % 2))],
        ];
        ForestOptions options = new(TreeCount: 200, MinimumLeafRows: rows.Length);

        var estimates = RandomForest.Fit(codes, targets, rows, options, seed: 1).Predict(codes, rows)[0];

        Assert.That(estimates, Is.All.EqualTo(estimates[0]));
        Assert.That(estimates[0], Is.EqualTo(0.5).Within(0.01));
    }

    [Test]
    public void Fit_SameSeed_IsTheSameForest()
    {
        float[][] targets =
        [
            [.. rows.Select(i => features[1][i] > 0.3 ? 1f : 0f)],
        ];
        float[] Estimates(int seed) => RandomForest.Fit(codes, targets, rows, Options, seed).Predict(codes, rows)[0];

        var first = Estimates(1);

        Assert.That(Estimates(1), Is.EqualTo(first));
        Assert.That(Estimates(2), Is.Not.EqualTo(first));
    }
}
