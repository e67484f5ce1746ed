using System.Security.Cryptography;
using System.Text;

namespace VaeMlNet.Report.Tests;

internal sealed class LibraryFilesTests
{
    [TestCase("vega", "vega.min.js")]
    [TestCase("vega", "vega-lite.min.js")]
    [TestCase("vega", "vega-embed.min.js")]
    [TestCase("umap", "umap-js.min.js")]
    public void File_AsNpmHasIt_HasTheSumOfTheReadme(string library, string name)
    {
        var folder = Repository.PathOf("src", "VaeMlNet.Report", "Assets", library);
        var bytes = File.ReadAllBytes(Path.Combine(folder, name));
        var sum = Convert.ToHexStringLower(SHA256.HashData(bytes));
        var line = File.ReadLines(Path.Combine(folder, "README.md"))
            .Single(l => l.StartsWith($"| `{name}`", StringComparison.Ordinal));

        var embedded = Encoding.UTF8.GetBytes(ChartPage.Resource($"{library}/{name}"));

        Assert.That(line, Does.Contain(sum));
        Assert.That(Convert.ToHexStringLower(SHA256.HashData(embedded)), Is.EqualTo(sum), "the embedded one");
    }

    [TestCase("vega/vega.min.js")]
    [TestCase("vega/vega-lite.min.js")]
    [TestCase("vega/vega-embed.min.js")]
    [TestCase("umap/umap-js.min.js")]
    [TestCase("scripts/charts.js")]
    [TestCase("scripts/rows.js")]
    [TestCase("scripts/latent-map.js")]
    [TestCase("scripts/thresholds.js")]
    [TestCase("scripts/histograms.js")]
    [TestCase("scripts/draw.js")]
    public void Script_BetweenScriptTags_DoesNotEndThem(string resource) =>
        Assert.That(ChartPage.Resource(resource), Does.Not.Contain("</script").And.Not.Contain("<!--"));

    [TestCase("vega/LICENSES.txt", "University of Washington")]
    [TestCase("umap/LICENSES.txt", "Apache License")]
    public void Licenses_BetweenCommentTags_DoNotEndThem(string resource, string content)
    {
        var text = ChartPage.Resource(resource);

        Assert.That(text, Does.Not.Contain("-->").And.Not.Contain("--!>"));
        Assert.That(text, Does.Contain(content));
    }
}
