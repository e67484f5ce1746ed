namespace VaeMlNet.Tests;

public sealed class OnnxFileInfoTests
{
    private TemporaryFolder folder = null!;

    [SetUp]
    public void CreateFolder() => folder = new TemporaryFolder();

    [TearDown]
    public void DeleteFolder() => folder.Dispose();

    [TestCaseSource(typeof(TinyModel), nameof(TinyModel.All))]
    public void Read_RealEncoder_SaysWhatIsInIt(object model)
    {
        var info = OnnxFileInfo.Read(Path.Combine(((TinyModel)model).Folder, "encoder.onnx"));

        Assert.That(
            info.Inputs.Select(i => (i.Name, i.Type, i.IsSingle)),
            Has.Exactly(1).EqualTo(("features", "float32 [N, 6]", true))
        );
        Assert.That(info.Outputs.Select(o => o.Name), Is.EqualTo(new[] { "mean", "log_variance" }));
        Assert.That(info.Inputs[0].Dimensions, Is.EqualTo(new long?[] { null, 6 }));
        Assert.That((info.IrVersion, info.Opsets["ai.onnx"]), Is.EqualTo((8L, 17L)));
        Assert.That(info.Operators.Values.Sum(), Is.GreaterThan(0));
    }

    [Test]
    public void Read_InnerGraphsAndOtherDomains_AreCounted()
    {
        var branch = new ProtobufBytes().Message(1, Node("Add")).Message(1, Node("Add"));
        var conditional = Node("If").Message(5, new ProtobufBytes().Text(1, "then_branch").Message(6, branch));
        var graph = OnnxBytes
            .Graph([("x", 2)], [("y", 2)])
            .Message(1, conditional)
            .Message(1, Node("Gelu").Text(7, "com.microsoft"));

        var info = OnnxFileInfo.Read(folder.Write("x.onnx", OnnxBytes.Model(graph)));

        Assert.That(
            info.Operators,
            Is.EqualTo(
                new Dictionary<string, int>
                {
                    ["Add"] = 2,
                    ["If"] = 1,
                    ["com.microsoft.Gelu"] = 1,
                }
            )
        );
    }

    [Test]
    public void Read_NoModel_IsInvalidData() =>
        Assert.That(
            () => OnnxFileInfo.Read(folder.Write("x.onnx", "text"u8.ToArray())),
            Throws.TypeOf<InvalidDataException>()
        );

    [Test]
    public void Read_NoFile_IsAnIOException() =>
        Assert.That(() => OnnxFileInfo.Read(folder["none.onnx"]), Throws.InstanceOf<IOException>());

    private static ProtobufBytes Node(string operatorName) => new ProtobufBytes().Text(4, operatorName);
}
