namespace VaeMlNet.Tests;

/// <summary>A model of a table with a chain of orders and an invoice with rounded tax: filled cells, draws and synthetic rows keep them.</summary>
public sealed class ChainedOrderTests
{
    private const float Missing = float.NaN;

    private static readonly string[] Columns = ["Low", "Mid", "High", "Cap", "Net", "Tax", "Total"];

    private TrainedRows<Row> model = null!;

    /// <summary>Four numbers in ascending order, a net price, 19 % of it, and the sum of both.</summary>
    public sealed record Row
    {
        public float Low { get; init; }

        public float Mid { get; init; }

        public float High { get; init; }

        public float Cap { get; init; }

        public float Net { get; init; }

        public float Tax { get; init; }

        public float Total { get; init; }
    }

    [OneTimeSetUp]
    public void Train() => model = new(Columns, Rows(600, seed: 1), WithGaps(Rows(512, seed: 2)));

    [OneTimeTearDown]
    public void DeleteFolder() => model.Dispose();

    [Test]
    public void Relations_OfTheManifest_AreTheChainAndTheSum() =>
        Assert.That(
            model.Manifest.Relations,
            Is.SupersetOf(["Low <= Mid", "Mid <= High", "High <= Cap", "Tax = 0.19 Net"])
        );

    [TestCase(false)]
    [TestCase(true)]
    public void Impute_AnyCellsOfAChain_AreInOrder(bool isDrawn)
    {
        foreach (var row in model.Fill(WithGaps(Rows(512, seed: 3)), isDrawn))
        {
            Assert.That(new[] { row.Low, row.Mid, row.High, row.Cap }, Is.Ordered, $"{row}");
        }
    }

    [TestCase(false)]
    [TestCase(true)]
    public void Impute_OneCellOfAnInvoice_IsExact(bool isDrawn)
    {
        var truth = Rows(300, seed: 4);

        var filled = model.Fill(
            [
                .. truth.Select(
                    (row, i) =>
                        i % 3 == 0 ? row with { Net = Missing }
                        : i % 3 == 1 ? row with { Tax = Missing }
                        : row with { Total = Missing }
                ),
            ],
            isDrawn
        );

        Assert.That(filled.Select(row => row.Net), Is.EqualTo(truth.Select(row => row.Net)).Within(0.0051f));
        Assert.That(filled.Select(row => row.Tax), Is.EqualTo(truth.Select(row => row.Tax)).Within(0.0051f));
        Assert.That(filled.Select(row => row.Total), Is.EqualTo(truth.Select(row => row.Total)).Within(0.0051f));
    }

    [Test]
    public void Impute_TaxAndTotal_FollowFromTheNetPrice()
    {
        var truth = Rows(300, seed: 5);

        var filled = model.Fill([.. truth.Select(row => row with { Tax = Missing, Total = Missing })], isDrawn: false);

        Assert.That(filled.Select(row => row.Total), Is.EqualTo(truth.Select(row => row.Total)).Within(0.0051f));
    }

    [Test]
    public void Sample_Rows_KeepTheChain()
    {
        foreach (var row in model.Draw(500, new() { FillsMissingCells = true }))
        {
            Assert.That(new[] { row.Low, row.Mid, row.High, row.Cap }, Is.Ordered, $"{row}");
            Assert.That(row.Total, Is.EqualTo(row.Net + row.Tax).Within(0.0051f), $"{row}");
        }
    }

    private static Row[] Rows(int count, int seed) =>
        TrainedRows<Row>.Rows(
            count,
            seed,
            random =>
            {
                var low = random.Next(500, 1500);
                var mid = low + random.Next(300);
                var high = mid + random.Next(400);
                var net = Math.Round((decimal)Math.Exp(3 + (2 * random.NextDouble())), 2);
                var tax = Math.Round(0.19m * net, 2, MidpointRounding.AwayFromZero);
                return new Row
                {
                    Low = low / 10f,
                    Mid = mid / 10f,
                    High = high / 10f,
                    Cap = (high + random.Next(300)) / 10f,
                    Net = (float)net,
                    Tax = (float)tax,
                    Total = (float)(net + tax),
                };
            }
        );

    /// <summary>Hides each subset of the seven cells.</summary>
    private static Row[] WithGaps(Row[] rows) =>
        [
            .. rows.Select(
                (row, i) =>
                {
                    return row with
                    {
                        Low = Gap(0, row.Low),
                        Mid = Gap(1, row.Mid),
                        High = Gap(2, row.High),
                        Cap = Gap(3, row.Cap),
                        Net = Gap(4, row.Net),
                        Tax = Gap(5, row.Tax),
                        Total = Gap(6, row.Total),
                    };

                    float Gap(int cell, float value) => (i >> cell) % 2 == 1 ? Missing : value;
                }
            ),
        ];
}
