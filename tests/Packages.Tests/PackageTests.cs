using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Text.Json;
using System.Xml.Linq;

namespace VaeMlNet.Packages.Tests;

/// <summary>The contents and metadata of the packages.</summary>
[Category("Long")]
public sealed class PackageTests
{
    private static readonly string[] Libraries =
    [
        "VaeMlNet",
        "VaeMlNet.Data",
        "VaeMlNet.Hosting",
        "VaeMlNet.OnnxExport",
        "VaeMlNet.Report",
        "VaeMlNet.Training",
    ];

    private static IEnumerable<string> All =>
        [.. Libraries, "VaeMlNet.Cli", ToolPackage.ForThisMachine, "VaeMlNet.Templates", "VaeMlNet.Worker"];

    [TestCaseSource(nameof(All))]
    public void Package_Files_HaveReadmeIconAndChangelog(string id)
    {
        var entries = PackedFiles.EntriesOf(id);

        Assert.That(entries, Is.SupersetOf(new[] { "README.md", "icon.png", "CHANGELOG.md" }));
        Assert.That(PackedFiles.BytesOf(id, "icon.png")[1..4], Is.EqualTo("PNG"u8.ToArray()));

        var readme = System.Text.Encoding.UTF8.GetString(PackedFiles.BytesOf(id, "README.md"));

        Assert.That(readme.Split('\n')[0], Does.StartWith("# "));
    }

    private static IEnumerable<string> WithCharts => ["VaeMlNet.Report", ToolPackage.ForThisMachine];

    /// <summary>The licenses of the chart libraries, whose code is in every report.</summary>
    [TestCaseSource(nameof(WithCharts))]
    public void Package_WithCharts_HasTheLicensesOfTheLibraries(string id)
    {
        var text = System.Text.Encoding.UTF8.GetString(PackedFiles.BytesOf(id, "licences/vega.txt"));

        Assert.That(text, Does.Contain("vega-lite").And.Contain("Redistribution"));
    }

    [TestCaseSource(nameof(All))]
    public void Package_Metadata_IsComplete(string id)
    {
        var metadata = PackedFiles.MetadataOf(id);
        string Text(string name) => metadata.Elements().Single(element => element.Name.LocalName == name).Value;

        Assert.That(Text("license"), Is.EqualTo("MIT"));
        Assert.That(Text("icon"), Is.EqualTo("icon.png"));
        Assert.That(Text("readme"), Is.EqualTo("README.md"));
        Assert.That(Text("version"), Is.EqualTo(PackedFiles.Version));
        Assert.That(Text("description"), Has.Length.GreaterThan(30));
        Assert.That(Text("tags").Split(' '), Does.Contain("ml.net"));
        Assert.That(Text("releaseNotes"), Does.Contain("CHANGELOG.md"));
    }

    [TestCaseSource(nameof(Libraries))]
    public void Package_OfALibrary_HasTheAssemblyItsDocumentationAndMatchingSymbols(string id)
    {
        string[] code =
        [
            .. PackedFiles.EntriesOf(id).Where(entry => entry.StartsWith("lib/", StringComparison.Ordinal)),
        ];

        Assert.That(code, Is.EquivalentTo(new[] { $"lib/net10.0/{id}.dll", $"lib/net10.0/{id}.xml" }));
        Assert.That(SymbolsIn(id), Is.EqualTo(SymbolsWantedBy(id)));
    }

    [TestCase("VaeMlNet", "Microsoft.ML", "Microsoft.ML.OnnxTransformer", "Microsoft.ML.OnnxRuntime.Managed")]
    [TestCase("VaeMlNet.Data", "CsvHelper", "Parquet.Net", "StbImageSharp")]
    [TestCase(
        "VaeMlNet.Hosting",
        "Microsoft.Extensions.Diagnostics",
        "Microsoft.Extensions.Diagnostics.HealthChecks",
        "Microsoft.Extensions.Hosting.Abstractions",
        "Microsoft.Extensions.Options.ConfigurationExtensions"
    )]
    [TestCase("VaeMlNet.OnnxExport", "TorchSharp")]
    [TestCase("VaeMlNet.Report")]
    [TestCase("VaeMlNet.Training", "Microsoft.ML.FastTree", "TorchSharp")]
    public void Package_OfALibrary_AsksForPackagesInTheirCentralVersions(string id, params string[] wanted)
    {
        var versions = XDocument
            .Load(Repository.PathOf("Directory.Packages.props"))
            .Descendants("PackageVersion")
            .ToDictionary(
                element => (string)element.Attribute("Include")!,
                element => (string)element.Attribute("Version")!
            );

        var asked = PackedFiles.DependenciesOf(id);
        var others = asked.Where(package => !package.Key.StartsWith("VaeMlNet", StringComparison.Ordinal)).ToList();

        Assert.That(asked.Keys, Is.SupersetOf(wanted));
        Assert.That(
            others.Select(package => package.Value),
            Is.EqualTo(others.Select(package => versions[package.Key]))
        );
    }

    [TestCaseSource(nameof(Libraries))]
    public void Bill_OfALibrary_HasThePackagesItAsksFor(string id)
    {
        using var bill = JsonDocument.Parse(File.ReadAllText(PackedFiles.FileOf(id, "cdx.json")));
        var listed = bill
            .RootElement.GetProperty("components")
            .EnumerateArray()
            .Select(component => $"{component.GetProperty("name")} {component.GetProperty("version")}");

        var asked = PackedFiles
            .DependenciesOf(id)
            .Where(package => !package.Key.StartsWith("VaeMlNet", StringComparison.Ordinal))
            .Select(package => $"{package.Key} {package.Value}");

        Assert.That(listed, Is.SupersetOf(asked));
    }

    /// <summary>The program chooses the native libraries, which the packages of our libraries must not bring.</summary>
    [TestCaseSource(nameof(Libraries))]
    public void Package_OfALibrary_AsksForNoNativeLibrary(string id) =>
        Assert.That(
            PackedFiles
                .DependenciesOf(id)
                .Keys.Intersect(["Microsoft.ML.OnnxRuntime", "Microsoft.ML.OnnxRuntime.Gpu", "TorchSharp-cpu"]),
            Is.Empty
        );

    /// <summary>Packages use internal types of each other, so that they belong to one version.</summary>
    [TestCase("VaeMlNet")]
    [TestCase("VaeMlNet.Data", "VaeMlNet")]
    [TestCase("VaeMlNet.Hosting", "VaeMlNet")]
    [TestCase("VaeMlNet.OnnxExport")]
    [TestCase("VaeMlNet.Report", "VaeMlNet")]
    [TestCase("VaeMlNet.Training", "VaeMlNet", "VaeMlNet.OnnxExport")]
    public void Package_OfALibrary_AsksForItsSiblingsInExactlyItsVersion(string id, params string[] siblings)
    {
        var asked = PackedFiles
            .DependenciesOf(id)
            .Where(package => package.Key.StartsWith("VaeMlNet", StringComparison.Ordinal))
            .ToDictionary();

        Assert.That(asked.Keys, Is.EquivalentTo(siblings));
        Assert.That(asked.Values, Is.All.EqualTo($"[{PackedFiles.Version}]"));
    }

    [Test]
    public void Package_OfReports_AsksForNoTorchSharp() =>
        Assert.That(PackedFiles.DependenciesOf("VaeMlNet.Report").Keys, Has.None.Contain("TorchSharp"));

    [TestCaseSource(nameof(Libraries))]
    public void Package_OfALibrary_IsValidatedWhenItIsPacked(string id)
    {
        var property = ProgramRun.Run(
            "dotnet",
            Repository.Root,
            "msbuild",
            $"src/{id}",
            "-getProperty:EnablePackageValidation"
        )!;

        Assert.That(property.Succeeded().Output.Trim(), Is.EqualTo("true"));
    }

    /// <summary>The mark that lets a program that is trimmed or compiled ahead of time keep only what it uses of the assembly.</summary>
    [TestCase("VaeMlNet", true)]
    [TestCase("VaeMlNet.Hosting", false)]
    [TestCase("VaeMlNet.Training", false)]
    public void Package_OfALibrary_IsMarkedForTrimmingOrNot(string id, bool isMarked)
    {
        using PEReader assembly = new(new MemoryStream(PackedFiles.BytesOf(id, $"lib/net10.0/{id}.dll")));
        var reader = assembly.GetMetadataReader();
        string[] marks =
        [
            .. reader
                .GetAssemblyDefinition()
                .GetCustomAttributes()
                .Select(handle => reader.GetBlobReader(reader.GetCustomAttribute(handle).Value))
                .Select(value => System.Text.Encoding.UTF8.GetString(value.ReadBytes(value.Length))),
        ];

        Assert.That(marks.Any(text => text.Contains("IsTrimmable", StringComparison.Ordinal)), Is.EqualTo(isMarked));
        Assert.That(
            marks.Any(text => text.Contains("IsAotCompatible", StringComparison.Ordinal)),
            Is.EqualTo(isMarked)
        );
    }

    private static Guid SymbolsIn(string id)
    {
        var pdb = PackedFiles.BytesOf(id, $"lib/net10.0/{id}.pdb", "snupkg");
        using var provider = MetadataReaderProvider.FromPortablePdbStream(new MemoryStream(pdb));
        return new BlobContentId(provider.GetMetadataReader().DebugMetadataHeader!.Id).Guid;
    }

    private static Guid SymbolsWantedBy(string id)
    {
        using PEReader assembly = new(new MemoryStream(PackedFiles.BytesOf(id, $"lib/net10.0/{id}.dll")));
        var codeView = assembly.ReadDebugDirectory().Single(entry => entry.Type == DebugDirectoryEntryType.CodeView);
        return assembly.ReadCodeViewDebugDirectoryData(codeView).Guid;
    }
}
