using System.Xml.Linq;

namespace VaeMlNet.Packages.Tests;

/// <summary>Programs that reference the packages, as a user's do.</summary>
[Category("Long")]
public sealed class UserProgramTests
{
    private const string Train = """
        using Microsoft.ML;
        using VaeMlNet;

        var ml = new MLContext(seed: 1);
        var random = new Random(1);
        var rows = Enumerable.Range(0, 200).Select(_ => new Row { A = random.NextSingle(), B = random.NextSingle() });
        var data = ml.Data.LoadFromEnumerable(rows.ToList());
        using var detector = ml.AnomalyDetection.Trainers.Vae(["A", "B"], new VaeTrainerOptions { EpochCount = 2 }).Fit(data);
        Console.WriteLine($"{detector.Transform(data).GetRowCount() ?? 200} rows are scored");

        internal sealed class Row
        {
            public float A { get; set; }
            public float B { get; set; }
        }
        """;

    private static readonly Dictionary<string, string> Versions = XDocument
        .Load(Repository.PathOf("Directory.Packages.props"))
        .Descendants("PackageVersion")
        .ToDictionary(
            element => (string)element.Attribute("Include")!,
            element => (string)element.Attribute("Version")!
        );

    /// <summary>The build files of VaeMlNet.OnnxExport let TorchSharp load on systems with an older C++ library.</summary>
    [Test]
    public void Train_WithNativePackages_RunsAsBuiltAndAsPublished()
    {
        using UserProgram program = new(
            Train,
            ("VaeMlNet.Training", PackedFiles.Version),
            Central("Microsoft.ML.OnnxRuntime"),
            Central("TorchSharp-cpu")
        );

        Assert.That(program.Run().Succeeded().Output, Does.Contain("200 rows are scored"));
        Assert.That(program.RunPublished().Succeeded().Output, Does.Contain("200 rows are scored"));
    }

    [Test]
    public void Train_WithoutTorch_NamesThePackage()
    {
        using UserProgram program = new(
            // Otherwise TorchSharp takes libtorch from the package cache.
            Train.Replace(
                "var ml",
                "Environment.SetEnvironmentVariable(\"NUGET_PACKAGES\", \"/nowhere\");\nvar ml",
                StringComparison.Ordinal
            ),
            ("VaeMlNet.Training", PackedFiles.Version),
            Central("Microsoft.ML.OnnxRuntime")
        );

        Assert.That(program.Run().Error, Does.Contain("Reference the package TorchSharp-cpu"));
    }

    [Test]
    public void Open_WithoutOnnxRuntime_NamesThePackage()
    {
        var model = Repository.PathOf("onnx", "pumps");
        using UserProgram program = new(
            $"using var model = VaeMlNet.VaeModel.Open(@\"{model}\");",
            ("VaeMlNet", PackedFiles.Version)
        );

        Assert.That(program.Run().Error, Does.Contain("reference the package Microsoft.ML.OnnxRuntime"));
    }

    /// <summary>The compiler tells which part of VaeMlNet a program may use that is compiled ahead of time.</summary>
    [TestCase("using var scorer = VaeMlNet.VaeModel.Open(\"onnx/mnist\").CreateScorer();", false)]
    [TestCase("new Microsoft.ML.MLContext(1).Transforms.VaeEncode(\"Latent\", \"Features\", \"onnx/mnist\");", true)]
    public void Build_WithTheAnalyzersOfAot_WarnsOfMlNetSteps(string statement, bool warns)
    {
        using UserProgram program = new($"using Microsoft.ML;\n{statement}", ("VaeMlNet", PackedFiles.Version));

        var output = program.Build().Succeeded().Output;

        Assert.That(output.Contains("warning IL2026", StringComparison.Ordinal), Is.EqualTo(warns), output);
        Assert.That(output.Contains("warning IL3050", StringComparison.Ordinal), Is.EqualTo(warns), output);
        Assert.That(output.Contains("Use VaeModel and VaeScorer there", StringComparison.Ordinal), Is.EqualTo(warns));
    }

    private static (string Package, string Version) Central(string package) => (package, Versions[package]);
}
