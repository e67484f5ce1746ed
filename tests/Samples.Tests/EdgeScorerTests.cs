using System.Globalization;
using System.IO.Compression;
using System.Runtime.InteropServices;

namespace VaeMlNet.Samples.Tests;

public sealed class EdgeScorerTests
{
    private static readonly string Readings = File.ReadAllText(
        Path.Combine(SampleProcess.FolderOf("DetectOnStream"), "readings.csv")
    );

    private TemporaryFolder folder = null!;

    [SetUp]
    public void CreateFolder() => folder = new TemporaryFolder();

    [TearDown]
    public void DeleteFolder() => folder.Dispose();

    [Test]
    public async Task Run_Readings_FindsTheBlockedPipes()
    {
        var (exitCode, output, error) = await RunAsync(Readings);
        var lines = output.Split('\n', StringSplitOptions.RemoveEmptyEntries)[1..];

        Assert.That((exitCode, error, lines.Length), Is.EqualTo((0, "", 500)));
        Assert.That(lines.Count(line => line.EndsWith(",True", StringComparison.Ordinal)), Is.EqualTo(24));
        Assert.That(
            lines.Where((line, i) => (i + 1) % 25 == 0 && line.EndsWith(",True", StringComparison.Ordinal)).Count(),
            Is.EqualTo(20),
            "of 20 blocked pipes"
        );
        Assert.That(float.Parse(lines[24].Split(',')[0], CultureInfo.InvariantCulture), Is.EqualTo(36.8).Within(0.1));
    }

    [Test]
    public async Task Run_ZipArchive_GivesTheScoresOfTheFolder()
    {
        ZipFile.CreateFromDirectory(Repository.PathOf("onnx", "pumps"), folder["pumps.zip"]);

        var ofFolder = await RunAsync(Readings);
        var ofArchive = await RunAsync(Readings, folder["pumps.zip"]);

        Assert.That(ofArchive, Is.EqualTo(ofFolder));
    }

    [TestCase("", "there is no header", Category = "Long")]
    [TestCase("Speed,Flow\n1,2\n", "the header lacks column 'Pressure' of the model", Category = "Long")]
    [TestCase(
        "Mode,Speed,Flow,Pressure,Power,Temperature,Vibration\neco,1,2,3,4,5,6\neco,1,2,3,4,5\n",
        "line 3: 6 cells, expected 7",
        Category = "Long"
    )]
    [TestCase(
        "Mode,Speed,Flow,Pressure,Power,Temperature,Vibration\neco,1,2,3,4,hot,6\n",
        "line 2: 'hot' is no value of column 'Temperature'"
    )]
    public async Task Run_WrongInput_NamesItsPlace(string input, string message)
    {
        var (exitCode, _, error) = await RunAsync(input);

        Assert.That((exitCode, error.TrimEnd()), Is.EqualTo((1, message)));
    }

    /// <summary>Warnings are errors, also those of the compiler about code that it cannot see all of, so that a success means that there is none.</summary>
    [Test]
    [Category("Long")]
    public async Task Publish_AheadOfTime_ScoresAsTheProgramOfTheBuild()
    {
        ZipFile.CreateFromDirectory(Repository.PathOf("onnx", "pumps"), folder["pumps.zip"]);
        Publish();
        var program = folder["edge", OperatingSystem.IsWindows() ? "EdgeScorer.exe" : "EdgeScorer"];

        var built = await RunAsync(Readings);
        using var ofFolder = SampleProcess.StartProgram(folder.Path, program);
        using var ofArchive = SampleProcess.StartProgram(folder.Path, program, folder["pumps.zip"]);

        Assert.That(await EndAsync(ofFolder, Readings), Is.EqualTo(built));
        Assert.That(await EndAsync(ofArchive, Readings), Is.EqualTo(built));
        Assert.That(File.Exists(folder["edge", "VaeMlNet.dll"]), Is.False, "everything is in the program");
        Assert.That(new FileInfo(program).Length, Is.LessThan(12_000_000));
    }

    private void Publish()
    {
        var run = ProgramRun.Run(
            "dotnet",
            Repository.Root,
            "publish",
            SampleProcess.FolderOf("EdgeScorer"),
            "--configuration=Release",
            $"--runtime={RuntimeInformation.RuntimeIdentifier}",
            $"--output={folder["edge"]}"
        )!;
        if (run.Output.Contains("Platform linker", StringComparison.Ordinal))
        {
            Assert.Ignore("There is no linker: install gcc and zlib1g-dev.");
        }

        if (run.Output.Contains("NU110", StringComparison.Ordinal))
        {
            Assert.Ignore("The package source does not have the compiler of Native AOT.");
        }

        run.Succeeded();

        Assert.That(run.Output, Does.Contain("Generating native code").And.Not.Contain("warning"));
    }

    private async Task<(int ExitCode, string Output, string Error)> RunAsync(string input, params string[] arguments)
    {
        using var sample = SampleProcess.Start(folder.Path, "EdgeScorer", arguments);
        return await EndAsync(sample, input);
    }

    private static async Task<(int ExitCode, string Output, string Error)> EndAsync(SampleProcess sample, string input)
    {
        await sample.Input.WriteAsync(input);
        return await sample.EndAsync();
    }
}
