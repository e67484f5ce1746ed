namespace VaeMlNet.Tests;

public sealed class OnnxModelReaderTests
{
    [TestCaseSource(typeof(TinyModel), nameof(TinyModel.All))]
    public void Read_RealEncoder_GivesItsSignature(object model)
    {
        var bytes = File.ReadAllBytes(Path.Combine(((TinyModel)model).Folder, "encoder.onnx"));

        var signature = OnnxModelReader.Read(bytes);

        Assert.That(signature.Inputs.Select(i => i.Name), Is.EqualTo(new[] { "features" }));
        Assert.That(signature.Outputs.Select(o => o.Name), Is.EqualTo(new[] { "mean", "log_variance" }));
        Assert.That(signature.Inputs[0].IsBatchOf(6), Is.True);
        Assert.That(signature.Outputs[1].Description, Is.EqualTo("float32 [N, 2]"));
    }

    [Test]
    public void Read_InitializerAmongInputs_IsNoInput()
    {
        var graph = OnnxBytes
            .Graph([("features", 6), ("weight", 2)], [("mean", 2)])
            .Message(5, OnnxBytes.Tensor("weight", 1, [1, 2], new byte[8]));

        var signature = OnnxModelReader.Read(OnnxBytes.Model(graph));

        Assert.That(signature.Inputs.Select(i => i.Name), Is.EqualTo(new[] { "features" }));
    }

    [Test]
    public void Read_FixedBatch_IsNoBatch()
    {
        var graph = new ProtobufBytes().Message(11, OnnxBytes.ValueInfo("features", 6, batch: 1));

        var input = OnnxModelReader.Read(OnnxBytes.Model(graph)).Inputs[0];

        Assert.That(input.IsBatchOf(6), Is.False);
        Assert.That(input.Description, Is.EqualTo("float32 [1, 6]"));
    }

    private static IEnumerable<TestCaseData> Refused()
    {
        static TestCaseData Case(string name, byte[] model, string fact) =>
            new TestCaseData(model, fact).SetArgDisplayNames(name);
        static byte[] Graph(ProtobufBytes graph) => OnnxBytes.Model(graph);
        static ProtobufBytes External() =>
            OnnxBytes
                .Tensor("weight", 1, [2], null)
                .Message(13, new ProtobufBytes().Text(1, "location").Text(2, "../../secret"))
                .Varint(14, 1);
        static ProtobufBytes Node(ProtobufBytes attribute) => new ProtobufBytes().Text(4, "If").Message(5, attribute);

        yield return Case("empty", [], "no graph");
        yield return Case("random bytes", [0xFF, 0x17, 0x80, 0x41], "");
        yield return Case(
            "two graphs",
            [.. OnnxBytes.Model(OnnxBytes.Encoder()), .. OnnxBytes.Model(OnnxBytes.Encoder())],
            "two graphs"
        );
        yield return Case("external data", Graph(OnnxBytes.Encoder().Message(5, External())), "another file");
        yield return Case(
            "external location only",
            Graph(OnnxBytes.Encoder().Message(5, OnnxBytes.Tensor("weight", 1, [2], null).Varint(14, 1))),
            "another file"
        );
        yield return Case(
            "external data of an attribute",
            Graph(OnnxBytes.Encoder().Message(1, Node(new ProtobufBytes().Message(5, External())))),
            "another file"
        );
        yield return Case(
            "external data in a subgraph",
            Graph(
                OnnxBytes
                    .Encoder()
                    .Message(1, Node(new ProtobufBytes().Message(6, new ProtobufBytes().Message(5, External()))))
            ),
            "another file"
        );
        yield return Case(
            "external sparse values",
            Graph(OnnxBytes.Encoder().Message(15, new ProtobufBytes().Message(1, External()))),
            "another file"
        );
        yield return Case(
            "foreign operator set",
            OnnxBytes.Model(OnnxBytes.Encoder(), "com.microsoft"),
            "'com.microsoft'"
        );
        yield return Case(
            "foreign operator",
            Graph(OnnxBytes.Encoder().Message(1, new ProtobufBytes().Text(4, "Gelu").Text(7, "com.microsoft"))),
            "'com.microsoft'"
        );
        foreach (var loop in new[] { "Loop", "Scan" })
        {
            yield return Case(
                loop,
                Graph(OnnxBytes.Encoder().Message(1, new ProtobufBytes().Text(4, loop))),
                $"repeats with '{loop}'"
            );
        }

        yield return Case(
            "model-local function",
            [.. OnnxBytes.Model(OnnxBytes.Encoder()), .. new ProtobufBytes().Bytes(25, []).ToArray()],
            "functions"
        );
        yield return Case(
            "training information",
            [.. OnnxBytes.Model(OnnxBytes.Encoder()), .. new ProtobufBytes().Bytes(20, []).ToArray()],
            "training"
        );
        yield return Case(
            "too little data",
            Graph(OnnxBytes.Encoder().Message(5, OnnxBytes.Tensor("weight", 1, [2, 3], new byte[20]))),
            "20 bytes of data, its shape needs 24"
        );
        yield return Case(
            "dimensions that overflow",
            Graph(OnnxBytes.Encoder().Message(5, OnnxBytes.Tensor("weight", 1, [1UL << 40, 1UL << 40], new byte[4]))),
            "overflow"
        );
        yield return Case(
            "negative dimension",
            Graph(OnnxBytes.Encoder().Message(5, OnnxBytes.Tensor("weight", 1, [ulong.MaxValue], []))),
            "negative"
        );
        yield return Case(
            "number of eleven bytes",
            [8, .. Enumerable.Repeat((byte)0xFF, 11), 1],
            "longer than 10 bytes"
        );
        yield return Case("length beyond the end", [0x3A, 0xFF, 0xFF, 0xFF, 0xFF, 0x07], "claims 2147483647 bytes");
        yield return Case("group", [0x3B], "wire type 3");
        yield return Case("field number 0", [0x02, 0x00], "out of range");
        yield return Case("nested too deeply", Graph(Nested(60)), "nested deeper than 100");
    }

    [TestCaseSource(nameof(Refused))]
    [Proves(35)]
    public void Read_WhatAModelFolderMustNotHold_IsInvalidData(byte[] model, string fact)
    {
        var error = Assert.Throws<InvalidDataException>(() => OnnxModelReader.Read(model));

        Assert.That(error!.Message, Does.Contain(fact));
    }

    [Test]
    [Proves(35)]
    public void Read_ModerateNesting_IsAccepted() =>
        Assert.That(() => OnnxModelReader.Read(OnnxBytes.Model(Nested(30))), Throws.Nothing);

    /// <summary>500 seeded mutations: for any bytes, the reader returns a result or throws the documented exception.</summary>
    [Test]
    public void Read_MutatedModels_EndInAnswerOrInvalidData()
    {
        var original = File.ReadAllBytes(Path.Combine(TinyModel.Bernoulli.Folder, "scorer.onnx"));
        var refused = 0;
        for (var seed = 0; seed < 500; seed++)
        {
            var mutated = Mutate(original, new Random(seed));
            try
            {
                OnnxModelReader.Read(mutated);
            }
            catch (InvalidDataException)
            {
                refused++;
            }
            catch (Exception e)
            {
                Assert.Fail($"seed {seed}: {e}");
            }
        }

        Assert.That(refused, Is.GreaterThan(100), "the mutations have to hit something");
    }

    [Test]
    public void Read_EveryTruncation_EndsInAnswerOrInvalidData()
    {
        var original = File.ReadAllBytes(Path.Combine(TinyModel.Bernoulli.Folder, "encoder.onnx"));
        for (var length = 0; length < original.Length - 8; length++)
        {
            try
            {
                OnnxModelReader.Read(original.AsSpan(0, length));
            }
            catch (InvalidDataException)
            {
                continue;
            }

            Assert.That(
                length,
                Is.GreaterThan(original.Length / 2),
                "a file cut in the middle of its graph was accepted"
            );
        }
    }

    /// <summary>
    /// Creates nested graphs: each is in an attribute of a node of the next one. One graph takes three levels of
    /// messages.
    /// </summary>
    private static ProtobufBytes Nested(int graphs)
    {
        var graph = OnnxBytes.Encoder();
        for (var i = 1; i < graphs; i++)
        {
            graph = new ProtobufBytes().Message(
                1,
                new ProtobufBytes().Message(5, new ProtobufBytes().Message(6, graph))
            );
        }

        return graph;
    }

    private static byte[] Mutate(byte[] original, Random random)
    {
        byte[] mutated = [.. original];
        for (var i = random.Next(1, 9); i > 0; i--)
        {
            mutated[random.Next(mutated.Length)] = (byte)random.Next(256);
        }

        return random.Next(3) == 0 ? mutated[..random.Next(mutated.Length)] : mutated;
    }
}
