using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Microsoft.ML;
using Microsoft.ML.Data;
using VaeMlNet.OnnxExport;
using VaeMlNet.Tests.Shared;
using static TorchSharp.torch;

namespace VaeMlNet.Tests;

/// <summary>
/// Booleans that are hidden from the encoder while rows are drawn, in a table where the key decides both Booleans: members are in team 1, and
/// guests in all others.
/// </summary>
public sealed class HiddenBooleanTests
{
    private const int RowCount = 1500;

    private static readonly string[] Columns = ["Hours", "Member", "Team", "Guest"];

    private static readonly VaeTrainerOptions Options = new()
    {
        UsesRegressions = false,
        EpochCount = 40,
        BatchSize = 64,
        LatentDim = 8,
        Beta = 0.1,
        LearningRate = 0.003,
        Likelihood = new HistogramLikelihoodOptions(),
        Network = new FullyConnectedNetworkOptions
        {
            HiddenDims = [32],
            Activation = VaeActivation.Silu,
            LinearPath = true,
        },
        InputNoise = new() { Kind = VaeInputNoiseKind.HiddenCells, Level = 1 },
    };

    private readonly MLContext ml = new(seed: 1);
    private TemporaryFolder folder = null!;
    private IDataView data = null!;
    private TrainedVae trained = null!;
    private VaeModel model = null!;

    private sealed class Row
    {
        public float Hours { get; set; }
        public bool Member { get; set; }

        [KeyType(3)]
        public uint Team { get; set; }
        public bool Guest { get; set; }
    }

    [OneTimeSetUp]
    public void Train()
    {
        folder = new TemporaryFolder();
        data = ml.Data.LoadFromEnumerable(NewRows());
        trained = new VaeTrainer(Options).Fit(data, Columns);
        trained.Export(folder["model"], data);
        model = VaeModel.Open(folder["model"]);
    }

    [OneTimeTearDown]
    public void Delete()
    {
        model?.Dispose();
        trained?.Dispose();
        folder.Dispose();
    }

    [Test]
    [Proves(69)]
    public void HidingEncoder_AnyHiddenBooleans_EncodesLikeTorchSharp(
        [Values(OnnxWeightFormat.Float32, OnnxWeightFormat.Float16, OnnxWeightFormat.Int8)] OnnxWeightFormat weights
    )
    {
        var path = folder[$"{weights}"];
        trained.Export(path, data, new VaeExportOptions { WeightFormat = weights });
        using var exported = VaeModel.Open(path);
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        using var rows = trained.ReadRows(data);
        var raw = rows.narrow(0, 0, 16).clone(); // [16, 4]
        raw.select(1, 0).fill_(float.NaN);
        raw.select(1, 2).fill_(float.NaN);
        bool[] memberIsHidden = [.. Enumerable.Range(0, 16).Select(row => row % 2 == 0)];
        bool[] guestIsHidden = [.. Enumerable.Range(0, 16).Select(row => row % 4 >= 2)];
        var shown = Encode(exported, raw, new bool[16], new bool[16]);

        var hidden = Encode(exported, raw, memberIsHidden, guestIsHidden);

        // Stored weights are rounded. The network of TorchSharp reads NaN in hidden cells.
        var tolerance =
            weights == OnnxWeightFormat.Float32 ? 1e-5
            : weights == OnnxWeightFormat.Float16 ? 0.02
            : 0.08;

        Assert.That(hidden, Is.EqualTo(Expected(raw, memberIsHidden, guestIsHidden)).Within(tolerance));
        Assert.That(shown, Is.EqualTo(Expected(raw, new bool[16], new bool[16])).Within(tolerance));
        Assert.That(
            hidden.Zip(shown).Max(pair => Math.Abs(pair.First - pair.Second)),
            Is.GreaterThan(10 * tolerance),
            "hiding changes the latents"
        );
    }

    [Test]
    [Proves(69)]
    public void EncoderFile_TableWithHiddenBooleans_HasTheInputsOfTheColumnsOnly() =>
        Assert.That(
            OnnxFileInfo.Read(Path.Combine(folder["model"], "encoder.onnx")).Inputs.Select(input => input.Name),
            Is.EqualTo(Columns)
        );

    [Test]
    [Proves(69)]
    public void VaeSample_ByDefault_DrawsBooleansCellByCell()
    {
        var rows = Sample(new());

        Assert.That(rows, Has.Length.EqualTo(RowCount));
        Assert.That(Share(rows, row => row.Member), Is.EqualTo(0.5).Within(0.03));
        Assert.That(Share(rows, row => row.Guest), Is.EqualTo(0.5).Within(0.03));
        Assert.That(Share(rows, row => row.Member == (row.Team == 1)), Is.GreaterThan(0.97));
        Assert.That(Share(rows, row => row.Member != row.Guest), Is.GreaterThan(0.97));
    }

    [TestCase(true)]
    [TestCase(false)]
    public void Conditions_OnABoolean_AreGivenToTheModelAndRejectNoRow(bool isMember)
    {
        VaeSampleAcceptance acceptance = new();

        var rows = Sample(new() { Conditions = [$"Member={isMember}"], Acceptance = acceptance }, count: 512);

        Assert.That(rows.Select(row => row.Member), Is.All.EqualTo(isMember));
        Assert.That(Share(rows, row => row.Team == 1 == isMember), Is.GreaterThan(0.9), "given the Boolean");
        Assert.That(acceptance.Rate, Is.EqualTo(1));
    }

    [Test]
    public void VaeSample_AnyBatchSize_GivesTheSameRows()
    {
        var expected = Sample(new() { BatchSize = 256 });

        var rows = Sample(new() { BatchSize = 100 });

        Assert.That(
            rows.Zip(expected).Count(pair => Key(pair.First) != Key(pair.Second)),
            Is.LessThanOrEqualTo(RowCount / 100),
            "rounding in the graphs can change a draw that lies on a border"
        );
    }

    /// <summary>Folders of other programs can have an encoder without marks.</summary>
    [Test]
    [Proves(69)]
    public void VaeSample_EncoderWithoutMarks_DrawsFromLatents()
    {
        var path = folder["visible"];
        using (var visible = new VaeTrainer(Options with { EpochCount = 1, InputNoise = new() }).Fit(data, Columns))
        {
            visible.Export(path, data);
        }

        DeclareHiddenCells(path);
        using var opened = VaeModel.Open(path);

        Assert.That(opened.Manifest.Training.HiddenCells, Is.EqualTo(1));
        Assert.That(CellByCellCandidates.CanDraw(opened), Is.False);
        Assert.That(ml.Data.VaeSample(opened, 10, seed: 1).GetColumn<float>("Hours").ToArray(), Has.Length.EqualTo(10));
    }

    [Test]
    [Proves(69)]
    public void Create_MarksThatDoNotFitTheGraph_IsRefused() =>
        Assert.That(
            () => HidingEncoder.Create(ModelFolder.Open(folder["model"]), model.HiddenBooleans! with { Width = 1 }),
            Throws.TypeOf<VaeModelException>().With.Message.Contains("encoder.onnx is refused")
        );

    [Test]
    public void Dispose_AfterRowsWereDrawn_ClosesTheSessionThatHidesBooleans()
    {
        var opened = VaeModel.Open(folder["model"]);
        _ = ml.Data.VaeSample(opened, 1, seed: 1).GetColumn<bool>("Member").Single();
        opened.Dispose();

        Assert.That(() => opened.HidingEncoderLease, Throws.TypeOf<ObjectDisposedException>());
    }

    /// <summary>Changes the manifest of a model folder, and its checksum.</summary>
    private static void DeclareHiddenCells(string path)
    {
        var manifest = Path.Combine(path, "manifest.json");
        string Sum() => Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(manifest)));
        var before = Sum();
        var json = JsonNode.Parse(File.ReadAllText(manifest))!;
        json["training"]!["hidden_cells"] = 1;
        File.WriteAllText(manifest, json.ToJsonString());
        var sums = Path.Combine(path, "SHA256SUMS");
        File.WriteAllText(sums, File.ReadAllText(sums).Replace(before, Sum(), StringComparison.Ordinal));
    }

    private static float[] Encode(VaeModel model, Tensor raw, bool[] memberIsHidden, bool[] guestIsHidden)
    {
        GraphTensor[] inputs = [.. model.Manifest.Columns.Select(GraphTensors.Input), model.HiddenBooleans!];
        using var batch = new OnnxBatch(
            model.HidingEncoderLease,
            inputs,
            GraphTensors.EncoderOutputs(model.Manifest)[..1],
            (int)raw.shape[0]
        );
        var cells = TensorValues.Floats(raw);
        for (var row = 0; row < raw.shape[0]; row++)
        {
            // While a Boolean is hidden, its input is false.
            batch.Input<float>(0, row)[0] = cells[row * 4];
            batch.Input<bool>(1, row)[0] = cells[(row * 4) + 1] == 1 && !memberIsHidden[row];
            batch.Input<uint>(2, row)[0] = 0; // missing, like the number
            batch.Input<bool>(3, row)[0] = cells[(row * 4) + 3] == 1 && !guestIsHidden[row];
            batch.Input<bool>(4, row)[0] = memberIsHidden[row];
            batch.Input<bool>(4, row)[1] = guestIsHidden[row];
        }

        batch.Run((int)raw.shape[0]);
        return batch.OutputRows<float>(0, (int)raw.shape[0]).ToArray();
    }

    private float[] Expected(Tensor raw, bool[] memberIsHidden, bool[] guestIsHidden)
    {
        var cells = TensorValues.Floats(raw);
        for (var row = 0; row < memberIsHidden.Length; row++)
        {
            cells[(row * 4) + 1] = memberIsHidden[row] ? float.NaN : cells[(row * 4) + 1];
            cells[(row * 4) + 3] = guestIsHidden[row] ? float.NaN : cells[(row * 4) + 3];
        }

        var encoded = trained.Network.EncodeRows(tensor(cells, raw.shape));
        return TensorValues.Floats(
            trained.Network.Latent.ComputeEncoderOutputs(trained.Network.ComputeHead(encoded))[0]
        );
    }

    private static (float, bool, uint, bool) Key(Row row) => (row.Hours, row.Member, row.Team, row.Guest);

    private static double Share(Row[] rows, Func<Row, bool> test) => (double)rows.Count(test) / rows.Length;

    private Row[] Sample(VaeSampleOptions options, int count = RowCount) =>
        [.. ml.Data.CreateEnumerable<Row>(ml.Data.VaeSample(model, count, seed: 1, options), reuseRowObject: false)];

    private static Row[] NewRows()
    {
        var random = new Random(1);
        return
        [
            .. Enumerable
                .Range(0, RowCount)
                .Select(_ =>
                {
                    var team = random.Next(2) == 0 ? 0u : (uint)random.Next(1, 3);
                    return new Row
                    {
                        Hours = random.Next(20) + (team == 0 ? 20 : 0),
                        Member = team == 0,
                        Team = team,
                        Guest = team != 0,
                    };
                }),
        ];
    }
}
