using System.Globalization;
using System.Xml.Linq;

namespace VaeMlNet.Packages.Tests;

/// <summary>The tool, installed from its packed file as a user installs it, outside the source tree.</summary>
[Category("Long")]
public sealed class ToolTests
{
    private TemporaryFolder folder = null!;

    [OneTimeSetUp]
    public void Install()
    {
        folder = new TemporaryFolder();
        ProgramRun
            .Run(
                "dotnet",
                folder.Path,
                "tool",
                "install",
                "VaeMlNet.Cli",
                "--tool-path",
                folder["tools"],
                "--source",
                PackedFiles.Folder,
                "--version",
                PackedFiles.Version
            )!
            .Succeeded();
        folder.CopyOf(Repository.PathOf("onnx", "mnist"), "onnx/mnist");
    }

    [OneTimeTearDown]
    public void Delete() => folder.Dispose();

    [Test]
    public void Pointer_Settings_NameAPackageForEachRuntime()
    {
        var settings = System.Text.Encoding.UTF8.GetString(
            PackedFiles.BytesOf("VaeMlNet.Cli", "tools/any/any/DotnetToolSettings.xml")
        );
        string[] named =
        [
            .. XDocument
                .Parse(settings.TrimStart('\uFEFF'))
                .Descendants("RuntimeIdentifierPackage")
                .Select(element => (string)element.Attribute("RuntimeIdentifier")!),
        ];

        Assert.That(named, Is.Not.Empty);
        Assert.That(named, Is.EquivalentTo(ToolPackage.Runtimes));
    }

    [Test]
    public void RuntimePackage_Files_AreThoseOfTheCpuAndOfOneRuntime()
    {
        foreach (var runtime in ToolPackage.Runtimes)
        {
            var entries = PackedFiles.EntriesOf($"VaeMlNet.Cli.{runtime}");

            Assert.That(entries.Where(IsOfCuda), Is.Empty);
            string[] others =
            [
                .. entries.Where(e =>
                    e.Contains("/runtimes/", StringComparison.Ordinal)
                    && !e.Contains($"/runtimes/{runtime}/", StringComparison.Ordinal)
                ),
            ];
            Assert.That(others, Is.Empty);
            Assert.That(
                entries.Where(e => e.EndsWith("DotnetToolSettings.xml", StringComparison.Ordinal)),
                Has.One.Items
            );
            Assert.That(
                new FileInfo(PackedFiles.FileOf($"VaeMlNet.Cli.{runtime}")).Length,
                Is.LessThan(250_000_000),
                "what nuget.org takes"
            );
        }

        static bool IsOfCuda(string entry) =>
            entry.Contains("cuda", StringComparison.OrdinalIgnoreCase)
            || entry.Contains("cudnn", StringComparison.OrdinalIgnoreCase)
            || entry.Contains("tensorrt", StringComparison.OrdinalIgnoreCase);
    }

    [Test]
    public void Tool_Version_IsThePackages() =>
        Assert.That(Run("--version").Output, Does.StartWith(PackedFiles.Version));

    [Test]
    public void Tool_Verify_AcceptsTheCommittedModel() => Run("verify", "onnx/mnist");

    [Test]
    public void Tool_TrainExportAndScore_FindThePlantedRow()
    {
        Random random = new(1);
        var rows = Enumerable
            .Range(0, 400)
            .Select(_ => random.NextDouble())
            .Select(x =>
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{x:F4},{2 * x + 0.05 * random.NextDouble():F4},{(x > 0.5 ? "high" : "low")}"
                )
            );
        folder.Write("rows.csv", string.Join('\n', ["a,b,c", .. rows, "0.9,0.1,low"]));

        Run("export", "--model=table", "--data=rows.csv", "--out=onnx/rows");
        Run("score", "onnx/rows", "--data=rows.csv", "--out=scores.csv");

        var lines = File.ReadAllLines(folder["scores.csv"]);
        var column = Array.IndexOf(lines[0].Split(','), "Score");
        float[] scores =
        [
            .. lines[1..].Select(line => float.Parse(line.Split(',')[column], CultureInfo.InvariantCulture)),
        ];

        Assert.That(scores, Has.Length.EqualTo(401));
        Assert.That(scores[^1], Is.EqualTo(scores.Max()));
    }

    private ProgramRun Run(params string[] arguments)
    {
        var program = folder["tools", OperatingSystem.IsWindows() ? "vaemlnet.exe" : "vaemlnet"];
        return ProgramRun.Run(program, folder.Path, arguments)!.Succeeded();
    }
}
