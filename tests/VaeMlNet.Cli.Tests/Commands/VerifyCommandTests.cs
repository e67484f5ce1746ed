namespace VaeMlNet.Cli.Tests;

internal sealed class VerifyCommandTests
{
    private TemporaryFolder folder = null!;

    [SetUp]
    public void CreateFolder() => folder = new TemporaryFolder();

    [TearDown]
    public void DeleteFolder() => folder.Dispose();

    [Test]
    public void Verify_WholeModel_PrintsTheDifferenceOfEveryOutput()
    {
        var run = ToolRun.Run("verify", TinyModel.Folder).Succeeded();

        Assert.That(run.OutputLines.Count(line => line.Contains(" yes", StringComparison.Ordinal)), Is.EqualTo(8));
        Assert.That(run.OutputLines[^1], Does.StartWith($"verified {TinyModel.Folder}").And.Contain("8 recorded rows"));
    }

    [TestCase("cuda", "CUDA device 0 was requested")]
    [TestCase("cuda:3", "CUDA device 3 was requested")]
    [TestCase("auto", null)]
    [TestCase("cpu", null)]
    public void Verify_OnADevice_RunsThereOrSaysWhyNot(string device, string? problem)
    {
        var run = ToolRun.Run("verify", TinyModel.Folder, $"--device={device}");

        if (problem is null || run.ExitCode == 0)
        {
            run.Succeeded(); // on the GPU, if there is one
        }
        else
        {
            run.Failed(1, $"--device={device} cannot be used: {problem}");
        }
    }

    [TestCase("gpu")]
    [TestCase("cuda:")]
    [TestCase("cuda:first")]
    [TestCase("cuda:-1")]
    public void Verify_UnknownDevice_IsAUsageError(string device) =>
        ToolRun
            .Run("verify", TinyModel.Folder, $"--device={device}")
            .Failed(2, $"--device is '{device}', expected cpu, cuda, cuda:N with the number of a GPU, or auto.");

    [Test]
    public void Verify_OneByteChanged_NamesTheFile()
    {
        var model = TinyModel.CopyModel(folder);
        var graph = Path.Combine(model, "decoder.onnx");
        var bytes = File.ReadAllBytes(graph);
        bytes[^20] ^= 1;
        File.WriteAllBytes(graph, bytes);

        ToolRun.Run("verify", model).Failed(1, "decoder.onnx");
    }

    [Test]
    public void Verify_FileMissing_NamesIt()
    {
        var model = TinyModel.CopyModel(folder);
        File.Delete(Path.Combine(model, "scorer.onnx"));

        ToolRun.Run("verify", model).Failed(1, "scorer.onnx");
    }

    [Test]
    public void Verify_NoSuchFolder_NamesIt() => ToolRun.Run("verify", folder["nowhere"]).Failed(1, folder["nowhere"]);

    [Test]
    public void Verify_NoArgument_IsAUsageError() => ToolRun.Run("verify").Failed(2, "verify --help");

    [Test]
    public void Verify_VerboseFailure_ShowsTheStackTraceToo()
    {
        var run = ToolRun.Run("verify", folder["nowhere"], "--verbose");

        Assert.That(run.ExitCode, Is.EqualTo(1));
        Assert.That(run.Error, Does.Contain(nameof(VaeModelException)).And.Contain("   at "));
    }
}
