using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.OnnxRuntime;
using VaeMlNet.Tests.Shared;
using static TorchSharp.torch;

namespace VaeMlNet.Tests;

/// <summary>The model of which cells are missing, in a table where one column is missing whenever another one is large.</summary>
public sealed class MissingMarkTests
{
    private static readonly string[] Columns = ["Size", "Gap", "Pair", "City", "Member"];

    private static readonly VaeTrainerOptions Options = new()
    {
        UsesRegressions = false,
        EpochCount = 120,
        BatchSize = 64,
        LatentDim = 8,
        Beta = 0.1,
        Network = new FullyConnectedNetworkOptions
        {
            HiddenDims = [32],
            Activation = VaeActivation.Silu,
            LinearPath = true,
        },
        Likelihood = new HistogramLikelihoodOptions(),
    };

    private readonly MLContext ml = new(seed: 1);
    private readonly TemporaryFolder models = new();

    private sealed class Row
    {
        public float Size { get; set; }
        public float Gap { get; set; }

        [VectorType(2)]
        public float[] Pair { get; set; } = [];

        [KeyType(3)]
        public uint City { get; set; }
        public bool Member { get; set; }
    }

    [OneTimeTearDown]
    public void DeleteModels() => models.Dispose();

    /// <summary>Gets trainings with every pair of two choices.</summary>
    private static IEnumerable<TestCaseData> Trainings =>
        from missing in Enum.GetValues<VaeMissingCells>()
        from likelihood in (
            (VaeLikelihoodOptions[])
                [new HistogramLikelihoodOptions(), StudentTLikelihoodOptions.ForTables, VaeLikelihoodOptions.Poisson]
        ).Index()
        let hides = ((int)missing + likelihood.Index) % 2 == 0
        select new TestCaseData(missing, hides, likelihood.Item).SetArgDisplayNames(
            $"{missing}",
            hides ? "hides cells" : "",
            likelihood.Item.GetType().Name
        );

    // Export fails where ONNX Runtime and TorchSharp differ.
    [TestCaseSource(nameof(Trainings))]
    public void Export_AnyMarks_GraphsAgreeOnAllKindsOfMissingCells(
        VaeMissingCells missing,
        bool hides,
        VaeLikelihoodOptions likelihood
    )
    {
        using var folder = new TemporaryFolder();
        var data = View(NewRows(100));
        var options = Options with
        {
            EpochCount = 2,
            MissingCells = missing,
            ColumnLikelihoods = new Dictionary<string, VaeLikelihoodOptions>
            {
                ["Size"] = likelihood,
                ["Gap"] = likelihood,
            },
            InputNoise = Noise(hides),
        };
        using var trained = new VaeTrainer(options).Fit(data, Columns);
        using var rows = trained.ReadRows(data);
        if (missing != VaeMissingCells.Ignore)
        {
            MakeKnownMissing(rows);
        }

        var report = trained.Export(folder["marks"], rows, new VaeExportOptions());
        using var model = VaeModel.Open(folder["marks"]);

        Assert.That(report.Outputs, Has.All.Property("ToleranceUsed").LessThanOrEqualTo(1));
        Assert.That(
            model.Manifest.Columns.Select(column => column.PredictsMissing),
            Is.EqualTo(missing == VaeMissingCells.Ignore ? new bool[5] : [false, true, false, true, false])
        );
    }

    [Test]
    public void Hide_AllCellsOrNone_HasNoValuesOrTheSameWithKnownMarks([Values(0, 1)] double rate)
    {
        using var scope = NewDisposeScope();
        using var generator = new Generator(1);
        var options = Options with
        {
            MissingCells = VaeMissingCells.Everywhere,
            InputNoise = Noise(hides: true),
            EpochCount = 1,
        };
        using var trained = new VaeTrainer(options).Fit(View(NewRows(100)), Columns);
        var (network, table) = (trained.Network, trained.Network.Table!);
        var rows = network.EncodeRows(trained.ReadRows(View(NewRows(20))));

        var hidden = network.HiddenCells!.Hide(rows, ones(20, 1) * rate, generator);

        var marks = rows.narrow(1, table.ValueWidth, table.MarkCount);
        var known = cat([rows.narrow(1, 0, table.ValueWidth), marks * Table.KnownMissingMark], 1);

        Assert.That(
            TensorValues.Floats(hidden),
            rate == 0 ? Is.EqualTo(TensorValues.Floats(known)) : Is.All.Matches<float>(float.IsNaN)
        );
        Assert.That(TensorValues.Floats(marks), Has.Some.EqualTo(1));
    }

    [Test]
    public void Decode_ColumnThatIsMissingForLargeSizes_HasThatProbability([Values] bool hides)
    {
        using var folder = new TemporaryFolder();
        using var model = Train(folder, VaeMissingCells.WhereSeen, hides);

        var small = MissingProbabilities(folder, [.. Enumerable.Repeat(NewRow(1, 0), 50)]);
        var large = MissingProbabilities(folder, [.. Enumerable.Repeat(NewRow(9, 0), 50)]);

        Assert.That(small.Average(), Is.LessThan(0.1));
        Assert.That(large.Average(), Is.GreaterThan(0.9));
    }

    /// <summary>The probability is that of a gap, although a cell without a value is a gap or hidden.</summary>
    [Test]
    public void Decode_NoCellKnown_HasTheShareOfTraining()
    {
        using var folder = new TemporaryFolder();
        using var model = Train(folder, VaeMissingCells.WhereSeen, hides: true);

        var p = MissingProbabilities(
            folder,
            [
                new Row
                {
                    Size = float.NaN,
                    Pair = [float.NaN, float.NaN],
                    City = 3,
                },
            ]
        );

        Assert.That(p[0], Is.EqualTo(0.5).Within(0.2));
    }

    /// <summary>A gap that is known says that the size is large.</summary>
    [Test]
    public void Encode_KnownGap_ChangesTheOtherColumns()
    {
        using var folder = new TemporaryFolder();
        using var model = Train(folder, VaeMissingCells.WhereSeen, hides: true);
        Row[] rows =
        [
            new Row
            {
                Size = float.NaN,
                Pair = [float.NaN, float.NaN],
                City = 3,
            },
        ];

        var unknown = Decode(folder, rows, float.NaN, "Size")[0];
        var known = Decode(folder, rows, float.PositiveInfinity, "Size")[0];

        Assert.That(unknown, Is.EqualTo(4.5).Within(1.5));
        Assert.That(known, Is.GreaterThan(unknown + 1));
    }

    [Test]
    public void Score_CellMissingAgainstThePattern_CountsInItsColumn()
    {
        using var folder = new TemporaryFolder();
        using var model = Train(folder, VaeMissingCells.WhereSeen, hides: false);
        var expected = NewRow(9, 0);
        var unexpected = NewRow(1, 0);
        unexpected.Gap = float.NaN;

        var why = Contributions(model, expected, unexpected);

        Assert.That(expected.Gap, Is.NaN);
        Assert.That(why[0][1], Is.LessThan(0.3));
        Assert.That(why[1][1], Is.GreaterThan(2));
    }

    [TestCase(VaeMissingCells.Everywhere, true)]
    [TestCase(VaeMissingCells.WhereSeen, false)]
    public void Score_FirstMissingCellOfAColumn_CountsOnlyEverywhere(VaeMissingCells missing, bool counts)
    {
        using var folder = new TemporaryFolder();
        using var model = Train(folder, missing, hides: false);
        var row = NewRow(1, 0);
        row.Size = float.NaN;
        row.Pair[1] = float.NaN;

        var why = Contributions(model, row)[0];

        // 0.5 of 600 + 1 rows.
        var cost = counts ? Math.Log(601 / 0.5) : 0;

        Assert.That(why[0], Is.EqualTo(cost).Within(1e-3));
        Assert.That(why[3], Is.EqualTo(cost).Within(1e-3));
    }

    [Test]
    public void Defaults_DetectorsAndOthers_ModelDifferentColumns()
    {
        var data = View(NewRows(40));
        using var table = new VaeTrainer(new() { EpochCount = 1 }).Fit(data, Columns);
        using var detector = new VaeTrainer(new() { EpochCount = 1 }) { ForAnomalies = true }.Fit(data, Columns);

        Assert.That(table.Options.MissingCells, Is.EqualTo(VaeMissingCells.WhereSeen));
        Assert.That(detector.Options.MissingCells, Is.EqualTo(VaeMissingCells.Everywhere));
    }

    [Test]
    public void Checkpoint_LoadedModel_ScoresTheSame()
    {
        using var folder = new TemporaryFolder();
        var data = View(NewRows(100));
        var options = Options with { EpochCount = 2, MissingCells = VaeMissingCells.Everywhere };
        using var trained = new VaeTrainer(options).Fit(data, Columns);
        trained.SaveCheckpoint(folder["checkpoint"]);
        using var loaded = TrainedVae.LoadCheckpoint(folder["checkpoint"]);
        loaded.Export(folder["loaded"], data);
        trained.Export(folder["trained"], data);
        using var a = VaeModel.Open(folder["trained"]);
        using var b = VaeModel.Open(folder["loaded"]);

        Assert.That(Contributions(b, NewRows(9)), Is.EqualTo(Contributions(a, NewRows(9))));
    }

    private static Row[] NewRows(int count)
    {
        var random = new Random(1);
        return [.. Enumerable.Range(0, count).Select(_ => NewRow(random.Next(10), random.NextDouble()))];
    }

    private static Row NewRow(int size, double noise) =>
        new()
        {
            Size = size,
            Gap = size >= 5 ? float.NaN : MathF.Floor((float)(10 * noise)),
            Pair = [size, (float)noise],
            // ML.NET counts the keys of a class from 0; 3 is a missing one.
            City = noise > 0.9 ? 3 : (uint)(size % 3),
            Member = noise > 0.5,
        };

    private static VaeInputNoiseOptions Noise(bool hides) =>
        hides ? new() { Kind = VaeInputNoiseKind.HiddenCells, Level = 1 } : new();

    private static void MakeKnownMissing(Tensor rows)
    {
        using var scope = NewDisposeScope();
        for (var row = 0; row < rows.shape[0]; row++)
        {
            // Size, Gap, the first of Pair, City.
            rows[row, new long[] { 0, 1, 2, 4 }[row % 4]] = tensor(float.PositiveInfinity);
        }
    }

    private IDataView View(Row[] rows) => ml.Data.LoadFromEnumerable(rows);

    /// <summary>Opens a copy of the model of 600 rows, which is trained once for all tests.</summary>
    private VaeModel Train(TemporaryFolder folder, VaeMissingCells missing, bool hides)
    {
        var name = $"{missing}-{hides}";
        if (!Directory.Exists(models[name]))
        {
            var data = View(NewRows(600));
            var options = Options with { MissingCells = missing, InputNoise = Noise(hides) };
            using var trained = new VaeTrainer(options).Fit(data, Columns);
            trained.Export(models[name], data);
        }

        foreach (var file in Directory.EnumerateFiles(models[name], "*", SearchOption.AllDirectories))
        {
            var copy = folder["model", Path.GetRelativePath(models[name], file)];
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }

        return VaeModel.Open(folder["model"]);
    }

    private float[][] Contributions(VaeModel model, params Row[] rows)
    {
        var data = View(rows);
        var options = new VaeScoreOptions { ContributionsColumnName = "Why", Kind = VaeScoreKind.ReconstructionError };
        return
        [
            .. ml
                .Transforms.VaeScore("Score", Columns, model, options)
                .Fit(data)
                .Transform(data)
                .GetColumn<float[]>("Why"),
        ];
    }

    private static float[] MissingProbabilities(TemporaryFolder folder, Row[] rows) =>
        Decode(folder, rows, float.NaN, "Gap_missing");

    /// <summary>Encodes rows with another value of Gap, and decodes an output.</summary>
    private static float[] Decode(TemporaryFolder folder, Row[] rows, float gapOfAll, string output)
    {
        using var encoder = new InferenceSession(folder["model", "encoder.onnx"]);
        using var decoder = new InferenceSession(folder["model", "decoder.onnx"]);
        long[] shape = [rows.Length, 1];
        using var size = OrtValue.CreateTensorValueFromMemory(Array.ConvertAll(rows, row => row.Size), shape);
        using var gap = OrtValue.CreateTensorValueFromMemory(Array.ConvertAll(rows, row => gapOfAll), shape);
        using var pair = OrtValue.CreateTensorValueFromMemory(
            rows.SelectMany(row => row.Pair).ToArray(),
            [rows.Length, 2]
        );
        using var city = OrtValue.CreateTensorValueFromMemory(Array.ConvertAll(rows, row => (row.City + 1) % 4), shape);
        using var member = OrtValue.CreateTensorValueFromMemory(Array.ConvertAll(rows, row => row.Member), shape);
        using var run = new RunOptions();
        using var latents = encoder.Run(run, Columns, [size, gap, pair, city, member], ["mean"]);
        using var decoded = decoder.Run(run, ["latent"], [latents[0]], [output]);
        return decoded[0].GetTensorDataAsSpan<float>().ToArray();
    }
}
