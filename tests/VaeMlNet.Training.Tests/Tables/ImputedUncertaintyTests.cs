using Microsoft.ML;
using Microsoft.ML.Data;
using VaeMlNet.Tests.Shared;

namespace VaeMlNet.Tests;

/// <summary>Joint draws, uncertainties and importance-weighted means of VaeImpute, for a model that was trained with hidden cells.</summary>
/// <remarks>
/// Sign and Twin are equal, 1 or 5, and nothing else tells which. Known is 0 or 10, and Follows is Known + 1. Kind is the key of Known.
/// </remarks>
public sealed class ImputedUncertaintyTests
{
    private static readonly string[] Columns = ["Sign", "Twin", "Known", "Follows", "Member", "Kind"];

    private static readonly VaeTrainerOptions Options = new()
    {
        EpochCount = 120,
        LearningRate = 3e-3,
        BatchSize = 64,
        LatentDim = 8,
        Beta = 0.1,
        Likelihood = new HistogramLikelihoodOptions(),
        LearningRateSchedule = new(),
        Data = new() { ValidationShare = 0 },
        Network = new FullyConnectedNetworkOptions { HiddenDims = [64], Activation = VaeActivation.Silu },
        InputNoise = new() { Kind = VaeInputNoiseKind.HiddenCells, Level = 1 },
    };

    private readonly MLContext ml = new(seed: 1);
    private TemporaryFolder folder = null!;
    private VaeModel model = null!;

    private sealed record Row
    {
        public float Sign { get; init; }
        public float Twin { get; init; }
        public float Known { get; init; }
        public float Follows { get; init; }
        public bool Member { get; init; }

        [KeyType(2)]
        public uint Kind { get; init; }
    }

    [OneTimeSetUp]
    public void Train()
    {
        folder = new TemporaryFolder();
        var data = ml.Data.LoadFromEnumerable(NewRows(600, seed: 1));
        using (var trained = new VaeTrainer(Options).Fit(data, Columns))
        {
            trained.Export(folder["twins"], data);
        }

        model = VaeModel.Open(folder["twins"]);
    }

    [OneTimeTearDown]
    public void Delete()
    {
        model?.Dispose();
        folder.Dispose();
    }

    [Test]
    public void Draws_OfTwoMissingCells_FitTogether()
    {
        var data = ml.Data.LoadFromEnumerable(
            NewRows(500, seed: 2).Select(row => row with { Sign = float.NaN, Twin = float.NaN })
        );

        var drawn = Impute(data, new() { DrawsValues = true });
        float[] signs = [.. drawn.GetColumn<float>("Sign")];
        float[] twins = [.. drawn.GetColumn<float>("Twin")];

        Assert.That(signs, Is.All.AnyOf(1f, 5f));
        Assert.That(signs.Count(sign => sign == 5) / 500.0, Is.EqualTo(0.5).Within(0.1));
        Assert.That(signs.Zip(twins).Count(pair => pair.First == pair.Second), Is.GreaterThan(450));
    }

    [Test]
    public void Draws_OfSomeColumns_EqualThoseOfAllColumns()
    {
        var data = ml.Data.LoadFromEnumerable(
            NewRows(100, seed: 2).Select(row => row with { Sign = float.NaN, Twin = float.NaN })
        );

        var all = Impute(data, new() { DrawsValues = true });
        var some = Impute(data, new() { DrawsValues = true, Columns = [new("Twin")] });

        Assert.That(some.GetColumn<float>("Twin"), Is.EqualTo(all.GetColumn<float>("Twin")));
    }

    // The standard deviation of 1 and 5 with equal probabilities is 2.
    [Test]
    public void Uncertainty_OfNumbers_IsTheStandardDeviationOfTheirDistribution()
    {
        var guessed = Uncertainties("Sign", row => row with { Sign = float.NaN, Twin = float.NaN });
        var implied = Uncertainties("Sign", row => row with { Sign = float.NaN });
        var observed = Uncertainties("Sign", row => row);

        Assert.That(guessed.Average(), Is.EqualTo(2).Within(0.3));
        Assert.That(implied.Average(), Is.LessThan(0.7));
        Assert.That(observed, Is.All.NaN);
    }

    [Test]
    public void Uncertainty_OfKeys_IsTheProbabilityOfTheOtherKeys()
    {
        var guessed = Uncertainties(
            "Kind",
            row => row with { Kind = uint.MaxValue, Known = float.NaN, Follows = float.NaN }
        );
        var implied = Uncertainties("Kind", row => row with { Kind = uint.MaxValue });
        var observed = Uncertainties("Kind", row => row);

        Assert.That(guessed.Average(), Is.EqualTo(0.45).Within(0.1));
        Assert.That(implied.Average(), Is.LessThan(0.1));
        Assert.That(observed, Is.All.NaN);
    }

    [Test]
    public void Uncertainty_AnyBatchSize_KeepsTheFilledCells()
    {
        var data = ml.Data.LoadFromEnumerable(
            NewRows(300, seed: 3)
                .Select((row, i) => i % 2 == 0 ? row with { Follows = float.NaN } : row with { Kind = uint.MaxValue })
        );
        var usual = Impute(data, new());

        foreach (var batchSize in new[] { 1, 7, 1000 })
        {
            var filled = Impute(data, new() { UncertaintySuffix = "Uncertainty", BatchSize = batchSize });

            Assert.That(filled.GetColumn<float>("Follows"), Is.EqualTo(usual.GetColumn<float>("Follows")).Within(1e-4));
            Assert.That(filled.GetColumn<uint>("Kind"), Is.EqualTo(usual.GetColumn<uint>("Kind")));
        }
    }

    [Test]
    public void Save_Uncertainties_IsRefused()
    {
        NewRowsOf(row => row, out var data, out _);
        using var transformer = ml.Transforms.VaeImpute(Columns, model, new() { UncertaintySuffix = "U" }).Fit(data);

        Assert.That(
            () => SavedZip.Save(transformer, data.Schema),
            Throws.TypeOf<NotSupportedException>().With.Message.Contains("uncertainties")
        );
    }

    [Test]
    public void Options_ThatDoNotFit_AreRefused()
    {
        void Refuses(VaeImputeOptions options, string fact) =>
            Assert.That(
                () => ml.Transforms.VaeImpute(Columns, model, options),
                Throws.InstanceOf<ArgumentException>().With.Message.Contains(fact)
            );

        Refuses(new() { UncertaintySuffix = "" }, "empty");
        Refuses(new() { UncertaintySuffix = "U", DrawsValues = true }, "DrawsValues");
    }

    private void NewRowsOf(Func<Row, Row> damage, out IDataView data, out Row[] truth)
    {
        truth = NewRows(200, seed: 4);
        data = ml.Data.LoadFromEnumerable(truth.Select(damage));
    }

    private float[] Uncertainties(string column, Func<Row, Row> damage)
    {
        NewRowsOf(damage, out var data, out _);
        VaeImputeOptions options = new() { UncertaintySuffix = "Uncertainty" };
        return [.. Impute(data, options).GetColumn<float>(column + "Uncertainty")];
    }

    private IDataView Impute(IDataView data, VaeImputeOptions options) =>
        ml.Transforms.VaeImpute(Columns, model, options).Fit(data).Transform(data);

    private static Row[] NewRows(int count, int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ => NewRow(random))];
    }

    private static Row NewRow(Random random)
    {
        var sign = random.Next(2) == 0 ? 1 : 5;
        var known = random.Next(2) * 10;
        return new Row
        {
            Sign = sign,
            Twin = sign,
            Known = known,
            Follows = known + 1,
            Member = random.Next(2) == 0,
            Kind = known == 0 ? 0u : 1u,
        };
    }
}
