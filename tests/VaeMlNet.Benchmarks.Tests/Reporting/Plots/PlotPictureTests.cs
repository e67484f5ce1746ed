using System.Text.Json.Nodes;
using VaeMlNet.Benchmarks.Reporting.Plots;

namespace VaeMlNet.Benchmarks.Tests.Reporting.Plots;

internal sealed class PlotPictureTests
{
    private static readonly Plot Growth = new(
        "Growth",
        [
            new(
                "time",
                new("rows", PlotScale.Log),
                new("µs per row"),
                [new("VaeScore", [1e4, 1e5], [7, 6.5]) { Lower = [6, 6], Upper = [8, 7] }]
            ),
        ]
    );

    [Test]
    public void ToJson_OnePanel_HasTheMembersThatTheScriptReads()
    {
        JsonNode panel = JsonNode.Parse(PlotPicture.ToJson(Growth))!["panels"]![0]!;

        Assert.Multiple(() =>
        {
            Assert.That((string)panel["x"]!["scale"]!, Is.EqualTo("log"));
            Assert.That((string)panel["y"]!["scale"]!, Is.EqualTo("linear"));
            Assert.That((string)panel["series"]![0]!["name"]!, Is.EqualTo("VaeScore"));
            Assert.That((double)panel["series"]![0]!["upper"]![1]!, Is.EqualTo(7));
        });
    }

    [Test]
    public void Write_WithOrWithoutMatplotlib_KeepsTheFiguresAndSaysWhatIsMissing()
    {
        string folder = Directory.CreateTempSubdirectory("plot-").FullName;
        var reports = new List<string>();

        PlotPicture.Write(Growth, "growth", folder, Path.Combine(folder, "pictures"), reports.Add);

        bool isDrawn = File.Exists(Path.Combine(folder, "pictures", "growth.png"));
        Assert.That(File.Exists(Path.Combine(folder, "growth.plot.json")));
        Assert.That(
            reports,
            isDrawn ? Is.Empty : Has.One.Contains("growth.png").And.One.Contains("python3-matplotlib")
        );
        Directory.Delete(folder, recursive: true);
    }
}
