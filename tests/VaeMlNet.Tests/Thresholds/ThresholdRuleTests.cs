using NUnit.Framework;

namespace VaeMlNet.Tests;

/// <summary>Thresholds from the scores of several times.</summary>
public sealed class ThresholdRuleTests
{
    private static readonly ThresholdRule Rule = ThresholdRule.From(new() { Quantile = 0.99 });

    // Scores of a time are 0 to 99; of the last time, ten are as high as given. The median is 49 or 50, and the threshold of the other times 98 or 99.
    [TestCase(3, 200, false)]
    [TestCase(3, 260, true)]
    [TestCase(5, 260, true)]
    [TestCase(2, 10_000, false, Description = "of two times, nobody knows which one is usual")]
    public void Apply_OneTimeFarAboveTheOthers_IsLeftOut(int timeCount, double highest, bool isLeftOut)
    {
        var times = Enumerable
            .Range(0, timeCount)
            .Select(time =>
                Enumerable.Range(0, 100).Select(i => time == timeCount - 1 && i >= 90 ? highest : i).ToArray()
            )
            .ToArray();

        var threshold = Rule.Apply(times);

        Assert.That(threshold, isLeftOut ? Is.EqualTo(98.5).Within(1) : Is.EqualTo(highest));
    }

    // Scores are 1 to the count, and others at the end.
    [TestCase(60, "120", 60, 120)]
    [TestCase(60, "120 500", 60, 500)]
    [TestCase(60, "70", 70, 70, Description = "as near as the others let expect")]
    [TestCase(60, "120 121 122", 60, 122)]
    [TestCase(60, "120 121 122 123", 123, 123, Description = "more than three")]
    [TestCase(15, "1000", 1000, 1000, Description = "too few to say what is far")]
    [TestCase(397, "900 901 902", 395, 397, Description = "at most 2 % of many")]
    public void Apply_ScoresFarAboveAllOthers_CountIfARuleWasSet(
        int count,
        string highest,
        double withoutRule,
        double withRule
    )
    {
        ScoresByKind scores = new();
        scores.Add(
            VaeScoreKind.NegativeElbo,
            [.. Enumerable.Range(1, count).Select(i => (float)i), .. highest.Split(' ').Select(float.Parse)]
        );
        var rule = ThresholdRule.From(null);
        var leavingOut = rule with { LeavesOutIsolated = true };

        Assert.That(leavingOut.Apply(scores, VaeScoreKind.NegativeElbo, null), Is.EqualTo(withoutRule));
        Assert.That(rule.Apply(scores, VaeScoreKind.NegativeElbo, null), Is.EqualTo(withRule));
    }

    [Test]
    public void Apply_TwoTimesFarAboveTheOthers_Count()
    {
        double[] usual = [.. Enumerable.Range(0, 100)];
        double[] unusual = [.. Enumerable.Range(0, 100).Select(i => i < 90 ? i : 1000.0)];

        Assert.That(Rule.Apply([usual, unusual, usual, unusual, usual]), Is.EqualTo(1000));
    }

    [Test]
    public void Fit_TimesThatFollowOneAnother_HaveTheThresholdOfTheUsualOnes()
    {
        ScoresByKind scores = new();
        foreach (var kind in ScoreKind.All)
        {
            scores.Add(
                kind.Kind,
                [
                    .. Enumerable
                        .Range(0, 300)
                        .Select(i =>
                            i < 200 ? i % 100
                            : i < 290 ? i - 200
                            : 5000f
                        ),
                ]
            );
        }

        var together = Rule.Fit(scores, VaeThreshold.CrossValidatedRows);
        var byTime = Rule.Fit(scores, VaeThreshold.CrossValidatedRows, [100, 100, 100]);

        Assert.That(together.NegativeElbo, Is.EqualTo(5000));
        Assert.That(byTime.NegativeElbo, Is.EqualTo(98.5).Within(1));
        Assert.That(byTime.Rows, Is.EqualTo(300));
    }
}
