namespace VaeMlNet.Tooling.Tests;

internal sealed class HighestScoresTests
{
    [TestCase(0)]
    [TestCase(1)]
    [TestCase(5)]
    [TestCase(100)]
    public void Rows_AddedInParts_AreThoseOfASort(int most)
    {
        Random random = new(3);
        float[] scores = [.. Enumerable.Range(0, 60).Select(_ => (float)random.Next(20))];
        HighestScores all = new(most);
        foreach (var part in scores.Chunk(17))
        {
            HighestScores ofPart = new(most);
            Array.ForEach(part, score => ofPart.Add(score, score > 10));
            all.Add(ofPart);
        }

        RowScore[] expected =
        [
            .. scores
                .Select((score, row) => new RowScore(row, score, score > 10))
                .OrderByDescending(row => row.Score)
                .Take(most),
        ];

        Assert.That(all.Rows, Is.EqualTo(expected), "of equal scores, the first row comes first");
    }

    [Test]
    public void Rows_ScoreThatIsNoNumber_ComesFirst()
    {
        HighestScores highest = new(2);
        highest.Add(5, isAnomaly: true);
        highest.Add(float.NaN, isAnomaly: false);
        highest.Add(7, isAnomaly: true);

        Assert.That(highest.Rows.Select(row => row.Row), Is.EqualTo(new[] { 1, 2 }));
    }
}
