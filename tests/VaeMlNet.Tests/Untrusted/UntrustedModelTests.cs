using Microsoft.ML;

namespace VaeMlNet.Tests;

/// <summary>Model folders that were made to do harm, and single flipped bits.</summary>
public sealed class UntrustedModelTests
{
    private const int FlipsPerFile = 40;

    private TemporaryFolder temporary = null!;
    private string folder = "";

    private static IEnumerable<string> Files() => ChecksumFile.RelativeFiles(TinyModel.Gaussian.Folder).Order();

    [SetUp]
    public void CopyModel()
    {
        temporary = new TemporaryFolder();
        folder = temporary.CopyOf(TinyModel.Gaussian.Folder, "model");
    }

    [TearDown]
    public void DeleteCopy() => temporary.Dispose();

    [TestCaseSource(nameof(Files))]
    [Proves(37)]
    public void Open_OneFlippedBitAnywhere_IsRefused(string file)
    {
        var path = Path.Combine(folder, file);
        var original = File.ReadAllBytes(path);
        for (var seed = 0; seed < FlipsPerFile; seed++)
        {
            var random = new Random(seed);
            byte[] flipped = [.. original];
            var at = random.Next(original.Length);
            flipped[at] ^= (byte)(1 << random.Next(8));
            File.WriteAllBytes(path, flipped);

            Assert.That(
                () => VaeModel.Open(folder).Dispose(),
                Throws.TypeOf<VaeModelException>(),
                $"seed {seed}, byte {at}"
            );
        }

        File.WriteAllBytes(path, original);

        Assert.That(() => VaeModel.Open(folder).Dispose(), Throws.Nothing);
    }

    [TestCase("encoder.onnx", "decoder.onnx")]
    [TestCase("encoder.onnx", "scorer.onnx")]
    [TestCase("decoder.onnx", "scorer.onnx")]
    [Proves(37)]
    public void Open_TwoGraphsSwapped_NamesTheFirst(string first, string second)
    {
        var bytes = Read(first);
        File.WriteAllBytes(PathOf(first), Read(second));
        File.WriteAllBytes(PathOf(second), bytes);
        ChecksumFile.Write(folder);

        Assert.That(
            () => VaeModel.Open(folder).Dispose(),
            Throws.TypeOf<VaeModelException>().With.Message.Contains(first)
        );
    }

    [Test]
    [Proves(36)]
    public void Open_ExternalDataAnywhere_IsRefused(
        [Values("../../secret", "/etc/passwd", "weights.bin", "C:\\secret", "")] string location,
        [Values] Place place
    )
    {
        File.WriteAllBytes(PathOf("weights.bin"), new byte[8]);
        var tensor = OnnxBytes
            .Tensor("weight", 1, [2], null)
            .Message(13, new ProtobufBytes().Text(1, "location").Text(2, location))
            .Varint(14, 1);

        Replace("encoder.onnx", With(OnnxBytes.Encoder(), place, tensor));

        Assert.That(
            () => VaeModel.Open(folder).Dispose(),
            Throws
                .TypeOf<VaeModelException>()
                .With.Message.Contains("encoder.onnx is refused")
                .And.Message.Contains(place == Place.Function ? "functions" : "another file")
        );
    }

    /// <summary>Readers drop the upper bits of an enum, so ONNX Runtime reads this number as 1, EXTERNAL.</summary>
    [Test]
    [Proves(36)]
    public void Open_ExternalDataByANumberOf33Bits_IsRefused()
    {
        var tensor = OnnxBytes.Tensor("weight", 1, [2], null).Varint(14, (1UL << 32) + 1);
        Replace("encoder.onnx", OnnxBytes.Encoder().Message(5, tensor));

        Assert.That(
            () => VaeModel.Open(folder).Dispose(),
            Throws.TypeOf<VaeModelException>().With.Message.Contains("another file")
        );
    }

    [TestCase("com.microsoft")]
    [TestCase("ai.onnx.ml")]
    [TestCase("ai.onnx.contrib")]
    [Proves(36)]
    public void Open_ForeignDomainInASubgraph_IsRefused(string domain)
    {
        var node = new ProtobufBytes().Text(4, "Gelu").Text(7, domain);
        var subgraph = new ProtobufBytes().Message(1, node);
        var branch = new ProtobufBytes().Text(4, "If").Message(5, new ProtobufBytes().Message(6, subgraph));
        Replace("decoder.onnx", OnnxBytes.Encoder().Message(1, branch));

        Assert.That(
            () => VaeModel.Open(folder).Dispose(),
            Throws.TypeOf<VaeModelException>().With.Message.Contains($"'{domain}'")
        );
    }

    /// <summary>
    /// ONNX Runtime recognizes its own format, which nobody here checks, by "ORTM" at byte 4. An ONNX file can have it there.
    /// </summary>
    [Test]
    [Proves(36)]
    public void Open_OnnxFileThatLooksLikeOnnxRuntimesFormat_IsReadAsWhatWasChecked()
    {
        byte[] producer = [.. "\x01\x01ORTM"u8];
        File.WriteAllBytes(
            PathOf("encoder.onnx"),
            [.. new ProtobufBytes().Bytes(2, producer).ToArray(), .. Read("encoder.onnx")]
        );
        ChecksumFile.Write(folder);

        Assert.That(Read("encoder.onnx")[4..8], Is.EqualTo("ORTM"u8.ToArray()));

        using var model = VaeModel.Open(folder);

        Assert.That(model.Verify().Passed, Is.True);
    }

    [TestCase("SHA256SUMS")]
    [TestCase("manifest.json")]
    [TestCase("test_data_set_0/encoder_input_0.pb")]
    [TestCase("test_data_set_0")]
    [Platform("Linux,MacOsX")]
    [Proves(36)]
    public void Open_LinkInPlaceOfAnEntry_IsRefusedBeforeReading(string entry)
    {
        // Reading /dev/zero would not end.
        if (Directory.Exists(PathOf(entry)))
        {
            Directory.Delete(PathOf(entry), recursive: true);
        }

        File.Delete(PathOf(entry));
        File.CreateSymbolicLink(PathOf(entry), "/dev/zero");

        Assert.That(
            () => VaeModel.Open(folder).Dispose(),
            Throws.TypeOf<VaeModelException>().With.Message.Contains($"{entry} is a link")
        );
    }

    [TestCase("SHA256SUMS")]
    [TestCase("manifest.json")]
    [TestCase("test_data_set_0/encoder_input_0.pb")]
    [TestCase("added")]
    [Platform("Linux,MacOsX")]
    [Proves(35)]
    public void Open_PipeInPlaceOfAnEntry_IsRefusedBeforeOpening(string entry)
    {
        File.Delete(PathOf(entry));
        RunProgram("mkfifo", PathOf(entry));

        // The pipe has no writer, so opening it would wait forever.
        var opening = Task.Run(() => Assert.Throws<VaeModelException>(() => VaeModel.Open(folder).Dispose()));

        Assert.That(opening.Wait(TimeSpan.FromSeconds(60)), Is.True, "it waits");
        Assert.That(opening.Result!.Message, Does.Contain($"{entry} is empty, or a pipe"));
    }

    /// <summary>
    /// A link that is no symbolic one is a file like any other: nothing but its name in external data leads to it.
    /// </summary>
    [Test]
    [Platform("Linux,MacOsX")]
    [Proves(36)]
    public void Open_ExternalDataInAHardLink_IsRefused()
    {
        var secret = temporary.Write("secret", new byte[8]);
        RunProgram("ln", secret, PathOf("weights.bin"));
        var tensor = OnnxBytes
            .Tensor("weight", 1, [2], null)
            .Message(13, new ProtobufBytes().Text(1, "location").Text(2, "weights.bin"))
            .Varint(14, 1);

        Replace("encoder.onnx", OnnxBytes.Encoder().Message(5, tensor));

        Assert.That(
            () => VaeModel.Open(folder).Dispose(),
            Throws.TypeOf<VaeModelException>().With.Message.Contains("another file")
        );
    }

    [TestCase("\"columns\": [", "\"columns\": [ null,", "columns contains null")]
    [TestCase("\"input_dim\": 6", "\"input_dim\": 2147483647", "expected 1 to 16777216")]
    [TestCase("\"latent_dim\": 2", "\"latent_dim\": 2147483647", "expected 1 to 16777216")]
    [TestCase("\"maximum\": ", "\"maximum\": 1e999, \"was\": ", "maximum")]
    [Proves(35)]
    public void Open_ManifestMadeToHarm_SaysWhatIsWrong(string original, string replacement, string fact)
    {
        var text = File.ReadAllText(PathOf("manifest.json"));

        Assert.That(text, Does.Contain(original), "the test has to change something");

        File.WriteAllText(PathOf("manifest.json"), text.Replace(original, replacement));
        ChecksumFile.Write(folder);

        Assert.That(
            () => VaeModel.Open(folder).Dispose(),
            Throws.TypeOf<VaeModelException>().With.Message.Contains(fact)
        );
    }

    [Test]
    [Proves(4)]
    public void Use_GraphThatOnlyFailsWhenItRuns_NamesTheModelAndKeepsTheCause()
    {
        Replace("encoder.onnx", FailingEncoder());
        using var model = VaeModel.Open(folder);
        var ml = new MLContext(seed: 1);
        var data = new ReusingView(TinyModel.Gaussian.Rows(3));
        var view = ml.Transforms.VaeEncode("Latent", "Features", folder).Fit(data).Transform(data);

        foreach (
            var use in new Action[]
            {
                () => model.Encode(new float[6]),
                () => model.Verify(),
                () => ViewColumns.Vectors(view, "Latent"),
            }
        )
        {
            var error = Assert.Throws<VaeModelException>(() => use());
            Assert.That(error!.Message, Does.Contain(folder).And.Contain("could not run"));
            Assert.That(error.InnerException, Is.InstanceOf<Microsoft.ML.OnnxRuntime.OnnxRuntimeException>());
        }
    }

    [Test]
    [Proves(35)]
    public void Use_GraphThatAsksForMoreMemoryThanThereIs_IsRefused()
    {
        Replace("encoder.onnx", GreedyEncoder());

        Assert.That(
            () =>
            {
                using var model = VaeModel.Open(folder);
                model.Encode(new float[6]);
            },
            Throws.TypeOf<VaeModelException>().With.Message.Contains(folder)
        );
    }

    /// <summary>The position of a tensor in a model.</summary>
    public enum Place
    {
        Initializer,
        SparseValues,
        SparseIndices,
        Attribute,
        AttributeList,
        Subgraph,
        SubgraphOfASubgraph,
        Function,
    }

    private static byte[] With(ProtobufBytes graph, Place place, ProtobufBytes tensor)
    {
        static ProtobufBytes Node(int field, ProtobufBytes content) =>
            new ProtobufBytes().Text(4, "If").Message(5, new ProtobufBytes().Message(field, content));
        static ProtobufBytes Subgraph(ProtobufBytes node) => new ProtobufBytes().Message(1, node);

        var inSubgraph = new ProtobufBytes().Message(5, tensor);
        return place switch
        {
            Place.Initializer => OnnxBytes.Model(graph.Message(5, tensor)),
            Place.SparseValues => OnnxBytes.Model(graph.Message(15, new ProtobufBytes().Message(1, tensor))),
            Place.SparseIndices => OnnxBytes.Model(graph.Message(15, new ProtobufBytes().Message(2, tensor))),
            Place.Attribute => OnnxBytes.Model(graph.Message(1, Node(5, tensor))),
            Place.AttributeList => OnnxBytes.Model(graph.Message(1, Node(10, tensor))),
            Place.Subgraph => OnnxBytes.Model(graph.Message(1, Node(6, inSubgraph))),
            Place.SubgraphOfASubgraph => OnnxBytes.Model(graph.Message(1, Node(11, Subgraph(Node(6, inSubgraph))))),
            _ =>
            [
                .. OnnxBytes.Model(graph),
                .. new ProtobufBytes().Message(25, new ProtobufBytes().Message(7, Node(5, tensor))).ToArray(),
            ],
        };
    }

    /// <summary>Gathers columns 9 and 9 of an input that has six.</summary>
    private static byte[] FailingEncoder()
    {
        // The index is computed, 0 + 9 of 6 columns: what is known before the run is checked when the folder is opened.
        static ProtobufBytes Gather(string output) =>
            new ProtobufBytes()
                .Text(1, "features")
                .Text(1, "columns")
                .Text(2, output)
                .Text(4, "Gather")
                .Message(5, new ProtobufBytes().Text(1, "axis").Varint(3, 1).Varint(20, 2));

        byte[] nines = [.. BitConverter.GetBytes(9f), .. BitConverter.GetBytes(9f)];
        var toInt64 = new ProtobufBytes().Text(1, "to").Varint(3, 7).Varint(20, 2);
        return OnnxBytes.Model(
            OnnxBytes
                .Encoder()
                .Message(1, new ProtobufBytes().Text(1, "nines").Text(2, "columns").Text(4, "Cast").Message(5, toInt64))
                .Message(1, Gather("mean"))
                .Message(1, Gather("log_variance"))
                .Message(5, OnnxBytes.Tensor("nines", 1, [2], nines))
        );
    }

    /// <summary>Adds the sum of 2^50 ones to two columns of the input: 4 petabytes in between.</summary>
    private static byte[] GreedyEncoder()
    {
        static ProtobufBytes Node(string type, string[] inputs, string output)
        {
            var node = new ProtobufBytes();
            foreach (var input in inputs)
            {
                node.Text(1, input);
            }

            return node.Text(2, output).Text(4, type);
        }

        var graph = OnnxBytes
            .Encoder()
            .Message(1, Node("ConstantOfShape", ["size"], "ones"))
            .Message(1, Node("ReduceSum", ["ones"], "sum"));
        byte[] columns = [.. BitConverter.GetBytes(0L), .. BitConverter.GetBytes(1L)];
        foreach (var output in new[] { "mean", "log_variance" })
        {
            graph
                .Message(
                    1,
                    Node("Gather", ["features", "columns"], output + "_part")
                        .Message(5, new ProtobufBytes().Text(1, "axis").Varint(3, 1).Varint(20, 2))
                )
                .Message(1, Node("Add", [output + "_part", "sum"], output));
        }

        return OnnxBytes.Model(
            graph
                .Message(5, OnnxBytes.Tensor("columns", 7, [2], columns))
                .Message(5, OnnxBytes.Tensor("size", 7, [1], BitConverter.GetBytes(1L << 50)))
        );
    }

    private static void RunProgram(string program, params string[] arguments)
    {
        using var process = System.Diagnostics.Process.Start(program, arguments);
        process.WaitForExit();
        Assert.That(process.ExitCode, Is.Zero, program);
    }

    private string PathOf(string file) => Path.Combine(folder, file);

    private byte[] Read(string file) => File.ReadAllBytes(PathOf(file));

    private void Replace(string file, ProtobufBytes graph) => Replace(file, OnnxBytes.Model(graph));

    private void Replace(string file, byte[] model)
    {
        File.WriteAllBytes(PathOf(file), model);
        ChecksumFile.Write(folder);
    }
}
