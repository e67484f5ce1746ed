namespace VaeMlNet.Tests;

/// <summary>A model of orders whose shipping costs have three values, and follow from the total and a rounded tax only roughly: filled cells have these values.</summary>
public sealed class RoughlyGivenTests
{
    private const float Missing = float.NaN;

    private static readonly float[] Costs = [0, 4.95f, 9.95f];

    private TrainedRows<Row> model = null!;

    /// <summary>The shipping costs, a tax of the net amount, and a total without a column of the net amount.</summary>
    public sealed record Row
    {
        public float Shipping { get; init; }

        public float Tax { get; init; }

        public float Total { get; init; }
    }

    [OneTimeSetUp]
    public void Train() =>
        model = new(
            ["Shipping", "Tax", "Total"],
            Rows(600, seed: 1),
            [.. Rows(512, seed: 2).Select(row => row with { Shipping = Missing })]
        );

    [OneTimeTearDown]
    public void DeleteFolder() => model.Dispose();

    [Test]
    public void Impute_ShippingCosts_AreThoseOfTheOrder([Values] bool isDrawn)
    {
        var truth = Rows(300, seed: 3);

        var filled = model.Fill([.. truth.Select(row => row with { Shipping = Missing })], isDrawn);

        Assert.That(model.Manifest.Relations, Has.Exactly(1).StartsWith("Tax = "));

        Assert.That(filled.Select(row => row.Shipping), Is.EqualTo(truth.Select(row => row.Shipping)));
    }

    private static Row[] Rows(int count, int seed) =>
        TrainedRows<Row>.Rows(
            count,
            seed,
            random =>
            {
                var shipping = Costs[random.Next(Costs.Length)];
                var net = random.Next(500, 20_000) / 100.0;
                var tax = Math.Round(0.0825 * net, 2);
                return new Row
                {
                    Shipping = shipping,
                    Tax = (float)tax,
                    Total = (float)Math.Round(net + tax + shipping, 2),
                };
            }
        );
}
