using TorchSharp;
using static TorchSharp.torch;

namespace VaeMlNet.OnnxExport.Tests;

/// <summary>Batch norms that are merged into the layer before them, and identical constants that are stored once.</summary>
public class OnnxExporterFoldingTests
{
    private static readonly (
        string Name,
        Func<nn.Module<Tensor, Tensor>> Layer,
        Func<nn.Module<Tensor, Tensor>> Norm,
        long[] Shape
    )[] Pairs =
    [
        ("Conv1d", () => nn.Conv1d(4, 6, 3, groups: 2, bias: false), () => nn.BatchNorm1d(6), [4, 8]),
        ("Conv2d", () => nn.Conv2d(4, 6, 3, 2, 1), () => nn.BatchNorm2d(6), [4, 7, 6]),
        (
            "Conv2d circular",
            () => nn.Conv2d(2, 3, 3, 1, 1, padding_mode: PaddingModes.Circular),
            () => nn.BatchNorm2d(3),
            [2, 5, 6]
        ),
        (
            "ConvTranspose2d",
            () => nn.ConvTranspose2d(4, 6, (3, 2), (2, 1)),
            () => nn.BatchNorm2d(6, affine: false),
            [4, 3, 5]
        ),
        (
            "ConvTranspose2d in groups",
            () => nn.ConvTranspose2d(4, 6, 3, 2, groups: 2),
            () => nn.BatchNorm2d(6),
            [4, 3, 5]
        ),
        ("Linear", () => nn.Linear(5, 6), () => nn.BatchNorm1d(6), [5]),
        ("Linear without bias", () => nn.Linear(5, 6, false), () => nn.BatchNorm1d(6, 0.1), [5]),
    ];

    private TemporaryFolder folder = null!;

    private static IEnumerable<string> PairNames => Pairs.Select(pair => pair.Name);

    [SetUp]
    public void MakeFolder()
    {
        folder = new TemporaryFolder();
        manual_seed(1);
    }

    [TearDown]
    public void DeleteFolder() => folder.Dispose();

    [TestCaseSource(nameof(PairNames))]
    public void Export_LayerAndBatchNorm_BecomeOneLayerThatMatches(string name)
    {
        var (_, layer, norm, shape) = Pairs.Single(pair => pair.Name == name);
        using var module = nn.Sequential(
            ("layer", layer()),
            ("drop", nn.Dropout()),
            ("norm", norm()),
            ("relu", nn.LeakyReLU())
        );
        Layers.Randomize(module);
        OnnxExporter.Export(module, shape, folder["folded.onnx"]);

        // The attribute and the constants that only a batch norm has.
        Assert.That(
            File.ReadAllText(folder["folded.onnx"]),
            Does.Not.Contain("epsilon").And.Not.Contain("running_mean")
        );

        using var exported = new OnnxModel(folder["folded.onnx"]);
        foreach (var rows in (long[])[1, 7, 64])
        {
            Parity.AssertAgree(module, exported, [rows, .. shape]);
        }
    }

    [Test]
    public void Export_FoldingTurnedOff_KeepsTheBatchNorm()
    {
        using var module = nn.Sequential(nn.Linear(5, 6), nn.BatchNorm1d(6));
        Layers.Randomize(module);
        OnnxExporter.Export(module, [5], folder["model.onnx"], new OnnxExportOptions { FoldBatchNorm = false });

        Assert.That(File.ReadAllText(folder["model.onnx"]), Does.Contain("epsilon").And.Contain("running_mean"));

        using var exported = new OnnxModel(folder["model.onnx"]);
        Parity.AssertAgree(module, exported, 7, 5);
    }

    [Test]
    public void Export_BatchNormThatCannotBeFolded_StaysAndMatches()
    {
        // After an activation; after a product on the last axis where the norm's channels are the middle one.
        using var module = nn.Sequential(
            nn.Linear(5, 6),
            nn.ReLU(),
            nn.BatchNorm1d(4),
            nn.Linear(6, 3),
            nn.BatchNorm1d(4)
        );
        Layers.Randomize(module);
        OnnxExporter.Export(module, [4, 5], folder["model.onnx"]);

        using var exported = new OnnxModel(folder["model.onnx"]);
        Parity.AssertAgree(module, exported, 7, 4, 5);
    }

    [Test]
    public void ToBytes_LayerWhoseResultIsReadTwice_IsNotFolded()
    {
        using var linear = nn.Linear(5, 6);
        using var norm = nn.BatchNorm1d(6);
        Layers.Randomize(norm);
        var graph = new OnnxGraphBuilder("twice");
        var hidden = graph.AddModule(linear, graph.AddInput("input", OnnxElementType.Float32, "N", 5), "linear");
        graph.AddOutput("output", graph.AddModule(norm, hidden, "norm"));
        graph.AddOutput("hidden", hidden);

        using var exported = new OnnxModel(graph.ToBytes());
        using var both = nn.Sequential(linear, norm);
        Parity.AssertAgree(both, exported, 7, 5);

        Assert.That(exported.Outputs.Keys, Is.EqualTo(["output", "hidden"]));
    }

    [Test]
    public void ToBytes_FoldedGraph_CanBeWrittenAgain()
    {
        using var module = nn.Sequential(nn.Linear(5, 6), nn.BatchNorm1d(6));
        var graph = new OnnxGraphBuilder("again");
        graph.AddOutput("y", graph.AddModule(module, graph.AddInput("x", OnnxElementType.Float32, "N", 5), ""));
        var first = graph.ToBytes();

        Assert.That(graph.ToBytes(), Is.EqualTo(first));
    }

    [Test]
    public void Export_TiedLayers_StoreTheirWeightsOnce([Values] OnnxWeightFormat format)
    {
        using var layer = nn.Linear(100, 100);
        using var tied = nn.Sequential(("a", layer), ("b", layer));
        using var alone = nn.Sequential(("a", layer));
        var options = new OnnxExportOptions { WeightFormat = format };
        OnnxExporter.Export(tied, [100], folder["tied.onnx"], options);
        OnnxExporter.Export(alone, [100], folder["alone.onnx"], options);

        Assert.That(
            new FileInfo(folder["tied.onnx"]).Length,
            Is.LessThan(new FileInfo(folder["alone.onnx"]).Length + 2000)
        );

        using var exported = new OnnxModel(folder["tied.onnx"]);
        if (format == OnnxWeightFormat.Float32)
        {
            Parity.AssertAgree(tied, exported, 7, 100);
        }
    }

    [Test]
    public void ToBytes_ConstantsThatDifferInShapeOnly_AreBothKept()
    {
        var graph = new OnnxGraphBuilder("shapes");
        var x = graph.AddInput("x", OnnxElementType.Float32, "N", 2);
        var row = graph.AddInitializer("row", (float[])[1, 2], 1, 2);
        var vector = graph.AddInitializer("vector", (float[])[1, 2], 2);
        graph.AddOutput("y", graph.AddNode("Add", [graph.AddNode("Mul", [x, row]), vector]));

        var text = System.Text.Encoding.Latin1.GetString(graph.ToBytes());

        Assert.That(text, Does.Contain("row").And.Contain("vector"));
    }

    [Test]
    public void Export_FoldedModels_PassPythonsChecker()
    {
        PythonOnnx.RequireInstalled();
        foreach (var (name, layer, norm, shape) in Pairs)
        {
            using var module = nn.Sequential(layer(), norm());
            OnnxExporter.Export(module, shape, folder[$"{name}.onnx"]);
        }

        PythonOnnx.Check(PairNames.Select(name => folder[$"{name}.onnx"]));
    }
}
