namespace VaeMlNet.Benchmarks.Tests;

internal sealed class SeriesSchemeTests
{
    [Test]
    public void OfWindows_FourWindowsOfThreeRows_GivesSixRows()
    {
        var schemes = SeriesScheme.OfWindows([1, 5, 2, 4], 3);

        AssertScores(schemes, SeriesScheme.Last, [1, 1, 1, 5, 2, 4]);
        AssertScores(schemes, SeriesScheme.Cover, [1, 3, 8 / 3.0, 11 / 3.0, 3, 4]);
    }

    [Test]
    public void OfSlots_SquaresOfCounts_AreThoseOfThePythonProtocol()
    {
        double[] parts = [.. Enumerable.Range(0, 12).Select(i => (double)(i * i))];

        var schemes = SeriesScheme.OfSlots(parts, 3);

        AssertScores(schemes, SeriesScheme.SlotLast, [0, 1, 4, 25, 64, 121]);
        AssertScores(schemes, SeriesScheme.SlotCover, [0, 5, 56 / 3.0, 155 / 3.0, 82, 121]);
        AssertScores(schemes, SeriesScheme.Last, [5 / 3.0, 5 / 3.0, 5 / 3.0, 50 / 3.0, 149 / 3.0, 302 / 3.0]);
    }

    [Test]
    public void OfRows_AnyScores_AreTheWindowSchemesOfMovingMeans()
    {
        double[] rows = [4, 0, 2, 6, 1, 5];

        var schemes = SeriesScheme.OfRows(rows, 3);

        AssertScores(schemes, SeriesScheme.Row, rows);
        AssertScores(schemes, SeriesScheme.RowLast, [2, 2, 2, 8 / 3.0, 3, 4]);
        AssertScores(schemes, SeriesScheme.RowCover, [2, 7 / 3.0, 23 / 9.0, 29 / 9.0, 3.5, 4]);
    }

    [TestCase(SeriesScheme.Row)]
    [TestCase(SeriesScheme.RowLast)]
    [TestCase(SeriesScheme.Last)]
    [TestCase(SeriesScheme.SlotLast)]
    [TestCase(SeriesScheme.RowCover)]
    [TestCase(SeriesScheme.Cover)]
    [TestCase(SeriesScheme.SlotCover)]
    public void IsCausal_ALaterValue_ChangesOnlySchemesThatAreNot(string scheme)
    {
        const int length = 4;
        var values = Enumerable.Range(0, 60).Select(i => (i * 7 % 11) + 1.0).ToArray();
        var before = Score(values)[..20];
        values[20] = 1000;

        Assert.That(Score(values).Take(20).SequenceEqual(before), Is.EqualTo(SeriesScheme.IsCausal(scheme)));

        double[] Score(double[] rows)
        {
            // As in a model, the part of each row depends on all rows of the window.
            double[] parts =
            [
                .. Enumerable
                    .Range(0, rows.Length - length + 1)
                    .Select(i => rows[i..(i + length)])
                    .SelectMany(window => window.Select(value => value * window.Sum())),
            ];
            return SeriesScheme
                .OfRows(rows, length)
                .Concat(SeriesScheme.OfSlots(parts, length))
                .Single(scores => scores.Scheme == scheme)
                .Scores;
        }
    }

    private static void AssertScores(SchemeScores[] schemes, string scheme, double[] expected) =>
        Assert.That(
            schemes.Single(scores => scores.Scheme == scheme).Scores,
            Is.EqualTo(expected).Within(1e-12),
            scheme
        );
}
