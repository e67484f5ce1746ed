namespace VaeMlNet.Samples.Tests;

public sealed class IsolatedModelTests
{
    private const int Int64 = 7;

    private TemporaryFolder folder = null!;

    [SetUp]
    public void CreateFolder() => folder = new TemporaryFolder();

    [TearDown]
    public void DeleteFolder() => folder.Dispose();

    [Test]
    public async Task Run_Decoder_PrintsAnImageForEachRow()
    {
        var (exitCode, output, error) = await RunAsync("onnx/mnist/decoder.onnx", "samples/IsolatedModel/rows.csv");

        Assert.That((exitCode, error), Is.EqualTo((0, "")));

        var lines = output.Split('\n', StringSplitOptions.RemoveEmptyEntries);

        Assert.That(lines.Select(line => line.Split(',').Length), Is.EqualTo(new[] { 784, 784 }));
    }

    /// <summary>The smallest int64 divided by -1 is a fault of the processor.</summary>
    [Test]
    [Platform("Linux,MacOsX")]
    public async Task Run_ModelThatCrashes_OnlyEndsTheWorker()
    {
        var graph = Graph()
            .Message(1, Node("Div", ["smallest", "minus_one"], "quotient"))
            .Message(5, Constant("smallest", long.MinValue))
            .Message(5, Constant("minus_one", -1));

        var (exitCode, output, error) = await RunAsync(Write(graph), Rows());

        Assert.That((exitCode, output), Is.EqualTo((1, "")));
        Assert.That(error, Does.Contain("model.onnx: the worker crashed with exit code"));
    }

    [Test]
    public async Task Run_ModelThatTakesMoreMemoryThanTheLimit_IsStopped()
    {
        var graph = Graph()
            .Message(1, Node("ConstantOfShape", ["size"], "zeros"))
            .Message(5, Constant("size", 1L << 30));

        var (exitCode, _, error) = await RunAsync(Write(graph), Rows(), "512");

        Assert.That(exitCode, Is.EqualTo(1));
        Assert.That(error, Does.Contain("stopped because it takes more than 512 MB"));
    }

    [Test]
    public async Task Run_LongerThanTheLimit_IsStopped()
    {
        var (exitCode, _, error) = await RunAsync(Write(Graph()), Rows(), "1024", "0.01");

        Assert.That(exitCode, Is.EqualTo(1));
        Assert.That(error, Does.Contain("stopped because it takes longer than 0.01 s"));
    }

    [Test]
    public async Task Run_NoModel_ReportsTheError()
    {
        var (exitCode, _, error) = await RunAsync(folder.Write("model.onnx", "no model"), Rows());

        Assert.That(exitCode, Is.EqualTo(1));
        Assert.That(error, Does.StartWith(folder["model.onnx"]).And.Not.Contain("crashed"));
    }

    private static async Task<(int ExitCode, string Output, string Error)> RunAsync(params string[] arguments)
    {
        using var sample = SampleProcess.Start(Repository.Root, "IsolatedModel", arguments);
        return await sample.EndAsync();
    }

    private string Rows() => folder.Write("rows.csv", "1,2\n3,4\n");

    private string Write(ProtobufBytes graph)
    {
        var opset = new ProtobufBytes().Text(1, "").Varint(2, 17);
        var path = folder["model.onnx"];
        File.WriteAllBytes(path, new ProtobufBytes().Varint(1, 8).Message(7, graph).Message(8, opset).ToArray());
        return path;
    }

    /// <summary>Creates a graph that returns its input "x" [N, 2] as its output "y".</summary>
    private static ProtobufBytes Graph()
    {
        static ProtobufBytes Value(string name)
        {
            var shape = new ProtobufBytes()
                .Message(1, new ProtobufBytes().Text(2, "N"))
                .Message(1, new ProtobufBytes().Varint(1, 2));
            var type = new ProtobufBytes().Message(1, new ProtobufBytes().Varint(1, 1).Message(2, shape));
            return new ProtobufBytes().Text(1, name).Message(2, type);
        }

        return new ProtobufBytes()
            .Text(2, "graph")
            .Message(1, Node("Identity", ["x"], "y"))
            .Message(11, Value("x"))
            .Message(12, Value("y"));
    }

    private static ProtobufBytes Node(string type, string[] inputs, string output)
    {
        ProtobufBytes node = new();
        Array.ForEach(inputs, input => node.Text(1, input));
        return node.Text(2, output).Text(4, type);
    }

    private static ProtobufBytes Constant(string name, long value) =>
        new ProtobufBytes().Varint(1, 1).Varint(2, Int64).Text(8, name).Bytes(9, BitConverter.GetBytes(value));
}
