using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms.Onnx;
using VaeMlNet.Dates;
using VaeMlNet.Tests.Shared;

namespace VaeMlNet.Tests;

/// <summary>
/// A saved pipeline of a table model in ML.NET without VaeMlNet. The table has binned numbers, a date, a Boolean and a category, all except the
/// Boolean with missing cells.
/// </summary>
public sealed class StockTableTests
{
    private const int RowCount = 300;

    // Sums of float32 in batches of other sizes.
    private const double Tolerance = 1e-4;

    // Filled costs are rounded to cents, which can turn the smallest difference into a cent.
    private const double Cent = 0.0101;

    private static readonly string[] Columns = ["Children", "Costs", "Since", "Member", "Color"];

    private static readonly VaeTrainerOptions Options = new()
    {
        EpochCount = 10,
        LatentDim = 4,
        Beta = 0.1,
        Likelihood = new HistogramLikelihoodOptions(),
        InputNoise = new() { Kind = VaeInputNoiseKind.HiddenCells, Level = 1 },
    };

    private readonly MLContext ml = new(seed: 1);

    private sealed class Row
    {
        public float Children { get; set; }
        public float Costs { get; set; }

        [VectorType(5)]
        public float[] Since { get; set; } = [];
        public bool Member { get; set; }

        [KeyType(3)]
        public uint Color { get; set; }
    }

    [Test]
    public void Load_EveryKindOfColumn_GivesTheSameLatentsScoresAndCells()
    {
        using var folder = new TemporaryFolder();
        var data = ml.Data.LoadFromEnumerable(NewRows(seed: 1));
        using (var trained = new VaeTrainer(Options).Fit(data, Columns))
        {
            trained.Export(folder["model"], data);
        }

        var rows = ml.Data.LoadFromEnumerable(NewRows(seed: 2));
        VaeScoreOptions withParts = new() { ContributionsColumnName = "Why" };
        var fitted = ml
            .Transforms.VaeEncode("Latent", Columns, folder["model"])
            .Append(ml.Transforms.VaeScore("Score", Columns, folder["model"], withParts))
            .Append(ml.Transforms.VaeImpute(Columns, folder["model"]))
            .Fit(rows);
        var expected = fitted.Transform(rows);
        var loaded = SavedZip.SaveAndLoad(fitted, rows.Schema);
        var actual = loaded.Transform(rows);

        Assert.That(SavedZip.Flatten(loaded).OfType<OnnxTransformer>().Count(), Is.EqualTo(3));
        Assert.That(expected.GetColumn<float>("Score").Distinct().Count(), Is.GreaterThan(RowCount / 2));
        Assert.That(rows.GetColumn<float>("Costs").Count(float.IsNaN), Is.GreaterThan(RowCount / 5));
        Assert.That(actual.GetColumn<float>("Costs").Count(float.IsNaN), Is.Zero);

        foreach (var vector in (string[])["Latent", "Why", "Since"])
        {
            Assert.That(
                actual.GetColumn<float[]>(vector),
                Is.EqualTo(expected.GetColumn<float[]>(vector)).Within(Tolerance),
                vector
            );
        }

        foreach (var (number, tolerance) in new[] { ("Score", Tolerance), ("Children", 0), ("Costs", Cent) })
        {
            Assert.That(
                actual.GetColumn<float>(number),
                Is.EqualTo(expected.GetColumn<float>(number)).Within(tolerance),
                number
            );
        }

        Assert.That(actual.GetColumn<uint>("Color"), Is.EqualTo(expected.GetColumn<uint>("Color")));
        Assert.That(actual.GetColumn<bool>("Member"), Is.EqualTo(rows.GetColumn<bool>("Member")));
    }

    private static Row[] NewRows(int seed)
    {
        Random random = new(seed);
        DateSlots dates = new(
            new VaeColumnSchema
            {
                Name = "Since",
                Kind = VaeColumnKind.Date,
                DateParts = VaeDateParts.Days | VaeDateParts.Season | VaeDateParts.Weekday,
            }
        );
        return [.. Enumerable.Range(0, RowCount).Select(_ => NewRow(random, dates))];
    }

    private static Row NewRow(Random random, DateSlots dates)
    {
        var factor = random.NextDouble();
        var since = new float[5];
        dates.Encode(new DateTime(2020, 1, 1).AddDays(random.Next(400) + (int)(1000 * factor)), null, since);
        bool IsMissing() => random.NextDouble() < 0.3;
        return new Row
        {
            Children = IsMissing() ? float.NaN : (float)Math.Round(4 * factor),
            Costs =
                IsMissing() ? float.NaN
                : random.NextDouble() < 0.5 ? 0
                : (float)Math.Round(1000 * factor, 2),
            Since = IsMissing() ? [float.NaN, float.NaN, float.NaN, float.NaN, float.NaN] : since,
            Member = random.NextDouble() < factor,
            Color = (uint)random.Next(0, 4), // 3 is missing: ML.NET counts the keys of objects from 0
        };
    }
}
