namespace VaeMlNet.Baselines.Tests;

internal sealed class AnomalyBaselineTests
{
    private static IReadOnlyList<AnomalyBaseline> All => AnomalyBaseline.All;

    [TestCaseSource(nameof(All))]
    public void Score_RowFarAway_IsTheHighest(object method)
    {
        var baseline = (AnomalyBaseline)method;
        double[][] rows = [.. SmoothRows.Create(300, 50), [4, -4, 4, -4]];

        var scores = baseline.Fit(SmoothRows.Create(0, 300), 1, default).Score(rows);

        Assert.That(scores[^1], Is.GreaterThan(scores[..^1].Max()));
    }

    [TestCaseSource(nameof(All))]
    [Proves(76)]
    public void Score_OtherRowsBesideIt_ChangeNothing(object method)
    {
        var baseline = (AnomalyBaseline)method;
        var training = SmoothRows.Create(0, 300);
        var rows = SmoothRows.Create(300, 3);

        var alone = baseline.Fit(training, 1, default).Score([rows[1]]);

        Assert.That(baseline.Fit(training, 1, default).Score(rows)[1], Is.EqualTo(alone[0]));
    }

    [TestCaseSource(nameof(All))]
    [Proves(76)]
    public void Score_AnotherSeed_MattersOnlyToRandomBaselines(object method)
    {
        var baseline = (AnomalyBaseline)method;
        var training = SmoothRows.Create(0, 300);
        var rows = SmoothRows.Create(300, 20);

        double[][] scores = [.. new[] { 1, 2 }.Select(seed => baseline.Fit(training, seed, default).Score(rows))];

        Assert.That(scores[0].SequenceEqual(scores[1]), Is.EqualTo(!baseline.IsRandom));
    }

    [TestCaseSource(nameof(All))]
    public void Score_ConstantAndRepeatedFeatures_AreFinite(object method)
    {
        var rows = Array.ConvertAll(SmoothRows.Create(0, 30), row => (double[])[row[0], row[0], 0]);

        var scores = ((AnomalyBaseline)method).Fit(rows, 1, default).Score(rows);

        Assert.That(scores.All(double.IsFinite), string.Join(' ', scores));
    }

    [TestCaseSource(nameof(All))]
    public void Score_Canceled_Ends(object method)
    {
        var baseline = (AnomalyBaseline)method;
        using CancellationTokenSource canceled = new();
        canceled.Cancel();

        Assert.That(
            () =>
                baseline
                    .Fit(SmoothRows.Create(0, 30), 1, canceled.Token)
                    .Score(SmoothRows.Create(0, 3), canceled.Token),
            Throws.InstanceOf<OperationCanceledException>()
        );
    }

    [Test]
    public void Score_NeighborsOfFewerThanFiveRows_IsTheFarthest()
    {
        double[][] training =
        [
            [0],
            [3],
        ];

        Assert.That(new NeighborDistance(training).Score([1]), Is.EqualTo(2));
    }

    [Test]
    public void Fit_IsolationForest_KeepsTheOrderOfTheRows()
    {
        var rows = SmoothRows.Create(0, 300);
        var before = rows.ToArray();

        IsolationForest.Fit(rows, new Random(1));

        Assert.That(rows, Is.EqualTo(before));
    }

    [Test]
    public void Fit_AloneFarAway_ScoresAboveTheOthers()
    {
        Random random = new(1);
        double[][] rows =
        [
            .. Enumerable.Range(0, 500).Select(_ => (double[])[random.NextDouble(), 7, random.NextDouble()]),
        ];
        var forest = IsolationForest.Fit([.. rows, [9, 7, 9]], random);

        Assert.That(forest.Score([9, 7, 9]), Is.GreaterThan(0.65).And.GreaterThan(rows.Max(row => forest.Score(row))));
        Assert.That(forest.Score([0.5, 7, 0.5]), Is.LessThan(0.5));
    }

    [Test]
    public void Fit_EqualRows_AreEquallyUsual()
    {
        double[][] rows = [.. Enumerable.Repeat((double[])[1, 2], 300)];

        // No split is possible, so that each tree is a leaf with all rows, at the expected depth.
        Assert.That(IsolationForest.Fit(rows, new Random(1)).Score([5, 5]), Is.EqualTo(0.5).Within(1e-12));
    }
}
