namespace VaeMlNet.Tests;

/// <summary>The choice of rows that stand for the others.</summary>
public sealed class LabelCoverTests
{
    private static readonly Random Draws = new(1);

    // One row at (0, 9), ten near (0, 0), and six near (5, 0), with scores that fall slowly.
    private static readonly IReadOnlyList<float>[] Groups =
    [
        Near(0, 9),
        .. Enumerable.Range(0, 10).Select(_ => Near(0, 0)),
        .. Enumerable.Range(0, 6).Select(_ => Near(5, 0)),
    ];

    private static readonly float[] Scores = [.. Enumerable.Range(0, Groups.Length).Select(i => 100 - i)];

    [Test]
    [Proves(89)]
    public void Choose_Groups_TakesARowOfEachTheLargestFirst() =>
        Assert.That(NewCover().Choose(Groups, Scores, [], 3).Select(GroupOf), Is.EqualTo(new[] { 1, 2, 0 }));

    [Test]
    public void Choose_GroupWithALabel_TakesTheOthersFirst() =>
        Assert.That(NewCover().Choose(Groups, Scores, [Groups[3]], 2).Select(GroupOf), Is.EqualTo(new[] { 2, 0 }));

    [Test]
    public void Choose_SmallerGroupWithMuchHigherScores_IsFirst()
    {
        IReadOnlyList<float>[] rows = [.. Groups[11..], .. Groups[1..11]];
        float[] scores = [.. Enumerable.Repeat(1000f, 6), .. Enumerable.Range(0, 10).Select(i => 90 - (0.01f * i))];

        Assert.That(NewCover().Choose(rows, scores, [], 1).Single(), Is.LessThan(6));
    }

    [Test]
    public void Choose_MoreThanThereAre_TakesEachOnce() =>
        Assert.That(NewCover().Choose(Groups, Scores, [], 99), Is.Unique.And.Exactly(Groups.Length).Items);

    [Test]
    public void Choose_EqualRowsAndScores_TakesRows()
    {
        IReadOnlyList<float>[] same = [.. Enumerable.Repeat((float[])[1, 1], 5)];
        float[] scores = [2, 2, 2, 2, 2];

        Assert.That(new LabelCover(same, scores).Choose(same, scores, [], 2), Is.Unique.And.Exactly(2).Items);
    }

    // A fifth of the rows are candidates.
    private static LabelCover NewCover() => new(Groups, [.. Scores, .. Enumerable.Range(0, 68).Select(i => 80f - i)]);

    private static int GroupOf(int row) =>
        row < 1 ? 0
        : row < 11 ? 1
        : 2;

    private static float[] Near(float x, float y) => [x + (0.1f * Draws.NextSingle()), y + (0.1f * Draws.NextSingle())];
}
