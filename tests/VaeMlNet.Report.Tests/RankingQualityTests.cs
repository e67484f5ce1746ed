namespace VaeMlNet.Report.Tests;

internal sealed class RankingQualityTests
{
    private const double Tolerance = 1e-12;

    [Test]
    public void Compute_KnownRanking_MatchesHandComputation()
    {
        // From the top: + - + - -. Pairs won: 3 + 2 of 6; precision at the hits 1/1 and 2/3.
        var metrics = RankingQuality.Compute([5, 4, 3, 2, 1], [true, false, true, false, false]);

        Assert.That(metrics.AreaUnderRoc, Is.EqualTo(5.0 / 6).Within(Tolerance));
        Assert.That(metrics.AveragePrecision, Is.EqualTo((1 + 2.0 / 3) / 2).Within(Tolerance));
    }

    [Test]
    public void Compute_Ties_CountHalfAndFormOneThreshold()
    {
        // 3: one positive; 2: one positive and one negative; 1: one negative. Pairs: 2 + (0.5 + 1) of 4.
        // Thresholds: recall 1/2 at precision 1, recall 1 at precision 2/3.
        float[] scores = [2, 3, 1, 2];
        bool[] positive = [false, true, false, true];

        var metrics = RankingQuality.Compute(scores, positive);

        Assert.That(metrics.AreaUnderRoc, Is.EqualTo(3.5 / 4).Within(Tolerance));
        Assert.That(metrics.AveragePrecision, Is.EqualTo(0.5 + 0.5 * 2 / 3).Within(Tolerance));
    }

    [Test]
    public void Compute_AllScoresEqual_IsChance()
    {
        var metrics = RankingQuality.Compute([1, 1, 1, 1], [true, false, false, false]);

        Assert.That(metrics.AreaUnderRoc, Is.EqualTo(0.5).Within(Tolerance));
        Assert.That(metrics.AveragePrecision, Is.EqualTo(0.25).Within(Tolerance));
    }

    [Test]
    public void Compute_PositivesOnTopOrBottom_IsOneOrZero()
    {
        bool[] positive = [true, true, false, false];

        Assert.That(RankingQuality.Compute([4, 3, 2, 1], positive), Is.EqualTo(new RankingQuality(1, 1)));
        Assert.That(RankingQuality.Compute([1, 2, 3, 4], positive).AreaUnderRoc, Is.Zero);
    }

    [Test]
    public void Compute_InfiniteScores_AreRanked()
    {
        var metrics = RankingQuality.Compute([float.PositiveInfinity, 0, float.NegativeInfinity], [true, false, false]);

        Assert.That(metrics.AreaUnderRoc, Is.EqualTo(1));
    }

    [Test]
    public void Compute_RowsShuffled_GivesTheSame()
    {
        Random random = new(1);
        (float Score, bool Positive)[] rows =
        [
            .. Enumerable.Range(0, 500).Select(_ => ((float)random.Next(40), random.Next(4) == 0)),
        ];
        var before = Compute(rows);
        random.Shuffle(rows);

        Assert.That(Compute(rows), Is.EqualTo(before));

        static RankingQuality Compute((float Score, bool Positive)[] rows) =>
            RankingQuality.Compute([.. rows.Select(r => r.Score)], [.. rows.Select(r => r.Positive)]);
    }

    [Test]
    public void Compute_UnrankableInput_IsRefused()
    {
        Assert.That(() => RankingQuality.Compute([1], [true, false]), Throws.ArgumentException);
        Assert.That(() => RankingQuality.Compute([1, float.NaN], [true, false]), Throws.ArgumentException);
        Assert.That(() => RankingQuality.Compute([1, 2], [true, true]), Throws.ArgumentException);
        Assert.That(() => RankingQuality.Compute([1, 2], [false, false]), Throws.ArgumentException);
    }
}
