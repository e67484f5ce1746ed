using Microsoft.ML;
using VaeMlNet.Tests.Shared;

namespace VaeMlNet.Tests;

/// <summary>A model of a table with prices in whole thousands and their rounded quotients by areas: synthetic rows keep both.</summary>
public sealed class QuotientOfStepsTests
{
    private readonly MLContext ml = new(seed: 1);

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
        using TemporaryFolder folder = new();
        VaeTrainerOptions options = new()
        {
            EpochCount = 3,
            HiddenDims = [16],
            LatentDim = 4,
        };
        using var trained = new VaeTrainer(options).Fit(
            ml.Data.LoadFromEnumerable(Rows(600)),
            ["Area", "Price", "PriceOfMeter"]
        );
        trained.Export(folder["model"], ml.Data.LoadFromEnumerable(Rows(512)));

        var rows = ml.Data.VaeSample(folder["model"], 500, seed: 1);

        Assert.That(VaeModel.ReadManifest(folder["model"]).Relations, Is.EqualTo(["PriceOfMeter = Price / Area"]));

        foreach (var row in ml.Data.CreateEnumerable<Row>(rows, reuseRowObject: false))
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
