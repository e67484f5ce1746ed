using System.Globalization;

namespace VaeMlNet.OnnxExport.Tests;

public class OnnxGraphBuilderTests
{
    // KL(N(mean, exp(log_variance)) || N(0, 1)) summed over two latents: Kingma & Welling 2014, appendix B.
    private static OnnxGraphBuilder BuildKl()
    {
        var graph = new OnnxGraphBuilder("kl");
        var head = graph.AddInput("head", OnnxElementType.Float32, "N", 4);
        var parts = graph.AddNode("Split", [head, graph.AddIndices(2, 2)], 2, OnnxAttribute.Integer("axis", 1));
        var (mean, logVariance) = (parts[0], parts[1]);
        var squares = graph.AddNode("Add", [graph.AddNode("Mul", [mean, mean]), graph.AddNode("Exp", [logVariance])]);
        var terms = graph.AddNode("Sub", [graph.AddNode("Sub", [squares, logVariance]), graph.AddScalar(1)]);
        var sum = graph.AddNode("ReduceSum", [terms, graph.AddIndices(1)], OnnxAttribute.Integer("keepdims", 1));
        graph.AddOutput("kl", graph.AddNode("Mul", [sum, graph.AddScalar(0.5f)]), "N", 1);
        return graph;
    }

    [Test]
    public void AddIndices_CultureWithAnotherMinus_HasTheSameName()
    {
        var usual = CultureInfo.CurrentCulture;
        var swedish = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        swedish.NumberFormat.NegativeSign = "\u2212";
        try
        {
            CultureInfo.CurrentCulture = swedish;

            Assert.That(new OnnxGraphBuilder("g").AddIndices(-1, 165).Name, Is.EqualTo("indices_-1_165"));
        }
        finally
        {
            CultureInfo.CurrentCulture = usual;
        }
    }

    [Test]
    public void ToBytes_GraphOfSeveralOperators_RunsInOnnxRuntime()
    {
        using var model = new OnnxModel(BuildKl().ToBytes());
        var (kl, shape) = model.Run("kl", ("head", [1, 2, 0, MathF.Log(2), 0, 0, 0, 0], [2, 4]));

        Assert.That(shape, Is.EqualTo([2, 1]));
        Assert.That(kl[0], Is.EqualTo(0.5f * (1 + 4 + 1 + 2 - MathF.Log(2) - 2)).Within(1e-6));
        Assert.That(kl[1], Is.Zero);
    }

    [Test]
    public void ToBytes_SameCallsTwice_GiveTheSameBytes()
    {
        var (first, second) = (BuildKl(), BuildKl());

        Assert.That(first.ToBytes(), Is.EqualTo(second.ToBytes()));
    }

    [Test]
    public void Save_Graph_WritesWhatToBytesGives()
    {
        using var folder = new TemporaryFolder();
        BuildKl().Save(folder["kl.onnx"]);

        Assert.That(File.ReadAllBytes(folder["kl.onnx"]), Is.EqualTo(BuildKl().ToBytes()));
    }

    [Test]
    public void ToBytes_InputsAndOutputs_HaveTheDeclaredTypesAndShapes()
    {
        var graph = new OnnxGraphBuilder("types");
        var x = graph.AddInput("x", OnnxElementType.Float32, "N", 3);
        var y = graph.AddInput("y", OnnxElementType.UInt32, "N", 1);
        graph.AddOutput("x_out", graph.AddNode("Neg", [x]));
        graph.AddOutput("y_out", graph.AddNode("Cast", [y], OnnxAttribute.Integer("to", (long)OnnxElementType.Int64)));
        graph.AddOutput("is_positive", graph.AddNode("Greater", [x, graph.AddScalar(0)]));

        using var model = new OnnxModel(graph.ToBytes());

        Assert.That(model.Inputs["x"].SymbolicDimensions, Is.EqualTo(["N", ""]));
        Assert.That(model.Inputs["x"].Dimensions, Is.EqualTo([-1, 3]));
        Assert.That(model.Inputs["y"].ElementType, Is.EqualTo(typeof(uint)));
        Assert.That(model.Outputs["x_out"].ElementType, Is.EqualTo(typeof(float)));
        Assert.That(model.Outputs["x_out"].Dimensions, Is.EqualTo([-1, 3]));
        Assert.That(model.Outputs["y_out"].ElementType, Is.EqualTo(typeof(long)));
        Assert.That(model.Outputs["is_positive"].ElementType, Is.EqualTo(typeof(bool)));
    }

    [Test]
    public void ToBytes_DescriptionAndMetadata_ReachTheRuntime()
    {
        var graph = BuildKl();
        graph.Description = "KL divergence, nats per row";
        graph.AddMetadata("unit", "nat");
        graph.AddMetadata("latent_dim", "3");
        graph.AddMetadata("latent_dim", "2");

        using var model = new OnnxModel(graph.ToBytes());

        Assert.That(model.Metadata.ProducerName, Is.EqualTo("VaeMlNet.OnnxExport"));
        Assert.That(model.Metadata.GraphName, Is.EqualTo("kl"));
        Assert.That(model.Metadata.Description, Is.EqualTo("KL divergence, nats per row"));
        Assert.That(model.Metadata.CustomMetadataMap["unit"], Is.EqualTo("nat"));
        Assert.That(model.Metadata.CustomMetadataMap["latent_dim"], Is.EqualTo("2"));
    }

    [Test]
    public void AddNode_AttributesOfEveryKind_AreReadByTheRuntimeAndPython()
    {
        var graph = new OnnxGraphBuilder("attributes");
        var x = graph.AddInput("x", OnnxElementType.Float32, "N", 2);
        var floats = graph.AddNode("Constant", [], OnnxAttribute.Floats("value_floats", 10, 20)).DeclareShape(2);
        var gemm = graph.AddNode(
            "Gemm",
            [x, graph.AddInitializer("w", [1f, 2, 3, 4], 2, 2), floats],
            OnnxAttribute.Float("alpha", 2),
            OnnxAttribute.Integer("transB", 1)
        );
        var padded = graph.AddNode("Unsqueeze", [gemm, graph.AddIndices(2)]);
        var transposed = graph.AddNode("Transpose", [padded], OnnxAttribute.Integers("perm", 0, 2, 1));
        var summed = graph.AddNode("Einsum", [transposed], OnnxAttribute.Text("equation", "nij->ni"));
        graph.AddOutput("y", summed, "N", 1);

        using var folder = new TemporaryFolder();
        graph.Save(folder["attributes.onnx"]);
        using var model = new OnnxModel(folder["attributes.onnx"], isForModelFolders: false);

        // 2 * ([1, 1] W^T) + [10, 20] = [16, 34]
        Assert.That(model.Run("y", ("x", [1, 1], [1, 2])).Data, Is.EqualTo([50f]));

        PythonOnnx.RequireInstalled();
        PythonOnnx.Check([folder["attributes.onnx"]]);
    }

    [Test]
    public void Save_OperatorOrShapeThatIsWrong_IsSeenByPythonsChecker()
    {
        PythonOnnx.RequireInstalled();
        using var folder = new TemporaryFolder();
        var unknown = new OnnxGraphBuilder("unknown");
        var x = unknown.AddInput("x", OnnxElementType.Float32, "N", 2);
        unknown.AddOutput("y", unknown.AddNode("NoSuchOperator", [x]), "N", 2);
        unknown.Save(folder["unknown.onnx"]);
        var shape = new OnnxGraphBuilder("shape");
        x = shape.AddInput("x", OnnxElementType.Float32, "N", 2);
        shape.AddOutput("y", shape.AddNode("Concat", [x, x], OnnxAttribute.Integer("axis", 1)), "N", 3);
        shape.Save(folder["shape.onnx"]);

        var (exitCode, output) = PythonOnnx.TryCheck([folder["unknown.onnx"]]);

        Assert.That(exitCode, Is.Not.Zero, output);
        Assert.That(output, Does.Contain("NoSuchOperator"));

        (exitCode, output) = PythonOnnx.TryCheck([folder["shape.onnx"]]);

        Assert.That(exitCode, Is.Not.Zero, output);
        Assert.That(output, Does.Contain("Inferred shape and existing shape differ"));
    }

    // The operators whose results do not all have the type of the first input. ONNX Runtime refuses a graph with another type than its own.
    private static IEnumerable<TestCaseData> OtherTypes()
    {
        const OnnxElementType Real = OnnxElementType.Float32;
        const OnnxElementType Index = OnnxElementType.Int64;
        yield return Case("ConstantOfShape", [Real], g => [g.AddIndices(2)]);
        yield return Case("OneHot", [Real], g => [g.AddIndices(0, 1), g.AddIndices(3), Numbers(g, "values", 2)]);
        yield return Case(
            "CastLike",
            [OnnxElementType.Int32],
            g => [Numbers(g, "x", 4), Cast(g, OnnxElementType.Int32)]
        );
        yield return Case("TopK", [Real, Index], g => [Numbers(g, "x", 4), g.AddIndices(2)]);
        yield return Case("Unique", [Real, Index, Index, Index], g => [Numbers(g, "x", 4)]);
        yield return Case(
            "MaxPool",
            [Real, Index],
            g => [Numbers(g, "x", 1, 1, 4)],
            OnnxAttribute.Integers("kernel_shape", 2)
        );
        yield return Case("Dropout", [Real, OnnxElementType.Bool], g => [Numbers(g, "x", 4)]);
        yield return Case(
            "NonMaxSuppression",
            [Index],
            g => [Numbers(g, "boxes", 1, 2, 4), Numbers(g, "scores", 1, 1, 2)]
        );
        yield return Case(
            "DynamicQuantizeLinear",
            [OnnxElementType.UInt8, Real, OnnxElementType.UInt8],
            g => [Numbers(g, "x", 4)]
        );
        yield return Case("QuantizeLinear", [OnnxElementType.UInt8], g => [Numbers(g, "x", 4), g.AddScalar(1)]);
        yield return Case(
            "QuantizeLinear",
            [OnnxElementType.Int8],
            g => [Numbers(g, "x", 4), g.AddScalar(1), Cast(g, OnnxElementType.Int8)]
        );
        yield return Case("DequantizeLinear", [Real], g => [Cast(g, OnnxElementType.UInt8), g.AddScalar(1)]);
        yield return Case("MatMulInteger", [OnnxElementType.Int32], g => [Bytes(g, "a", 2, 2), Bytes(g, "b", 2, 2)]);
        yield return Case(
            "ConvInteger",
            [OnnxElementType.Int32],
            g => [Bytes(g, "a", 1, 1, 2, 2), Bytes(g, "b", 1, 1, 2, 2)]
        );
        yield return Case("EyeLike", [Real], g => [Numbers(g, "x", 2, 2)]);
        yield return Case("EyeLike", [OnnxElementType.Float64], g => [Numbers(g, "x", 2, 2)], Type("dtype"));
        yield return Case("RandomNormal", [Real], _ => [], OnnxAttribute.Integers("shape", 2));
        yield return Case(
            "RandomUniform",
            [OnnxElementType.Float64],
            _ => [],
            OnnxAttribute.Integers("shape", 2),
            Type("dtype")
        );
        yield return Case("RandomNormalLike", [OnnxElementType.Float64], g => [Numbers(g, "x", 2)], Type("dtype"));
        yield return Case("Multinomial", [OnnxElementType.Int32], g => [Numbers(g, "x", 1, 2)]);
        yield return Case("HannWindow", [Real], g => [g.AddInitializer("size", [4L])]);

        static TestCaseData Case(
            string name,
            OnnxElementType[] types,
            Func<OnnxGraphBuilder, OnnxValue[]> inputs,
            params OnnxAttribute[] attributes
        ) => new TestCaseData(name, types, inputs, attributes).SetArgDisplayNames(name, string.Join(' ', types));

        static OnnxAttribute Type(string name) => OnnxAttribute.Integer(name, (long)OnnxElementType.Float64);

        static OnnxValue Numbers(OnnxGraphBuilder graph, string name, params long[] shape) =>
            graph.AddInitializer(name, new float[shape.Aggregate(1L, (product, size) => product * size)], shape);

        static OnnxValue Bytes(OnnxGraphBuilder graph, string name, params long[] shape) =>
            graph.AddCast(Numbers(graph, name, shape), OnnxElementType.UInt8);

        static OnnxValue Cast(OnnxGraphBuilder graph, OnnxElementType type) => graph.AddCast(graph.AddScalar(0), type);
    }

    [TestCaseSource(nameof(OtherTypes))]
    public void AddNode_ResultsOfOtherTypes_LoadInOnnxRuntime(
        string operatorType,
        OnnxElementType[] types,
        Func<OnnxGraphBuilder, OnnxValue[]> inputs,
        OnnxAttribute[] attributes
    )
    {
        var graph = new OnnxGraphBuilder("types");
        var results = graph.AddNode(operatorType, inputs(graph), types.Length, attributes);
        foreach (var (index, result) in results.Index())
        {
            graph.AddOutput($"y{index}", result, "N"); // a wrong shape is only a warning of ONNX Runtime
        }

        Assert.That(results.Select(result => result.ElementType), Is.EqualTo(types));

        using var model = new OnnxModel(graph.ToBytes(), isForModelFolders: false);

        Assert.That(model.Outputs, Has.Count.EqualTo(types.Length));
    }

    [Test]
    public void AddNode_OmittedOptionalInput_IsLeftOut()
    {
        var graph = new OnnxGraphBuilder("clip");
        var x = graph.AddInput("x", OnnxElementType.Float32, "N");
        graph.AddOutput("y", graph.AddNode("Clip", [x, OnnxValue.Omitted, graph.AddScalar(1)]));

        using var model = new OnnxModel(graph.ToBytes());

        Assert.That(model.Run("y", ("x", [-9, 0.5f, 9], [3])).Data, Is.EqualTo([-9, 0.5f, 1]));
    }

    [Test]
    public void AddScalar_SameNumberTwice_IsStoredOnce()
    {
        var graph = new OnnxGraphBuilder("constants");
        var (half, pair) = (graph.AddScalar(0.5f), graph.AddIndices(1, 2));

        Assert.That(graph.AddScalar(0.5f), Is.SameAs(half));
        Assert.That(graph.AddScalar(-0.5f), Is.Not.SameAs(half));
        Assert.That(graph.AddIndices(1, 2), Is.SameAs(pair));
        Assert.That(graph.AddIndices(12), Is.Not.SameAs(pair));
    }

    [Test]
    public void AddOutput_InputConstantAndValueTwice_ComeOutUnderEachName()
    {
        var graph = new OnnxGraphBuilder("outputs");
        var x = graph.AddInput("x", OnnxElementType.Float32, "N");
        var negative = graph.AddNode("Neg", [x]);
        graph.AddOutput("same", x);
        graph.AddOutput("constant", graph.AddInitializer("c", [3f], 1));
        graph.AddOutput("negative", negative);
        graph.AddOutput("negative_again", negative);

        using var model = new OnnxModel(graph.ToBytes());

        Assert.That(model.Run("same", ("x", [2], [1])).Data, Is.EqualTo([2f]));
        Assert.That(model.Run("constant", ("x", [2], [1])).Data, Is.EqualTo([3f]));
        Assert.That(model.Run("negative", ("x", [2], [1])).Data, Is.EqualTo([-2f]));
        Assert.That(model.Run("negative_again", ("x", [2], [1])).Data, Is.EqualTo([-2f]));
    }

    [Test]
    public void AddNode_ElementwiseOnKnownShapes_KnowsItsShape()
    {
        var graph = new OnnxGraphBuilder("shapes");
        var rows = graph.AddInput("rows", OnnxElementType.Float32, "N", 3);
        var bias = graph.AddInitializer("bias", [1f, 2, 3], 3);
        var column = graph.AddInput("column", OnnxElementType.Float32, "N", 1);
        var other = graph.AddInput("other", OnnxElementType.Float32, "M", 3);

        Assert.That(graph.AddNode("Relu", [rows]).Shape, Is.EqualTo((OnnxDimension[])["N", 3]));
        Assert.That(graph.AddNode("Add", [bias, rows]).Shape, Is.EqualTo((OnnxDimension[])["N", 3]));
        Assert.That(graph.AddNode("Mul", [column, rows]).Shape, Is.EqualTo((OnnxDimension[])["N", 3]));
        Assert.That(graph.AddNode("Mul", [other, rows]).Shape, Is.EqualTo((OnnxDimension[])[default, 3]));
        Assert.That(graph.AddNode("Loop", [rows]).Shape, Is.Null);
    }

    [Test]
    public void AddNode_ShapesThatCannotBeCombined_NamesTheNodeAndBothShapes()
    {
        var graph = new OnnxGraphBuilder("shapes");
        var x = graph.AddInput("x", OnnxElementType.Float32, "N", 3);
        var error = Assert.Throws<OnnxExportException>(() =>
            graph.AddNode("Add", [x, graph.AddInitializer("b", new float[4], 4)])
        );

        Assert.That(error.Message, Does.Contain("'Add'").And.Contain("[N, 3]").And.Contain("[4]"));
    }

    [Test]
    public void AddNode_ValueOfAnotherGraph_IsRefused()
    {
        var foreign = new OnnxGraphBuilder("first").AddInput("x", OnnxElementType.Float32, "N");
        var graph = new OnnxGraphBuilder("second");

        var error = Assert.Throws<OnnxExportException>(() => graph.AddNode("Relu", [foreign]));

        Assert.That(error.Message, Does.Contain("Relu").And.Contain("'second'").And.Contain("'x'"));
        Assert.Throws<OnnxExportException>(() => graph.AddOutput("y", foreign));
    }

    [Test]
    public void Names_TakenAlready_AreRefused()
    {
        var graph = new OnnxGraphBuilder("names");
        var x = graph.AddInput("x", OnnxElementType.Float32, "N");
        graph.AddInitializer("w", [1f], 1);
        graph.AddOutput("y", graph.AddNode("Relu", [x]));

        AssertRefused("x", name => graph.AddInput(name, OnnxElementType.Float32, "N"));
        AssertRefused("w", name => graph.AddInput(name, OnnxElementType.Float32, "N"));
        AssertRefused("x", name => graph.AddInitializer(name, [1f], 1));
        AssertRefused("w", name => graph.AddInitializer(name, [1L], 1));
        AssertRefused("y", name => graph.AddOutput(name, graph.AddNode("Relu", [x])));
        AssertRefused("x", name => graph.AddOutput(name, graph.AddNode("Relu", [x])));
    }

    [Test]
    public void AddInitializer_ShapeOfAnotherSize_NamesBothCounts()
    {
        var graph = new OnnxGraphBuilder("names");
        var error = Assert.Throws<OnnxExportException>(() => graph.AddInitializer("w", new float[5], 2, 3));

        Assert.That(error.Message, Does.Contain("'w'").And.Contain("6 elements").And.Contain("5 were given"));
    }

    [Test]
    public void AddOutput_UnknownShape_AsksForIt()
    {
        var graph = new OnnxGraphBuilder("shapes");
        var x = graph.AddInput("x", OnnxElementType.Float32, "N", 3);
        var sum = graph.AddNode("ReduceSum", [x]);

        var error = Assert.Throws<OnnxExportException>(() => graph.AddOutput("sum", sum));

        Assert.That(error.Message, Does.Contain("'sum'").And.Contain("DeclareShape"));
        Assert.DoesNotThrow(() => graph.AddOutput("sum", sum, 1, 1));
    }

    [Test]
    public void AddOutput_ShapeThatContradicts_NamesBoth()
    {
        var graph = new OnnxGraphBuilder("shapes");
        var y = graph.AddNode("Relu", [graph.AddInput("x", OnnxElementType.Float32, "N", 3)]);
        var error = Assert.Throws<OnnxExportException>(() => graph.AddOutput("y", y, "N", 4));

        Assert.That(error.Message, Does.Contain("[N, 3]").And.Contain("[N, 4]"));
    }

    [Test]
    public void ToBytes_NoOutputs_IsRefused()
    {
        var error = Assert.Throws<OnnxExportException>(() => new OnnxGraphBuilder("empty").ToBytes());

        Assert.That(error.Message, Does.Contain("'empty'").And.Contain("AddOutput"));
    }

    [Test]
    public void ToBytes_MoreThanProtobufHolds_NamesTheSize()
    {
        // 33 initializers are parts of one array of 64 MiB, so the model is 2.06 GiB and the test is not.
        var shared = new byte[1 << 26];
        var graph = new OnnxGraphBuilder("large");
        var x = graph.AddInput("x", OnnxElementType.Float32, "N");
        graph.AddOutput("y", graph.AddNode("Relu", [x]));
        for (var i = 0; i < 33; i++)
        {
            graph.AddInitializer(
                new OnnxTensor(
                    $"w{i}",
                    OnnxElementType.Float32,
                    [(1 << 24) - i],
                    shared.AsMemory(0, shared.Length - (i * sizeof(float))),
                    sizeof(float)
                )
            );
        }

        using var folder = new TemporaryFolder();

        var error = Assert.Throws<OnnxExportException>(() => graph.ToBytes());

        Assert.That(error.Message, Does.Match("2,214,59\\d,\\d{3} bytes").And.Contain("2,147,483,647"));

        error = Assert.Throws<OnnxExportException>(() => graph.Save(folder["large.onnx"]));

        Assert.That(error.Message, Does.Contain(folder["large.onnx"]));
        Assert.That(folder.Entries, Is.Empty);
    }

    private static void AssertRefused(string name, Action<string> add)
    {
        var error = Assert.Throws<OnnxExportException>(() => add(name));
        Assert.That(error.Message, Does.Contain($"'{name}'").And.Contain("choose another"));
    }
}
