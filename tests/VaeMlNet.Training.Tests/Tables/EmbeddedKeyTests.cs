using Microsoft.ML;
using Microsoft.ML.Data;
using TorchSharp;
using VaeMlNet.Tests.Shared;
using static TorchSharp.torch;

namespace VaeMlNet.Tests;

/// <summary>Columns with so many categories that the network has a learned vector for each instead of one-hot slots.</summary>
public sealed class EmbeddedKeyTests
{
    private const int RowCount = 240;
    private const int ItemCount = 30;

    // Embedded columns are before, between and behind others, so that the order of the network's row is not that of the table.
    private static readonly HardTable Table = new(
        "items",
        RowCount,
        Key("Item", ItemCount, row => row % 11 == 3 ? 0 : 1 + (row % ItemCount)),
        HardTable.Number("Price", row => row % 7 == 2 ? double.NaN : ItemOf(row) + (0.1 * (row % 5))),
        Key("Class", 3, row => row % 13 == 5 ? 0 : 1 + (ItemOf(row) * 3 / ItemCount)),
        HardTable.Flag("Sold", row => ItemOf(row) % 2 == 0),
        Key("Shop", 9, row => 1 + (ItemOf(row) * 9 / ItemCount))
    );

    private static readonly HardTable WithUnseen = new(
        "unseen",
        RowCount,
        Key("Item", ItemCount + 1, row => row % 2 == 0 ? ItemCount + 1 : 1 + (row % ItemCount)),
        Table.Columns[1],
        Table.Columns[2],
        Table.Columns[3],
        Key("Shop", 10, row => row % 3 == 0 ? 10 : 1 + (ItemOf(row) * 9 / ItemCount))
    );

    private static readonly VaeTrainerOptions Options = new()
    {
        EpochCount = 3,
        BatchSize = 32,
        LatentDim = 4,
        HiddenDims = [16],
        EmbedCategoriesAbove = 4,
        UsesRegressions = false,
    };

    private static IEnumerable<TestCaseData> Cases()
    {
        (string Name, VaeTrainerOptions Options)[] cases =
        [
            ("regressions", Options with { UsesRegressions = true }),
            ("Gaussian numbers", Options with { Likelihood = VaeLikelihoodOptions.GaussianUnitVariance }),
            ("without hidden cells", Options with { InputNoise = new() }),
            (
                "Gaussian noise",
                Options with
                {
                    InputNoise = new() { Kind = VaeInputNoiseKind.Gaussian, Level = 0.5 },
                }
            ),
            ("all keys", Options with { EmbedCategoriesAbove = 0 }),
            ("only items", Options with { EmbedCategoriesAbove = 9 }),
            ("marks of missing cells", Options with { MissingCells = VaeMissingCells.Everywhere }),
            ("no marks", Options with { MissingCells = VaeMissingCells.Ignore }),
            ("normal rows", Options with { NormalRows = true }),
            ("streamed", Options with { Data = new() { ShuffleBufferRows = 50 } }),
            ("VampPrior", Options with { Prior = new VampPriorOptions { PseudoInputs = 3 } }),
            ("averaged weights", Options with { WeightAverageDecay = 0.9 }),
        ];
        return LongCases.AllButEvery(3, cases.Select(c => new TestCaseData(c.Options).SetArgDisplayNames(c.Name)));
    }

    [TestCaseSource(nameof(Cases))]
    [Proves(59)]
    public void Export_EmbeddedKeys_AgreesWithTorchSharp(VaeTrainerOptions options)
    {
        using var folder = new TemporaryFolder();
        using var model = Trained(options);

        var report = model.Export(folder["model"], Table.View);

        Assert.That(report.Outputs, Has.All.Property("ToleranceUsed").LessThanOrEqualTo(1));

        using var opened = VaeModel.Open(folder["model"]);

        Assert.That(opened.Verify().Passed, Is.True);
        Assert.That(
            model.Network.Table!.EmbeddedKeys.Count(),
            Is.EqualTo(Table.Columns.Count(c => KeyCount(c) > options.EmbedCategoriesAbove))
        );
    }

    [TestCase(OnnxExport.OnnxWeightFormat.Float16)]
    [TestCase(OnnxExport.OnnxWeightFormat.Int8)]
    public void Export_WeightsInFewerBits_IsWithinTheirTolerance(OnnxExport.OnnxWeightFormat format)
    {
        using var folder = new TemporaryFolder();
        using var model = Trained(Options);

        Assert.That(
            () => model.Export(folder["model"], Table.View, new VaeExportOptions { WeightFormat = format }),
            Throws.Nothing
        );
    }

    [Test]
    public void NegativeLogLikelihood_EmbeddedKey_IsThatOfTheSoftmaxOfAllProducts()
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        using var likelihood = NewLikelihood(rowCount: 6, shares: [0.5f, 1f / 3, 1f / 6, 0]);
        var vectors = likelihood.modules().OfType<CategoryEmbedding>().Single().Weight; // [4, E]
        vectors.copy_(rand(4, vectors.shape[1]));
        var h = rand(5, vectors.shape[1]);
        var keys = tensor(new[] { 1f, 2, 3, 4, float.NaN }, [5, 1]);
        var actual = TensorValues.Floats(likelihood.NegativeLogLikelihoodPerSlot(h, keys));
        var mean = TensorValues.Floats(likelihood.Mean(h));
        // (share * rows + 1) / (rows + K)
        double[] biases = [Math.Log(4 / 10.0), Math.Log(3 / 10.0), Math.Log(2 / 10.0), Math.Log(1 / 10.0)];
        for (var row = 0; row < 5; row++)
        {
            var logits = biases
                .Select((bias, key) => bias + (h[row] * vectors[key]).sum().item<float>())
                .Select(Math.Exp)
                .ToArray();
            var probabilities = logits.Select(weight => weight / logits.Sum()).ToArray();

            Assert.That(mean[(row * 4)..((row * 4) + 4)], Is.EqualTo(probabilities).Within(1e-5));
            Assert.That(actual[row], Is.EqualTo(row < 4 ? -Math.Log(probabilities[row]) : 0).Within(1e-5));
        }
    }

    [Test]
    public void Loss_EmbeddedKeys_HasTheGradientOfFiniteDifferences()
    {
        using var scope = NewDisposeScope();
        using var model = Trained(Options with { Likelihood = VaeLikelihoodOptions.GaussianUnitVariance });
        var network = model.Network;
        network.to(ScalarType.Float64);
        network.eval();
        var rows = network
            .EncodeRows(network.Likelihood.SyntheticRows(6, 0, 1, new Generator(2)))
            .to(ScalarType.Float64);
        var noise = randn(6, 4, ScalarType.Float32, generator: new Generator(3)).to(ScalarType.Float64);
        Tensor Loss() => Some.Loss(network.NegativeElbo(rows, noise, LatentDistribution.Exact), beta: 0.7);
        foreach (var parameter in network.parameters())
        {
            parameter.grad?.zero_();
        }

        Loss().backward();
        using var noGrad = no_grad();
        foreach (var (name, parameter) in network.named_parameters().Where(p => p.name.Contains("embedded_key")))
        {
            var gradient = parameter.grad!.contiguous().data<double>().ToArray();
            var values = parameter.detach().view(-1); // the same memory
            for (var i = 0; i < gradient.Length; i += 3)
            {
                const double step = 1e-5;
                var value = values.data<double>()[i];
                values.data<double>()[i] = value + step;
                var above = Loss().item<double>();
                values.data<double>()[i] = value - step;
                var below = Loss().item<double>();
                values.data<double>()[i] = value;

                Assert.That(gradient[i], Is.EqualTo((above - below) / (2 * step)).Within(1e-6), $"{name}[{i}]");
            }
        }
    }

    [Test]
    [Proves(59)]
    public void Network_EmbeddedKeys_HasTheVectorsOfEachColumnOnce()
    {
        using var model = Trained(Options);
        var shapes = model.Network.named_parameters().Select(p => (p.name, Shape: p.parameter.shape)).ToArray();

        Assert.That(shapes.Count(p => p.Shape.Contains(ItemCount) && p.Shape.Length == 2), Is.EqualTo(1));

        using var folder = new TemporaryFolder();
        model.Export(folder["model"], Table.View);
        var vectors = new byte[sizeof(float) * ItemCount * CategoryEmbedding.WidthFor(ItemCount)];
        var weight = model
            .Network.named_parameters()
            .Single(p => p.parameter.shape.Length == 2 && p.parameter.shape[0] == ItemCount)
            .parameter;
        Buffer.BlockCopy(TensorValues.Floats(weight), 0, vectors, 0, vectors.Length);
        var graph = File.ReadAllBytes(folder["model/scorer.onnx"]).AsSpan();
        var first = graph.IndexOf(vectors);

        Assert.That(first, Is.GreaterThan(0)); // encoder and decoder read the same constant
        Assert.That(graph[(first + 1)..].IndexOf(vectors), Is.EqualTo(-1));
    }

    [Test]
    [Proves(59)]
    public void EncoderInput_MissingHiddenAndUnseenKeys_HaveTheVectorZero()
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        using var likelihood = NewLikelihood(rowCount: 4, shares: [0.25f, 0.25f, 0.25f, 0.25f]);
        likelihood.modules().OfType<CategoryEmbedding>().Single().Weight.fill_(2);
        var input = likelihood.EncoderInput(tensor(new[] { 1f, 4, float.NaN, 0 }, [4, 1]));

        Assert.That(TensorValues.Floats(input.select(1, 0)), Is.EqualTo(new[] { 2f, 2, 0, 0 }));
    }

    [Test]
    public void Mean_ZeroOutputs_IsTheSharesOfTheKeys()
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        using var likelihood = NewLikelihood(rowCount: 1_000_000, shares: [0.5f, 0.3f, 0.2f, 0]);
        var probabilities = likelihood.Mean(zeros(1, likelihood.ParameterWidth));

        Assert.That(TensorValues.Floats(probabilities), Is.EqualTo(new[] { 0.5f, 0.3f, 0.2f, 0 }).Within(1e-5));
    }

    [Test]
    [Proves(59)]
    public void Impute_MissingKeys_AreFilledInTheirOwnColumns()
    {
        using var folder = new TemporaryFolder();
        using var trained = Trained(
            Options with
            {
                EpochCount = 60,
                LearningRate = 5e-3,
                Beta = 0.05,
                LatentDim = 8,
                EarlyStopping = null,
                InputNoise = new() { Kind = VaeInputNoiseKind.HiddenCells, Level = 1 },
            }
        );
        trained.Export(folder["model"], Table.View);
        var filled = Transformed(ml => ml.Transforms.VaeImpute(Table.ColumnNames, folder["model"]), Table);
        var items = filled.GetColumn<uint>("Item").ToArray();
        var classes = filled.GetColumn<uint>("Class").ToArray();

        Assert.That(items, Is.All.InRange(1u, (uint)ItemCount));
        Assert.That(classes, Is.All.InRange(1u, 3u));

        var missing = Enumerable.Range(0, RowCount).Where(row => row % 13 == 5).ToArray();

        Assert.That(
            missing.Average(row => classes[row] == 1 + (ItemOf(row) * 3 / ItemCount) ? 1 : 0),
            Is.GreaterThan(0.7)
        );
    }

    [Test]
    [Proves(59)]
    public void Score_UnseenCategories_AreMarkedInTheirOwnColumns()
    {
        using var folder = new TemporaryFolder();
        using var trained = Trained(Options);
        trained.Export(folder["model"], Table.View);
        var known = Scores(folder["model"], Table);
        var unseen = Scores(folder["model"], WithUnseen);
        var smallest = 2 * Math.Log(RowCount + 9 + 1.0);

        for (var row = 0; row < RowCount; row++)
        {
            Assert.That(unseen[row][4], row % 3 == 0 ? Is.GreaterThanOrEqualTo(smallest) : Is.LessThan(smallest));
            Assert.That(unseen[row][0], row % 2 == 0 ? Is.GreaterThanOrEqualTo(smallest) : Is.LessThan(smallest));
            Assert.That(known[row][0], Is.LessThan(smallest));
        }
    }

    [Test]
    public void LoadCheckpoint_EmbeddedKeys_GivesTheSameModel()
    {
        using var folder = new TemporaryFolder();
        using var saved = Trained(Options);
        saved.SaveCheckpoint(folder["checkpoint"]);
        using var loaded = TrainedVae.LoadCheckpoint(folder["checkpoint"]);

        Assert.That(loaded.Network.Table!.EmbeddedKeys.Select(key => key.Name), Is.EqualTo(new[] { "Item", "Shop" }));
        Assert.That(Some.Weights(loaded), Is.EqualTo(Some.Weights(saved)));
    }

    [Test]
    public void Resume_EmbeddedKeys_GivesTheWeightsOfOneTraining()
    {
        using var folder = new TemporaryFolder();
        var constant = Options with { LearningRateSchedule = new(), EpochCount = 4 };
        using var whole = Trained(constant);
        VaeTrainer Trainer(int epochs) =>
            new(constant with { EpochCount = epochs }) { Checkpoints = new(folder["checkpoints"]) };
        using (Trainer(2).Fit(Table.View, Table.ColumnNames)) { }

        using var resumed = Trainer(4).Fit(Table.View, Table.ColumnNames);

        Assert.That(Some.Weights(resumed), Is.EqualTo(Some.Weights(whole)));
    }

    [TestCase(true)]
    [TestCase(false)]
    [Proves(59)]
    public void VaeSample_EmbeddedKeys_HasTheSharesOfTheData(bool hidesCells)
    {
        using var folder = new TemporaryFolder();
        var options = Options with
        {
            EpochCount = 40,
            InputNoise = hidesCells ? new() { Kind = VaeInputNoiseKind.HiddenCells, Level = 1 } : new(),
        };
        using var trained = new VaeTrainer(options).Fit(Table.View, ["Item", "Price", "Class", "Shop"]);
        trained.Export(folder["model"], Table.View);
        var items = new MLContext(1).Data.VaeSample(folder["model"], 2000, seed: 1).GetColumn<uint>("Item").ToArray();
        var shares = items.CountBy(item => item).ToDictionary(i => i.Key, i => i.Value / 2000.0);

        Assert.That(shares.Keys.Where(key => key > 0), Is.All.InRange(1u, (uint)ItemCount));
        Assert.That(shares.Where(share => share.Key > 0).Max(share => share.Value), Is.LessThan(0.15));
        Assert.That(shares.Count, Is.GreaterThan(ItemCount / 2));
    }

    private static float[][] Scores(string model, HardTable rows) =>
        [
            .. Transformed(
                    ml =>
                        ml.Transforms.VaeScore(
                            "Score",
                            rows.ColumnNames,
                            model,
                            new VaeScoreOptions { ContributionsColumnName = "Parts" }
                        ),
                    rows
                )
                .GetColumn<float[]>("Parts"),
        ];

    private static IDataView Transformed<T>(Func<MLContext, IEstimator<T>> step, HardTable rows)
        where T : class, ITransformer => step(new MLContext(seed: 1)).Fit(rows.View).Transform(rows.View);

    private static TrainedVae Trained(VaeTrainerOptions options) =>
        new VaeTrainer(options).Fit(Table.View, Table.ColumnNames);

    private static EmbeddedKeyLikelihood NewLikelihood(long rowCount, float[] shares) =>
        new(
            new TableColumn
            {
                Name = "Item",
                Kind = TableColumnKind.Key,
                Width = 1,
                KeyCount = shares.Length,
                IsEmbedded = true,
                Shares = shares,
            },
            rowCount
        );

    private static int ItemOf(int row) => row % ItemCount;

    private static int KeyCount(SourceColumn column) => column.Type is KeyDataViewType key ? (int)key.Count : 0;

    private static ScalarSource<uint> Key(string name, int count, Func<int, int> value) =>
        new(name, new KeyDataViewType(typeof(uint), count), row => (uint)value(row));
}
