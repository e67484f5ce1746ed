using System.IO.Compression;
using System.Xml.Linq;

namespace VaeMlNet.Packages.Tests;

/// <summary>The packages that 'Pack --smoke' writes, created once for all tests here.</summary>
[SetUpFixture]
public sealed class PackedFiles
{
    private static TemporaryFolder? packed;

    public static string Folder => packed!.Path;

    [OneTimeSetUp]
    public void Pack()
    {
        packed = new TemporaryFolder();
        string[] arguments = ["cake", "--target=Pack", "--smoke", "--runtimes=linux-x64", $"--out={Folder}"];
        ProgramRun.Run("dotnet", Repository.Root, arguments)!.Succeeded();
    }

    [OneTimeTearDown]
    public void Delete() => packed?.Dispose();

    /// <summary>Gets the version that all packages are packed with.</summary>
    public static string Version { get; } = $"{VersionPrefix()}-smoke";

    public static string FileOf(string id, string extension = "nupkg") =>
        Path.Combine(Folder, $"{id}.{Version}.{extension}");

    /// <summary>Returns the names of the files in a package, without the files that belong to the archive format.</summary>
    public static string[] EntriesOf(string id, string extension = "nupkg")
    {
        using var archive = ZipFile.OpenRead(FileOf(id, extension));
        return [.. archive.Entries.Select(entry => entry.FullName)];
    }

    public static byte[] BytesOf(string id, string entry, string extension = "nupkg")
    {
        using var archive = ZipFile.OpenRead(FileOf(id, extension));
        using var stream = (archive.GetEntry(entry) ?? throw new FileNotFoundException($"{id} has no {entry}")).Open();
        using MemoryStream bytes = new();
        stream.CopyTo(bytes);
        return bytes.ToArray();
    }

    /// <summary>Returns the metadata in the nuspec file of a package.</summary>
    public static XElement MetadataOf(string id)
    {
        using MemoryStream nuspec = new(BytesOf(id, $"{id}.nuspec"));
        return XDocument.Load(nuspec).Root!.Elements().Single(element => element.Name.LocalName == "metadata");
    }

    /// <summary>Returns the names of the packages that a package depends on, with their versions.</summary>
    public static Dictionary<string, string> DependenciesOf(string id) =>
        MetadataOf(id)
            .Descendants()
            .Where(element => element.Name.LocalName == "dependency")
            .ToDictionary(
                element => (string)element.Attribute("id")!,
                element => (string)element.Attribute("version")!
            );

    private static string VersionPrefix() =>
        (string)XDocument.Load(Repository.PathOf("Directory.Build.props")).Descendants("VersionPrefix").Single();
}
