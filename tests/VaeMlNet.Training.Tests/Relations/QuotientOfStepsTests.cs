namespace VaeMlNet.Tests;

/// <summary>A model of a table with prices in whole thousands and their rounded quotients by areas: synthetic rows keep both.</summary>
public sealed class QuotientOfStepsTests
{
    /// <summary>A flat with its price and the price of a square meter.</summary>
    public sealed record Row
    {
        public float Area { get; init; }

        public float Price { get; init; }

        public float PriceOfMeter { get; init; }
    }

    [Test]
    public void Sample_PriceOfWhichAQuotientIsRounded_IsAMultipleOfItsStep()
    {
        using TrainedRows<Row> model = new(["Area", "Price", "PriceOfMeter"], Rows(600), Rows(512));

        var rows = model.Draw(500);

        Assert.That(model.Manifest.Relations, Is.EqualTo(["PriceOfMeter = Price / Area"]));

        foreach (var row in rows)
        {
            Assert.That(row.Price % 1000, Is.Zero, $"{row}");
            Assert.That(row.PriceOfMeter, Is.EqualTo(row.Price / row.Area).Within(0.0061f), $"{row}");
        }
    }

    private static Row[] Rows(int count)
    {
        Random random = new(1);
        return
        [
            .. Enumerable
                .Range(0, count)
                .Select(_ =>
                {
                    var area = Math.Round(Math.Exp(3.8 + random.NextDouble()));
                    var price = 1000 * Math.Round(area * (3 + (4 * random.NextDouble())));
                    return new Row
                    {
                        Area = (float)area,
                        Price = (float)price,
                        PriceOfMeter = (float)Math.Round(price / area, 2),
                    };
                }),
        ];
    }
}
