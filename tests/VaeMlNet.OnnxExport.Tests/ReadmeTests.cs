using Microsoft.ML.OnnxRuntime;
using TorchSharp;
using VaeMlNet.OnnxExport.Tests.Support;
using static TorchSharp.torch;

namespace VaeMlNet.OnnxExport.Tests;

/// <summary>The snippets of the library's README, as they stand there.</summary>
public class ReadmeTests
{
    private TemporaryFolder folder = null!;

    [SetUp]
    public void MakeFolder()
    {
        folder = new TemporaryFolder();
        manual_seed(1);
    }

    [TearDown]
    public void DeleteFolder() => folder.Dispose();

    [Test]
    public void Parity_ThroughOnnxRuntime_Agrees()
    {
        var path = folder["model.onnx"];
        using var model = nn.Sequential(
            ("hidden", nn.Linear(784, 400)),
            ("relu", nn.ReLU()),
            ("head", nn.Linear(400, 10))
        );
        OnnxExporter.Export(model, [784], path);

        using var session = new InferenceSession(path);
        Tensor[] Run(Tensor[] inputs)
        {
            var feeds = session
                .InputNames.Zip(inputs)
                .ToDictionary(
                    pair => pair.First,
                    pair => OrtValue.CreateTensorValueFromMemory(pair.Second.data<float>().ToArray(), pair.Second.shape)
                );
            using var options = new RunOptions();
            using var results = session.Run(options, feeds, session.OutputNames);
            return
            [
                .. results.Select(result =>
                    torch
                        .tensor(result.GetTensorDataAsSpan<float>().ToArray())
                        .reshape(result.GetTensorTypeAndShape().Shape)
                ),
            ];
        }

        var report = OnnxParity.Compare(model, [784], Run);
        TestContext.Out.WriteLine(report);
        Assert.That(report.Agrees, Is.True, report.ToString());
    }

    [Test]
    public void SeveralInputsAndOutputs_AreExported()
    {
        var model = nn.Sequential(nn.Embedding(1000, 16), nn.Flatten(), nn.Linear(12 * 16, 3));
        OnnxExporter.Export(
            model,
            [new OnnxInput("tokens", OnnxElementType.Int64, "N", 12)],
            folder["classifier.onnx"]
        );
        using var twoTowers = new TwoTowers();
        OnnxInput[] inputs =
        [
            new("category", OnnxElementType.Int64, "N"),
            new("numbers", OnnxElementType.Float32, "N", 4),
        ];
        OnnxExporter.Export(
            twoTowers,
            inputs,
            folder["towers.onnx"],
            new OnnxExportOptions { OutputNames = ["score", "joined"] }
        );

        using var towers = new OnnxModel(folder["towers.onnx"]);
        Assert.That(towers.Outputs.Keys, Is.EqualTo(["score", "joined"]));
        Assert.That(folder.Entries, Is.EqualTo(["classifier.onnx", "towers.onnx"]));
    }

    [Test]
    public void Options_ReachTheFile()
    {
        using var model = nn.Sequential(nn.Linear(784, 400), nn.BatchNorm1d(400), nn.ReLU(), nn.Linear(400, 10));
        var options = new OnnxExportOptions
        {
            Opset = 15, // 13 to 21, default 17
            WeightFormat = OnnxWeightFormat.Int8, // default Float32
            FoldBatchNorm = true, // the default
            Description = "digits, 2026-11",
            Metadata = { ["git"] = "4f0c1e2" },
        };
        OnnxExporter.Export(model, [784], folder["small.onnx"], options);

        using var small = new OnnxModel(folder["small.onnx"]);
        Assert.That(small.Metadata.Description, Is.EqualTo("digits, 2026-11"));
        Assert.That(small.Metadata.CustomMetadataMap["git"], Is.EqualTo("4f0c1e2"));
        Assert.That(new FileInfo(folder["small.onnx"]).Length, Is.EqualTo((784 + 10) * 400).Within(3).Percent);
    }
}
