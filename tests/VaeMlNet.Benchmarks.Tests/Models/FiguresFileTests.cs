namespace VaeMlNet.Benchmarks.Tests;

public sealed class FiguresFileTests
{
    private string folder = "";

    [SetUp]
    public void CreateFolder() => folder = Directory.CreateTempSubdirectory("figures-").FullName;

    [TearDown]
    public void DeleteFolder() => Directory.Delete(folder, recursive: true);

    [Test]
    public void Put_SectionsOfTwoRuns_AreOnOnePageInOrder()
    {
        var path = Path.Combine(folder, "results", "models.json");
        new FiguresFile(path).Put("second", Figures("Second", "2.00"));
        new FiguresFile(path).Put("first", Figures("First", "1.00"));

        var page = new FiguresFile(path).ToMarkdown(["first", "absent", "second"], "images");

        Assert.That(page, Does.Match(@"(?s)## First.*\| ours \| 1\.00 \|.*## Second.*\| ours \| 2\.00 \|"));
        Assert.That(page, Does.Contain("`cake --only=First`, 2026-11-20, a machine."));
        Assert.That(page, Does.Contain("| --- | --: |").And.Contain("How it came about."));
        Assert.That(page, Does.Contain("![What it shows](images/drawn.png)"));
    }

    [Test]
    public void Put_SectionAgain_ReplacesIts()
    {
        var path = Path.Combine(folder, "models.json");
        new FiguresFile(path).Put("first", Figures("First", "1.00"));
        new FiguresFile(path).Put("first", Figures("First", "3.00"));

        var page = new FiguresFile(path).ToMarkdown(["first"], "images");

        Assert.That(page, Does.Contain("3.00").And.Not.Contain("1.00"));
        Assert.That(Directory.GetFiles(folder).Select(Path.GetFileName), Is.EqualTo(new[] { "models.json" }));
    }

    private static SectionFigures Figures(string title, string figure) =>
        new()
        {
            Title = title,
            Command = $"cake --only={title}",
            Date = new DateOnly(2026, 11, 20),
            Machine = "a machine",
            Tables =
            [
                new FigureTable(
                    "A table",
                    ["", "loss"],
                    [
                        ["ours", figure],
                    ],
                    "How it came about."
                ),
            ],
            Pictures = [new FigurePicture("drawn.png", "What it shows")],
        };
}
