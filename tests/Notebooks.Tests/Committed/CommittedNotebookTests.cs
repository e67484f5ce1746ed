using System.Text.Json.Nodes;
using System.Xml.Linq;

namespace NotebookRunner.Tests;

/// <summary>The notebooks as they are committed, without running them.</summary>
public sealed class CommittedNotebookTests
{
    [Test]
    public void Notebooks_InTheRepository_AreThoseOfTheReadme()
    {
        Assert.That(
            CommittedNotebooks.Names,
            Is.EqualTo(
                new[]
                {
                    "01-train-and-export.ipynb",
                    "02-encode-in-a-pipeline.ipynb",
                    "03-anomaly-detection.ipynb",
                    "04-tabular.ipynb",
                    "05-time-series.ipynb",
                }
            )
        );
    }

    [TestCaseSource(typeof(CommittedNotebooks), nameof(CommittedNotebooks.Names))]
    public void Notebook_EveryCell_Compiles(string name) =>
        Assert.That(() => NotebookRun.Check(CommittedNotebooks.PathOf(name)), Throws.Nothing);

    [TestCaseSource(typeof(CommittedNotebooks), nameof(CommittedNotebooks.Names))]
    public void Notebook_Outputs_AreThoseOfOneRunInOrder(string name)
    {
        var notebook = NotebookText.Read(CommittedNotebooks.PathOf(name));

        NbFormat.AssertValid(notebook);
        JsonObject[] code = [.. notebook.Cells().Where(cell => (string?)cell["cell_type"] == "code")];

        Assert.That(code.Select(cell => (int?)cell["execution_count"]), Is.EqualTo(Enumerable.Range(1, code.Length)));

        JsonObject[] outputs = [.. code.SelectMany(cell => cell.Outputs())];

        Assert.That(outputs.Count(output => output.ContainsKey("data")), Is.GreaterThan(2), "tables and pictures");
    }

    [TestCase("01-train-and-export.ipynb", "image/png")]
    [TestCase("01-train-and-export.ipynb", "image/svg+xml")]
    [TestCase("02-encode-in-a-pipeline.ipynb", "image/svg+xml")]
    [TestCase("03-anomaly-detection.ipynb", "image/svg+xml")]
    public void Notebook_Pictures_AreWhatTheirTypeSays(string name, string mimeType)
    {
        string[] pictures =
        [
            .. NotebookText
                .Read(CommittedNotebooks.PathOf(name))
                .Cells()
                .Where(cell => (string?)cell["cell_type"] == "code")
                .SelectMany(cell => cell.Outputs())
                .Select(output => output["data"]?[mimeType])
                .OfType<JsonNode>()
                .Select(NotebookText.Text),
        ];

        Assert.That(pictures, Is.Not.Empty);

        foreach (var picture in pictures)
        {
            if (mimeType == "image/png")
            {
                Assert.That(Convert.FromBase64String(picture)[..4], Is.EqualTo(new byte[] { 0x89, 0x50, 0x4E, 0x47 }));
            }
            else
            {
                Assert.That(XDocument.Parse(picture).Root!.Elements().Count(), Is.GreaterThan(10));
            }
        }
    }

    [TestCaseSource(typeof(CommittedNotebooks), nameof(CommittedNotebooks.Names))]
    public void Notebook_FirstCell_LoadsThePackagesOfThisVersion(string name)
    {
        var first = NotebookText.Text(
            NotebookText.Read(CommittedNotebooks.PathOf(name)).Cells().First(c => (string?)c["cell_type"] == "code")[
                "source"
            ]
        );

        var version = XDocument
            .Load(Repository.PathOf("Directory.Build.props"))
            .Descendants("VersionPrefix")
            .Single()
            .Value;
        var torch = XDocument
            .Load(Repository.PathOf("Directory.Packages.props"))
            .Descendants("PackageVersion")
            .Single(package => (string?)package.Attribute("Include") == "TorchSharp-cpu")
            .Attribute("Version")!
            .Value;
        var trains = first.Contains("VaeMlNet.Training", StringComparison.Ordinal);

        Assert.That(first, Does.Contain($"#r \"nuget: VaeMlNet{(trains ? ".Training" : "")}, {version}\""));

        if (trains)
        {
            Assert.That(first, Does.Contain($"#r \"nuget: TorchSharp-cpu, {torch}\""));
        }
    }
}
