using System.Text.RegularExpressions;
using System.Xml.Linq;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using VaeMlNet.Cli;

namespace VaeMlNet.Docs.Tests;

/// <summary>
/// Each json block is read according to the purpose after its fence, as in ```json options. The xml blocks are MSBuild's.
/// </summary>
public sealed class DataBlockTests
{
    private static readonly Dictionary<string, Action<string>> Readers = new()
    {
        ["options"] = path => OptionsFile.Read(path),
        ["schema"] = path => TableSchemaFile.Read(path),
        ["settings train"] = path => VaemlnetParser.ReadSettings("train", path),
        ["settings worker"] = VaemlnetParser.ReadWorkerSettings,
        ["settings hosting"] = ReadScorers,
    };

    [Test]
    public void JsonBlock_Always_IsReadByWhatItIsFor()
    {
        using TemporaryFolder folder = new();
        CodeBlock[] blocks = [.. Blocks("json")];

        Assert.That(blocks, Is.Not.Empty);

        foreach (var block in blocks)
        {
            // The name of a file may follow, as in ```json options readings.json.
            var purpose = Regex.Replace(block.Purpose, @" \S+\.json$", "");
            Assert.That(Readers.Keys, Does.Contain(purpose), $"{block}: write what it is for behind ```json");
            Assert.That(() => Readers[purpose](folder.Write("block.json", block.Text)), Throws.Nothing, $"{block}");
        }
    }

    [Test]
    public void XmlBlock_Always_NamesPackagesInTheirVersions()
    {
        var versions = XDocument
            .Load(Repository.PathOf("Directory.Packages.props"))
            .Descendants("PackageVersion")
            .ToLookup(
                element => (string)element.Attribute("Include")!,
                element => (string)element.Attribute("Version")!
            );
        foreach (var block in Blocks("xml"))
        {
            foreach (var reference in XElement.Parse($"<Root>{block.Text}</Root>").Descendants("PackageReference"))
            {
                var name = (string)reference.Attribute("Include")!;
                var version = (string)reference.Attribute("Version")!;
                var isOurs = name.StartsWith("VaeMlNet", StringComparison.Ordinal);
                Assert.That(isOurs || versions[name].Contains(version), $"{block}: {name} {version}");
            }
        }
    }

    private static void ReadScorers(string path)
    {
        ServiceCollection services = new();
        services.AddVaeScorers(new ConfigurationBuilder().AddJsonFile(path).Build().GetSection("VaeScorers"));
        using var provider = services.BuildServiceProvider();
        provider.GetRequiredService<IStartupValidator>().Validate();
    }

    private static IEnumerable<CodeBlock> Blocks(string language) =>
        DocPages.All.SelectMany(page => page.Blocks).Where(block => block.Language == language);
}
