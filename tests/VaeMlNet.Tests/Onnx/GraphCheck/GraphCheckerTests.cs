using System.Text.RegularExpressions;
using VaeMlNet.Onnx;

namespace VaeMlNet.Tests;

/// <summary>Graphs of model folders with valid names and shapes and harmful nodes.</summary>
public sealed class GraphCheckerTests
{
    private const int Float = 1;
    private const int Int64 = 7;

    private TemporaryFolder temporary = null!;
    private string folder = "";

    [SetUp]
    public void CopyModel()
    {
        temporary = new TemporaryFolder();
        folder = temporary.CopyOf(TinyModel.Gaussian.Folder, "model");
    }

    [TearDown]
    public void DeleteCopy() => temporary.Dispose();

    /// <summary>
    /// Returns test cases with harmful graphs. Each of the first graphs ended the process while ONNX Runtime opened it.
    /// </summary>
    private static IEnumerable<TestCaseData> Harmful()
    {
        static TestCaseData Case(string name, string reason, params ProtobufBytes[] parts) =>
            new TestCaseData(parts, reason).SetArgDisplayNames(name);

        ProtobufBytes[] least = [Constant("a", [1], long.MinValue), Constant("b", [1], -1)];
        yield return Case("Div of -2^63 by -1", "Div", [Node("Div", "a,b"), .. least]);
        yield return Case("Mod of -2^63 by -1", "Mod", [Node("Mod", "a,b"), .. least]);
        yield return Case(
            "Trilu",
            "Trilu",
            Node("Trilu", "a,b"),
            Floats("a", [2, 2]),
            Constant("b", [], long.MinValue)
        );
        yield return Case(
            "SplitToSequence",
            "SplitToSequence",
            Node("SplitToSequence", "a,b"),
            Floats("a", [4]),
            Constant("b", [], 0)
        );
        yield return Case(
            "ReduceSum, axes [2, 0]",
            "axis of 0 elements",
            Node("ReduceSum", "a,b"),
            Floats("a", [4]),
            Constant("b", [2, 0])
        );
        yield return Case(
            "ReduceSum, axes [1, 1]",
            "expected an initializer of one axis",
            Node("ReduceSum", "a,b"),
            Floats("a", [4]),
            Constant("b", [1, 1], 0)
        );
        yield return Case(
            "LayerNormalization, no bias",
            "last input",
            Node("LayerNormalization", "a,b,"),
            Floats("a", [2, 3]),
            Floats("b", [3])
        );
        yield return Case(
            "LayerNormalization, other scale",
            "last axes",
            Node("LayerNormalization", "a,b,b"),
            Floats("a", [2, 3]),
            Floats("b", [2])
        );
        yield return Case(
            "DepthToSpace",
            "blocksize",
            Node("DepthToSpace", "a", ("blocksize", 0)),
            Floats("a", [1, 4, 1, 1])
        );
        yield return Case(
            "DepthToSpace, 2^40",
            "blocksize",
            Node("DepthToSpace", "a", ("blocksize", 1L << 40)),
            Floats("a", [1, 4, 1, 1])
        );
        yield return Case(
            "Gather",
            "outside of axis 0",
            Node("Gather", "a,b"),
            Floats("a", [4]),
            Constant("b", [1], long.MinValue)
        );
        yield return Case(
            "GatherElements",
            "an index is outside of axis 0",
            Node("GatherElements", "a,b"),
            Floats("a", [4]),
            Constant("b", [1], 4)
        );
        yield return Case("TopK", "more than it has", Node("TopK", "a,b"), Floats("a", [4]), Constant("b", [1], 5));
        yield return Case(
            "Reshape",
            "cannot have the shape",
            Node("Reshape", "a,b"),
            Floats("a", [4]),
            Constant("b", [2], 3, -1)
        );
        yield return Case("Split", "parts", Node("Split", "a,b"), Floats("a", [4]), Constant("b", [1], -4));
        yield return Case(
            "Slice",
            "step below 1",
            Node("Slice", "a,b,b,b,c"),
            Floats("a", [4]),
            Constant("b", [1], 0),
            Constant("c", [1], long.MinValue)
        );
        yield return Case("Pad", "pads axis 0", Node("Pad", "a,b"), Floats("a", [4]), Constant("b", [2], -1, 1L << 62));
        yield return Case("Transpose", "repeat", Node("Transpose", "a", ("perm", [1L, 1L])), Floats("a", [2, 2]));
        yield return Case("Unknown attribute", "'axes'", Node("Relu", "a", ("axes", 1L)), Floats("a", [2]));
        yield return Case(
            "Attribute of the wrong kind",
            "wrong kind",
            Node("Flatten", "a", ("axis", [1L])),
            Floats("a", [2])
        );
        yield return Case("Value that nobody gives", "no earlier node", Node("Relu", "nothing"));
        yield return Case(
            "Node before its input",
            "no earlier node",
            Node("Relu", "later"),
            Node("Relu", "a", output: "later"),
            Floats("a", [2])
        );
        yield return Case("Two values of one name", "two values", Node("Relu", "a", output: "a"), Floats("a", [2]));
        yield return Case("Rows that are mixed", "mixes rows", Node("ReduceMax", "features", ("axes", [0L])));
        yield return Case("Sparse initializer", "field 15", new ProtobufBytes().Message(15, new ProtobufBytes()));
        yield return Case("Shapes of inner values", "field 13", new ProtobufBytes().Message(13, new ProtobufBytes()));
    }

    [TestCaseSource(nameof(Harmful))]
    [Proves(35)]
    [Proves(36)]
    public void Open_GraphThatHarmsNativeCode_IsRefused(ProtobufBytes[] parts, string reason) => Refuses(parts, reason);

    [Test]
    [Proves(35)]
    public void Open_GraphOfLargeValues_IsRefused()
    {
        var ones = Floats("a", [1]);
        var expand = Node("Expand", "a,b");

        Refuses([expand, ones, Constant("b", [2], 1 << 13, 1 << 13)], "more than 16777216 elements");
        Refuses([expand, ones, Constant("b", [1], long.MaxValue)], "a size is");
        // 70 values of 6 * 2^20 elements for each row.
        Refuses(
            [
                Node("Reshape", "features,shape", output: "image"),
                Node("Expand", "image,b", output: "wide_0"),
                .. Enumerable.Range(0, 70).Select(i => Node("Relu", $"wide_{i}", output: $"wide_{i + 1}")),
                Constant("shape", [4], 0, 6, 1, 1),
                Constant("b", [4], 1, 1, 1 << 10, 1 << 10),
            ],
            "more than 268435456 elements"
        );
    }

    /// <summary>ONNX Runtime took a minute of processor time to open 20,000 of these.</summary>
    [Test]
    [Proves(35)]
    public void Open_GraphOfManyNodes_IsRefused() =>
        Refuses(
            [
                .. Enumerable
                    .Range(0, 4_001)
                    .Select(i =>
                        Node("Add", i == 0 ? "features,features" : $"sum_{i},sum_{i}", output: $"sum_{i + 1}")
                    ),
            ],
            "more than 4000 nodes"
        );

    [Test]
    public void Open_GraphWithTwoOperatorSetsOrAnOtherOne_IsRefused()
    {
        static ProtobufBytes Opset(ulong version) =>
            new ProtobufBytes().Message(8, new ProtobufBytes().Text(1, "").Varint(2, version));
        var model = File.ReadAllBytes(Path.Combine(folder, "encoder.onnx"));
        var reader = new ProtobufReader(model);
        var other = new ProtobufBytes().Varint(1, 8);
        while (reader.TryReadTag(out var field, out var type))
        {
            if (field == ModelProto.Graph)
            {
                other.Bytes(7, reader.ReadBytes());
            }
            else
            {
                reader.Skip(type);
            }
        }

        RefusesModel([.. other.ToArray(), .. Opset(18).ToArray()], "operator set 18, expected 17");
        RefusesModel([.. model, .. Opset(17).ToArray()], "field 8 twice");
        RefusesModel(other.ToArray(), "names no operator set");
    }

    [Test]
    public void Check_RealGraphs_AreAccepted([Values("mnist", "pumps")] string model)
    {
        foreach (var file in Directory.EnumerateFiles(Repository.PathOf("onnx", model), "*.onnx"))
        {
            Assert.That(() => GraphChecker.Check(File.ReadAllBytes(file)), Throws.Nothing, file);
        }
    }

    [Test]
    [Proves(36)]
    public void Operators_OfTheTable_AreThoseOfTheDocumentation()
    {
        var text = File.ReadAllText(Repository.PathOf("docs", "model-folder.md"));
        var list = text[text.IndexOf("standard domain:", StringComparison.Ordinal)..];
        list = list[..list.IndexOf(';')];

        Assert.That(
            Regex.Matches(list, "`(\\w+)`").Select(m => m.Groups[1].Value),
            Is.EqualTo(OperatorTable.Operators)
        );
    }

    private void Refuses(ProtobufBytes[] parts, string reason)
    {
        byte[] graph = [.. OnnxBytes.Encoder().ToArray(), .. parts.SelectMany(part => part.ToArray())];
        RefusesModel(OnnxBytes.Model(new ProtobufBytes().Verbatim(graph)), reason);
    }

    private void RefusesModel(byte[] encoder, string reason)
    {
        File.WriteAllBytes(Path.Combine(folder, "encoder.onnx"), encoder);
        ChecksumFile.Write(folder);

        Assert.That(
            () => VaeModel.Open(folder).Dispose(),
            Throws
                .TypeOf<VaeModelException>()
                .With.Message.Contains("encoder.onnx is refused")
                .And.Message.Contains(reason)
        );
    }

    /// <summary>
    /// Creates a graph field that contains a node with the given inputs. The values of its attribute are integers.
    /// </summary>
    private static ProtobufBytes Node(
        string type,
        string inputs,
        (string Name, object Value)? attribute = null,
        string output = "harm"
    )
    {
        ProtobufBytes node = new();
        Array.ForEach(inputs.Split(','), input => node.Text(1, input));
        node.Text(2, output).Text(4, type);
        if (attribute is (var name, var value))
        {
            var message = new ProtobufBytes().Text(1, name);
            var numbers = value as long[] ?? [Convert.ToInt64(value)];
            Array.ForEach(numbers, number => message.Varint(value is long[] ? 8 : 3, (ulong)number));
            node.Message(5, message.Varint(20, value is long[] ? 7ul : 2));
        }

        return new ProtobufBytes().Message(1, node);
    }

    private static ProtobufBytes Node(string type, string inputs, (string Name, long[] Values) attribute) =>
        Node(type, inputs, (attribute.Name, (object)attribute.Values));

    private static ProtobufBytes Constant(string name, ulong[] shape, params long[] values) =>
        new ProtobufBytes().Message(
            5,
            OnnxBytes.Tensor(name, Int64, shape, [.. values.SelectMany(BitConverter.GetBytes)])
        );

    private static ProtobufBytes Floats(string name, ulong[] shape)
    {
        var count = shape.Aggregate(1ul, (product, size) => product * size);
        return new ProtobufBytes().Message(5, OnnxBytes.Tensor(name, Float, shape, new byte[4 * count]));
    }
}
