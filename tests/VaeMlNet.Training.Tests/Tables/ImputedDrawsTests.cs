using Microsoft.ML;
using Microsoft.ML.Data;
using VaeMlNet.Tests.Shared;

namespace VaeMlNet.Tests;

/// <summary>Random draws of VaeImpute: how often intervals of draws contain the true values, and rows with very many missing cells.</summary>
public sealed class ImputedDrawsTests
{
    // With 19 draws, the true value is above 2 to 17 of them with a probability of 80 %.
    private const int DrawCount = 19;
    private const int ManySlots = 40;

    private static readonly VaeTrainerOptions Options = new()
    {
        EpochCount = 60,
        LearningRate = 3e-3,
        BatchSize = 64,
        LatentDim = 8,
        Beta = 0.1,
        Likelihood = new HistogramLikelihoodOptions(),
        LearningRateSchedule = new(),
        Data = new() { ValidationShare = 0 },
        Network = new FullyConnectedNetworkOptions
        {
            HiddenDims = [64],
            Activation = VaeActivation.Silu,
            LinearPath = true,
        },
        InputNoise = new() { Kind = VaeInputNoiseKind.HiddenCells, Level = 1 },
    };

    private readonly MLContext ml = new(seed: 1);

    private sealed record Pair(float Level, float Noisy);

    private sealed record Wide([property: VectorType(ManySlots)] float[] Many);

    [Test]
    [Category("Long")]
    public void Draws_OfNoisyNumbers_CoverTheTrueValuesAsOftenAsTheyPromise()
    {
        var test = Pairs(600, seed: 2);
        using TemporaryFolder folder = new();
        Export(folder["pairs"], Pairs(2000, seed: 1), Options, "Level", "Noisy");
        using var model = VaeModel.Open(folder["pairs"]);
        var data = ml.Data.LoadFromEnumerable(test.Select(pair => pair with { Noisy = float.NaN }));

        float[][] draws = [.. Enumerable.Range(1, DrawCount).Select(seed => Draw(model, data, seed))];
        float[][] ofRows = [.. test.Select((_, row) => draws.Select(draw => draw[row]).ToArray())];
        var covered = test.Zip(ofRows).Count(row => row.Second.Count(x => x < row.First.Noisy) is >= 2 and <= 17);
        var deviations = ofRows.Average(StandardDeviation);
        TestContext.Out.WriteLine(
            $"covered {covered / 600.0:P1} of 80 %, standard deviation {deviations:F2} of the draws, 1 of the noise"
        );

        Assert.That(covered / 600.0, Is.EqualTo(0.8).Within(0.05));
        // The standard deviation of the column is 3.
        Assert.That(deviations, Is.InRange(0.8, 2));
    }

    [Test]
    public void Draws_OfMoreCellsThanRounds_FillAllOfThem()
    {
        var rows = WideRows(ManySlots + 1);
        using TemporaryFolder folder = new();
        Export(folder["wide"], rows, Options with { EpochCount = 2 }, "Many");
        using var model = VaeModel.Open(folder["wide"]);
        var data = ml.Data.LoadFromEnumerable(
            rows.Select(
                (row, i) => new Wide([.. row.Many.Select((x, slot) => slot < i % (ManySlots + 1) ? float.NaN : x)])
            )
        );
        using var step = Step(model, 1).Fit(data);

        float[][] filled = [.. step.Transform(data).GetColumn<float[]>("Many")];

        foreach (var (i, (given, row)) in rows.Zip(filled).Index())
        {
            Assert.That(row, Is.All.InRange(0f, 1f));
            Assert.That(row.Skip(i % (ManySlots + 1)), Is.EqualTo(given.Many.Skip(i % (ManySlots + 1))));
        }
    }

    private void Export<T>(string folder, IEnumerable<T> rows, VaeTrainerOptions options, params string[] columns)
        where T : class
    {
        var data = ml.Data.LoadFromEnumerable(rows);
        using var trained = new VaeTrainer(options).Fit(data, columns);
        trained.Export(folder, data);
    }

    private float[] Draw(VaeModel model, IDataView data, int seed)
    {
        using var step = Step(model, seed).Fit(data);
        return [.. step.Transform(data).GetColumn<float>("Noisy")];
    }

    private VaeEstimator<VaeTransformer> Step(VaeModel model, int seed) =>
        ml.Transforms.VaeImpute(null, model, new() { DrawsValues = true, Seed = seed });

    private static double StandardDeviation(float[] values)
    {
        var mean = values.Average();
        return Math.Sqrt(values.Average(x => (x - mean) * (x - mean)));
    }

    private static Pair[] Pairs(int count, int seed)
    {
        Random random = new(seed);
        double Normal() => Enumerable.Range(0, 12).Sum(_ => random.NextDouble()) - 6;
        return
        [
            .. Enumerable
                .Range(0, count)
                .Select(_ => (float)(10 * random.NextDouble()))
                .Select(level => new Pair(level, (float)(level + Normal()))),
        ];
    }

    private static Wide[] WideRows(int count)
    {
        Random random = new(3);
        return
        [
            .. Enumerable
                .Range(0, count)
                .Select(_ => new Wide([.. Enumerable.Range(0, ManySlots).Select(_ => random.NextSingle())])),
        ];
    }
}
