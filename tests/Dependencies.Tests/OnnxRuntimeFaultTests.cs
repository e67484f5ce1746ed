using Microsoft.ML.OnnxRuntime;
using VaeMlNet.OnnxExport;

namespace Dependencies.Tests;

/// <summary>
/// Faults of ONNX Runtime 1.31.1 that VaeMlNet works around. If a test fails after an upgrade, its fault is gone: remove the workaround that the
/// message names, and the test.
/// </summary>
public sealed class OnnxRuntimeFaultTests
{
    private const string Input = "x";
    private const string Output = "y";
    private const string Converters = "src/VaeMlNet.OnnxExport/Graph/Converters/";

    /// <summary>ONNX Runtime writes files of its telemetry when it is loaded, unless a variable turns that off.</summary>
    [Test]
    [Platform("Linux,MacOsX", Reason = "On Windows the variable does not decide whether telemetry is collected.")]
    public void Load_WithoutTheVariable_WritesTelemetry()
    {
        var start = Child.Describe(Child.LoadOnnxRuntime);
        using TelemetryWatch watch = new(start);

        var child = Child.Run(start);

        Assert.That(child.Output, Does.Contain("after"), child.Error);
        Assert.That(
            watch.Files,
            Is.Not.Empty,
            Fault.Of(Fault.OnnxRuntime, "src/VaeMlNet/Sessions/OnnxRuntimeTelemetry.cs")
        );
    }

    /// <summary>ONNX Runtime takes a valid ONNX file for a file of its own format if four of its bytes have a certain value.</summary>
    [Test]
    public void Open_OnnxFileWithTheMarkOfAnotherFormat_IsRefused()
    {
        var graph = Graph(width: 1, (graph, x) => graph.AddNode("Neg", [x]));
        // The name of the producer, field 2 of ModelProto, with the mark from the fifth byte of the file on.
        byte[] marked = [(2 << 3) | 2, 6, .. "x:ORTM"u8, .. graph];
        using SessionOptions onnxOnly = new();
        onnxOnly.AddSessionConfigEntry("session.load_model_format", "ONNX");

        Assert.That(() => Open(marked, onnxOnly).Dispose(), Throws.Nothing);
        Assert.That(
            () => Open(marked).Dispose(),
            Throws.TypeOf<OnnxRuntimeException>().With.Message.Contains("ORT model verification failed"),
            Fault.Of(Fault.OnnxRuntime, "src/VaeMlNet/Sessions/SessionFactory.cs")
        );
    }

    /// <summary>ONNX Runtime takes a valid ONNX file for a file of its own format if the name of the file ends in .ort.</summary>
    [Test]
    public void Open_OnnxFileWithTheExtensionOfAnotherFormat_IsRefused()
    {
        using TemporaryFolder folder = new();
        var graph = Graph(width: 1, (graph, x) => graph.AddNode("Neg", [x]));
        using SessionOptions options = new() { LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL };

        Assert.That(() => new InferenceSession(folder.Write("x.onnx", graph), options).Dispose(), Throws.Nothing);
        Assert.That(
            () => new InferenceSession(folder.Write("x.ort", graph), options).Dispose(),
            Throws.TypeOf<OnnxRuntimeException>().With.Message.Contains("ORT model verification failed"),
            Fault.Of(Fault.OnnxRuntime, "src/VaeMlNet/Sessions/SessionFactory.cs", "docs/guide/09-troubleshooting.md")
        );
    }

    /// <summary>ONNX Runtime runs every node, also those of outputs that are not requested.</summary>
    [Test]
    public void Run_OutputThatIsNotRequested_IsComputed()
    {
        OnnxGraphBuilder graph = new("Unrequested");
        var x = graph.AddInput(Input, OnnxElementType.Float32, "N", 3);
        graph.AddOutput(Output, graph.AddNode("Add", [x, x]), "N", 3);
        graph.AddOutput("oneRow", graph.AddNode("Reshape", [x, graph.AddIndices(3)]), 3); // fails for two rows
        using var session = Open(graph.ToBytes());

        Assert.That(
            () => Run(session, new float[6], 2, 3),
            Throws.TypeOf<OnnxRuntimeException>().With.Message.Contains("Reshape"),
            Fault.Of(
                Fault.OnnxRuntime,
                "src/VaeMlNet/Onnx/OnnxGraphPruner.cs",
                "src/VaeMlNet/Onnx/OnnxGraphEditor.cs",
                "src/VaeMlNet.Training/Export/PosteriorNodes.cs"
            )
        );
    }

    /// <summary>ONNX allows an output padding below the dilation, but ONNX Runtime only runs one below the stride.</summary>
    [Test]
    public void ConvTranspose_OutputPaddingBelowTheDilation_IsRefused()
    {
        OnnxGraphBuilder graph = new("OutputPadding");
        var x = graph.AddInput(Input, OnnxElementType.Float32, "N", 1, 4);
        var weights = graph.AddInitializer("weights", new float[3], 1, 1, 3);
        var y = graph.AddNode(
            "ConvTranspose",
            [x, weights],
            OnnxAttribute.Integers("strides", 1),
            OnnxAttribute.Integers("dilations", 2),
            OnnxAttribute.Integers("output_padding", 1)
        );
        graph.AddOutput(Output, y, "N", 1, "W");
        using var session = Open(graph.ToBytes());

        Assert.That(
            () => Run(session, new float[4], 1, 1, 4),
            Throws.TypeOf<OnnxRuntimeException>().With.Message.Contains("output_padding"),
            Fault.Of(Fault.OnnxRuntime, Converters + "Convolutions.cs")
        );
    }

    /// <summary>A dilated window can need more padding than its number of elements, which ONNX Runtime does not accept.</summary>
    [Test]
    public void MaxPool_AsMuchPaddingAsElements_IsRefused()
    {
        OnnxGraphBuilder graph = new("Padding");
        var x = graph.AddInput(Input, OnnxElementType.Float32, "N", 1, 8);
        var y = graph.AddNode(
            "MaxPool",
            [x],
            OnnxAttribute.Integers("kernel_shape", 2),
            OnnxAttribute.Integers("strides", 3),
            OnnxAttribute.Integers("dilations", 4),
            OnnxAttribute.Integers("pads", 0, 2)
        );
        graph.AddOutput(Output, y, "N", 1, "W");

        Assert.That(
            () => Open(graph.ToBytes()).Dispose(),
            Throws.TypeOf<OnnxRuntimeException>().With.Message.Contains("Pad should be smaller than kernel"),
            Fault.Of(Fault.OnnxRuntime, Converters + "Pooling.cs")
        );
    }

    /// <summary>The last bits of a sum depend on the address of the numbers.</summary>
    [Test]
    public void ReduceSum_OfNumbersAtAnotherAddress_DiffersInItsLastBits()
    {
        const int RowCount = 20;
        const int Width = 784;
        const int Alignment = 64 / sizeof(float);
        OnnxGraphBuilder graph = new("Sum");
        var x = graph.AddInput(Input, OnnxElementType.Float32, "N", Width);
        var sum = graph.AddNode("ReduceSum", [x, graph.AddIndices(1)], OnnxAttribute.Integer("keepdims", 0));
        graph.AddOutput(Output, sum, "N");
        using var session = Open(graph.ToBytes());
        var numbers = Numbers(RowCount * Width);
        var memory = GC.AllocateArray<float>(numbers.Length + Alignment, pinned: true);
        List<float[]> sums = [];
        for (var offset = 0; offset < Alignment; offset++)
        {
            numbers.CopyTo(memory, offset);
            sums.Add(Run(session, memory.AsMemory(offset, numbers.Length), RowCount, Width));
        }

        Assert.That(sums, Is.All.EqualTo(sums[0]).Within(1e-3));
        Assert.That(
            sums,
            Has.Some.Not.EqualTo(sums[0]),
            Fault.Of(Fault.OnnxRuntime, "src/VaeMlNet/Sessions/PinnedBlock.cs")
        );
    }

    /// <summary>Creates a graph that computes [N, width] from [N, width].</summary>
    private static byte[] Graph(int width, Func<OnnxGraphBuilder, OnnxValue, OnnxValue> compute)
    {
        OnnxGraphBuilder graph = new("Test");
        var x = graph.AddInput(Input, OnnxElementType.Float32, "N", width);
        graph.AddOutput(Output, compute(graph, x), "N", width);
        return graph.ToBytes();
    }

    private static float[] Numbers(int count)
    {
        Random random = new(1);
        return [.. Enumerable.Range(0, count).Select(_ => random.NextSingle())];
    }

    private static InferenceSession Open(byte[] graph, SessionOptions? options = null)
    {
        using SessionOptions own = new();
        // Errors are exceptions. Without this they are also written to the standard error.
        (options ?? own).LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL;
        return new(graph, options ?? own);
    }

    private static float[] Run(InferenceSession session, Memory<float> numbers, params long[] shape)
    {
        using var input = OrtValue.CreateTensorValueFromMemory(OrtMemoryInfo.DefaultInstance, numbers, shape);
        using RunOptions options = new();
        using var outputs = session.Run(options, [Input], [input], [Output]);
        return outputs[0].GetTensorDataAsSpan<float>().ToArray();
    }
}
