using System.Runtime.InteropServices;
using Microsoft.ML;
using Element = Microsoft.ML.OnnxRuntime.Tensors.TensorElementType;

namespace VaeMlNet.Tests;

/// <summary>Models that keep weights in other files. These files are read only from the folder of the model file.</summary>
public sealed class ExternalDataTests
{
    private static readonly float[] Weights = [1, 2, 3];

    private readonly MLContext ml = new(seed: 1);
    private TemporaryFolder folder = null!;

    [SetUp]
    public void CreateFolder()
    {
        folder = new TemporaryFolder();
        Directory.CreateDirectory(folder["models", "parts"]);
    }

    [TearDown]
    public void DeleteFolder() => folder.Dispose();

    [TestCase("weights.bin", 0)]
    [TestCase("parts/weights.bin", 8)]
    public void ExternalData_InTheModelsFolder_IsRead(string location, int offset)
    {
        WriteWeights(location, offset);
        var file = WriteModel(location, offset, sizeof(float) * Weights.Length);
        var data = Data();

        var values = ColumnValues.Read(ml.Transforms.ApplyOnnxModelBatched(file).Fit(data).Transform(data), "y");

        Assert.That(values[1], Is.EqualTo(new object[] { 4f, 10f, 18f }));
    }

    [Test]
    public void Save_ModelWithExternalData_IncludesTheData()
    {
        WriteWeights("weights.bin", 0);
        var file = WriteModel("weights.bin", 0, null);
        var data = Data();
        ITransformer batched = ml.Transforms.ApplyOnnxModelBatched(file).Fit(data);

        var zip = SavedZip.Save(batched, data.Schema);
        File.Delete(folder["models", "weights.bin"]);

        Assert.That(
            ColumnValues.Read(SavedZip.Load(zip).Transform(data), "y")[1],
            Is.EqualTo(new object[] { 4f, 10f, 18f })
        );
    }

    [TestCase("../weights.bin", "only files beside the model file")]
    [TestCase("parts/../weights.bin", "only files beside the model file")]
    [TestCase("..\\weights.bin", "only files beside the model file")]
    [TestCase("/etc/passwd", "only files beside the model file")]
    [TestCase("C:/weights.bin", "only files beside the model file")]
    [TestCase("", "only files beside the model file")]
    [TestCase("nope.bin", "no such file")]
    [TestCase("empty.bin", "no content")]
    [TestCase("short.bin", "fewer than the model names")]
    [Proves(36)]
    public void ExternalData_OutsideTheFolderOrDamaged_IsRefused(string location, string reason)
    {
        File.WriteAllBytes(folder["weights.bin"], new byte[12]);
        WriteWeights("weights.bin", 0);
        File.WriteAllBytes(folder["models", "empty.bin"], []);
        File.WriteAllBytes(folder["models", "short.bin"], new byte[11]);

        AssertRefused(WriteModel(location, 0, 12), reason);
    }

    [Test]
    [Platform(Exclude = "Win", Reason = "Creating links needs a privilege there.")]
    [Proves(36)]
    public void Link_ToAFileOrAFolder_IsRefused()
    {
        File.WriteAllBytes(folder["weights.bin"], new byte[12]);
        File.CreateSymbolicLink(folder["models", "linked.bin"], folder["weights.bin"]);
        Directory.CreateSymbolicLink(folder["models", "linked"], folder.Path);

        AssertRefused(WriteModel("linked.bin", 0, 12), "through a link");
        AssertRefused(WriteModel("linked/weights.bin", 0, 12), "through a link");
    }

    [Test]
    public void ExternalData_OfAStream_IsRefused()
    {
        WriteWeights("weights.bin", 0);
        var model = File.ReadAllBytes(WriteModel("weights.bin", 0, 12));

        Assert.That(
            () =>
                ml.Transforms.ApplyOnnxModelBatched(
                    new ApplyOnnxModelBatchedOptions { ModelBytes = new MemoryStream(model) }
                ),
            Throws.InvalidOperationException.With.Message.Contains("from a stream")
        );
    }

    private void AssertRefused(string file, string reason) =>
        Assert.That(
            () => ml.Transforms.ApplyOnnxModelBatched(file),
            Throws
                .InvalidOperationException.With.Message.StartsWith("Error initializing model :")
                .And.Message.Contains("external data")
                .And.Message.Contains(reason)
        );

    private void WriteWeights(string location, int offset) =>
        File.WriteAllBytes(folder["models", location], [.. new byte[offset], .. MemoryMarshal.AsBytes<float>(Weights)]);

    /// <summary>Writes a model that computes y [N, 3] = x [N, 3] * weights. The weights are in another file.</summary>
    private string WriteModel(string location, int offset, int? length)
    {
        var tensor = OnnxBytes.Tensor("weights", 1, [3], null).Message(13, Entry("location", location));
        tensor.Message(13, Entry("offset", offset.ToString(System.Globalization.CultureInfo.InvariantCulture)));
        if (length is { } bytes)
        {
            tensor.Message(13, Entry("length", bytes.ToString(System.Globalization.CultureInfo.InvariantCulture)));
        }

        var model = new SmallGraph()
            .Input("x", Element.Float, null, 3)
            .Output("y", Element.Float, null, 3)
            .Initializer(tensor.Varint(14, 1))
            .Node("Mul", ["x", "weights"], ["y"])
            .ToBytes();
        return folder.Write(Path.Combine("models", "model.onnx"), model);
    }

    private static ProtobufBytes Entry(string key, string value) => new ProtobufBytes().Text(1, key).Text(2, value);

    private IDataView Data() => VectorRow<float>.View(ml, [1, 2, 3], [4, 5, 6]);
}
