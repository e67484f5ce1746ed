using System.Text.Json.Nodes;

namespace VaeMlNet.Benchmarks.Tests;

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
        var panel = JsonNode.Parse(PlotPicture.ToJson(Growth))!["panels"]![0]!;

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
        var folder = Directory.CreateTempSubdirectory("plot-").FullName;
        var reports = new List<string>();

        PlotPicture.Write(Growth, "growth", folder, Path.Combine(folder, "pictures"), reports.Add);

        var isDrawn = File.Exists(Path.Combine(folder, "pictures", "growth.png"));

        Assert.That(File.Exists(Path.Combine(folder, "growth.plot.json")));
        Assert.That(
            reports,
            isDrawn ? Is.Empty : Has.One.Contains("growth.png").And.One.Contains("python3-matplotlib")
        );

        Directory.Delete(folder, recursive: true);
    }
}
