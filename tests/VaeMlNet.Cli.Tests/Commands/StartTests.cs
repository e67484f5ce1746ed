namespace VaeMlNet.Cli.Tests;

/// <summary>Whole processes that end early, while ONNX Runtime starts on another thread.</summary>
internal sealed class StartTests
{
    [Test]
    public void Score_MissingModel_EndsWithItsErrorEveryTime([Range(1, 4)] int run)
    {
        using var folder = new TemporaryFolder();
        var model = folder[$"missing-{run}"];

        var ended = ProgramRun.Run(
            "dotnet",
            folder.Path,
            typeof(VaemlnetTool).Assembly.Location,
            "score",
            model,
            $"--data={TinyModel.Table}",
            "--out=scores.csv"
        )!;

        Assert.That(ended.ExitCode, Is.EqualTo(ExitCode.Error), ended.Output + ended.Error);
        Assert.That(ended.Error, Does.Contain(model).And.Not.Contain("\n   at "));
        Assert.That(folder.Entries, Is.Empty);
    }
}
