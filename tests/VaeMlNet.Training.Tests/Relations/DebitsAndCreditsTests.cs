namespace VaeMlNet.Tests;

/// <summary>A model of bank statements, whose rows have a debit or a credit: filled cells and synthetic rows keep the balance of both.</summary>
public sealed class DebitsAndCreditsTests
{
    private const float Missing = float.NaN;

    private TrainedRows<Row> model = null!;

    /// <summary>A balance before and after a debit, which is negative, or a credit.</summary>
    public sealed record Row
    {
        public float Debit { get; init; }

        public float Credit { get; init; }

        public float Before { get; init; }

        public float After { get; init; }
    }

    [OneTimeSetUp]
    public void Train() =>
        model = new(["Debit", "Credit", "Before", "After"], Rows(600, seed: 1), WithGaps(Rows(512, seed: 2)));

    [OneTimeTearDown]
    public void DeleteFolder() => model.Dispose();

    [Test]
    public void Sample_Rows_KeepTheBalances()
    {
        var rows = model.Draw(500);

        Assert.That(rows.Count(row => float.IsNaN(row.Debit)), Is.InRange(50, 450));

        foreach (var row in rows)
        {
            Assert.That(row.After, Is.EqualTo(row.Before + Change(row)).Within(0.011f), $"{row}");
        }
    }

    [Test]
    public void Impute_OneCell_FollowsFromItsBalance([Values] bool isDrawn)
    {
        var truth = Rows(300, seed: 3);

        var filled = model.Fill(WithGaps(truth), isDrawn);

        Assert.That(filled.Select(row => row.After), Is.EqualTo(truth.Select(row => row.After)).Within(0.011f));
        Assert.That(filled.Select(row => row.Before), Is.EqualTo(truth.Select(row => row.Before)).Within(0.011f));
        Assert.That(
            filled.Zip(truth, (row, own) => float.IsNaN(own.Debit) ? row.Credit : row.Debit),
            Is.EqualTo(truth.Select(Change)).Within(0.011f)
        );
    }

    private static float Change(Row row) => float.IsNaN(row.Debit) ? row.Credit : row.Debit;

    private static Row[] Rows(int count, int seed) =>
        TrainedRows<Row>.Rows(
            count,
            seed,
            random =>
            {
                var isDebit = random.Next(10) < 7;
                var change = (isDebit ? -1 : 1) * random.Next(100, 50_000);
                var before = random.Next(1_000_000, 5_000_000);
                return new Row
                {
                    Debit = isDebit ? change / 100f : Missing,
                    Credit = isDebit ? Missing : change / 100f,
                    Before = before / 100f,
                    After = (before + change) / 100f,
                };
            }
        );

    /// <summary>Hides one cell of each row with a debit or a credit, and none of every fourth row.</summary>
    private static Row[] WithGaps(Row[] rows) =>
        [
            .. rows.Select(
                (row, i) =>
                    (i % 4) switch
                    {
                        0 => row,
                        1 => row with { Before = Missing },
                        2 => row with { After = Missing },
                        _ => row with { Debit = Missing, Credit = Missing },
                    }
            ),
        ];
}
