using System.Security.Cryptography;
using System.Text;

namespace VaeMlNet.Report.Tests;

internal sealed class VegaFilesTests
{
    private static string Folder => Repository.PathOf("src", "VaeMlNet.Report", "Assets", "vega");

    [TestCase("vega.min.js")]
    [TestCase("vega-lite.min.js")]
    [TestCase("vega-embed.min.js")]
    public void File_AsNpmHasIt_HasTheSumOfTheReadme(string name)
    {
        var bytes = File.ReadAllBytes(Path.Combine(Folder, name));
        var sum = Convert.ToHexStringLower(SHA256.HashData(bytes));
        var line = File.ReadLines(Path.Combine(Folder, "README.md"))
            .Single(l => l.StartsWith($"| `{name}`", StringComparison.Ordinal));

        var embedded = Encoding.UTF8.GetBytes(ChartPage.Resource($"vega/{name}"));

        Assert.That(line, Does.Contain(sum));
        Assert.That(Convert.ToHexStringLower(SHA256.HashData(embedded)), Is.EqualTo(sum), "the embedded one");
    }

    [TestCase("vega/vega.min.js")]
    [TestCase("vega/vega-lite.min.js")]
    [TestCase("vega/vega-embed.min.js")]
    [TestCase("report.js")]
    public void Script_BetweenScriptTags_DoesNotEndThem(string resource) =>
        Assert.That(ChartPage.Resource(resource), Does.Not.Contain("</script").And.Not.Contain("<!--"));

    [Test]
    public void Licenses_BetweenCommentTags_DoNotEndThem()
    {
        Assert.That(ChartPage.Resource("vega/LICENSES.txt"), Does.Not.Contain("-->").And.Not.Contain("--!>"));
        Assert.That(ChartPage.Resource("vega/LICENSES.txt"), Does.Contain("University of Washington"));
    }
}
