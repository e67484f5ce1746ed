using System.Globalization;
using System.Text.Json;
using Microsoft.ML;
using Microsoft.ML.Data;
using VaeMlNet.Report;

namespace VaeMlNet.Cli.Tests;

/// <summary>The report of models of time series.</summary>
internal sealed class SeriesReportTests
{
    private TemporaryFolder folder = null!;

    [SetUp]
    public void CreateFolder() => folder = new TemporaryFolder();

    [TearDown]
    public void DeleteFolder() => folder.Dispose();

    [TestCase(false)]
    [TestCase(true)]
    public void Report_LabeledSeries_HasTheScoresAndSegmentsOfTheScoreVerb(bool hasGap)
    {
        const int firstAfter = TinySeries.FirstAnomaly + (TinySeries.AnomalyCount / 2);
        var lines = TinySeries
            .Lines(400, seed: 2, hasAnomaly: true)
            .Select((line, i) => hasGap && i >= firstAfter ? $"2025{line[4..]}" : line);
        var data = folder.Write("x.csv", $"When,Machine,Load,Heat,On,Place,Label\n{string.Join('\n', lines)}\n");
        ToolRun
            .Run(
                "score",
                TinySeries.Folder,
                $"--data={data}",
                "--keep=Machine",
                $"--out={folder["s.csv"]}",
                $"--segments={folder["g.csv"]}"
            )
            .Succeeded();
        var ofMachineA = Cells("s.csv").Where(row => row[0] == "a").Select(row => Number(row[1]));
        var segments = Cells("g.csv");

        var page = Make(data, "--label-column=Label");

        Assert.That(
            page.Sections,
            Is.EqualTo(new[] { "overview", "segments", "series", "scores", "training", "model" })
        );
        Assert.That(page.Charts.Keys, Is.SupersetOf(new[] { "series-1", "series-2", "roc", "precision-recall" }));
        Assert.That(
            page.Markup,
            Does.Not.Match("vaemlnet threshold [^<]* --label-column=Label</code>"),
            "it sets no threshold of a series from labels alone"
        );
        Assert.That(page.Markup, Does.Contain("a: 200 rows, highest score").And.Contain("Labeled events found"));

        var panels = Panels(page, "series-1");

        Assert.That(
            panels.Skip(2).Select(panel => panel.GetProperty("title").GetProperty("text").GetString()),
            Is.EquivalentTo(new[] { "Load", "Heat", "On" })
        );
        Assert.That(
            panels[2].GetProperty("title").GetProperty("text").GetString(),
            Is.EqualTo("Heat"),
            "it caused the anomaly"
        );
        Assert.That(
            Line(panels[1], "v")
                .Where(point => point.GetProperty("v").ValueKind == JsonValueKind.Number)
                .Select(Double("v")),
            Is.EqualTo(ofMachineA).Within(0.01).Percent
        );
        Assert.That(
            Line(panels[0], "to"),
            Has.Length.EqualTo(segments.Count(row => row[0] == "a")),
            "a shaded range for each segment"
        );

        Assert.That(
            segments.Where(row => row[0] == "a").Select(row => (row[3][..4], row[4][..4])).Distinct(),
            Is.EqualTo(hasGap ? new[] { ("2024", "2024"), ("2025", "2025") } : new[] { ("2024", "2024") }),
            "no segment has rows on both sides of a gap"
        );

        var worst = segments.Where(row => row[0] == "a").MaxBy(row => Number(row[6]))!;
        var from = DateTime.Parse(worst[3], CultureInfo.InvariantCulture) - DateTime.UnixEpoch;

        Assert.That(Line(panels[0], "to").Select(Double("t")), Has.Member(from.TotalMilliseconds));
        Assert.That(page.Markup, Does.Contain($"<td>{worst[3]}:00</td>").And.Contain("Heat ("));
    }

    [Test]
    public void Report_SkippedAndSortedRowsOfSeveralFiles_HasTheRowsOfTheFiles()
    {
        var lines = TinySeries.Lines(400, seed: 2, hasAnomaly: true).ToArray();
        var header = TinySeries.Rows(0, seed: 2);
        string Write(string name, IEnumerable<string> rows) =>
            folder.Write(name, $"{header}x,a,1,50,yes,hall 1,0\n{string.Join('\n', rows)}\n");
        var data = $"{Write("late.csv", lines[200..])},{Write("early.csv", lines[..200])}";
        string[] options = ["--on-error=skip", "--sort"];
        ToolRun.Run([
            "score",
            TinySeries.Folder,
            $"--data={data}",
            $"--out={folder["s.csv"]}",
            $"--segments={folder["g.csv"]}",
            .. options,
        ]);
        Run(TinySeries.Folder, data, options);
        var page = new ReadPage(folder["r.html"]).Markup;
        var segments = Cells("g.csv");

        Assert.That(segments, Is.Not.Empty);

        foreach (var row in segments)
        {
            Assert.That(
                page,
                Does.Contain($">{row[1]}, {row[2]}</td><td class=\"number\">{row[3]}, {row[4]}</td>")
                    .And.Contain($">{row[9]}, {row[10]}</td>")
            );
        }

        Assert.That(page, Does.Contain("From and to are the first and the last row by time."));
    }

    [Test]
    public void Report_SkippedRowsWithoutTime_CountsTheRowsOfTheFile()
    {
        var lines = TinySeries.Lines(400, seed: 2, hasAnomaly: true).Where((_, i) => i % 2 == 0).ToList();
        var header = TinySeries.Rows(0, seed: 2);
        string Write(string name) => folder.Write(name, $"{header}{string.Join('\n', lines)}\n");
        ToolRun
            .Run([
                "export",
                "--model=series",
                $"--data={Write("x.csv")}",
                "--label-column=Label",
                "--ignore=When,Machine,Place",
                "--window=8",
                $"--out={folder["model"]}",
                .. TinySeries.Sizes,
            ])
            .Succeeded();
        lines[20] = lines[20].Replace(lines[20].Split(',')[2], "abc", StringComparison.Ordinal);

        Run(folder["model"], Write("y.csv"), "--on-error=skip");

        var rows = Line(Panels(new ReadPage(folder["r.html"]), "series-1")[1], "v").Select(Double("t"));

        Assert.That(rows, Is.EqualTo(Enumerable.Range(1, 200).Except([21]).Select(row => (double)row)));
    }

    [Test]
    public void Report_Channels_ShowExpectedValuesWithABandAlsoWhereCellsAreMissing()
    {
        var lines = TinySeries.Lines(400, seed: 2).Select(line => line.Split(',')).ToArray();
        lines[100][3] = "";

        var page = Make(
            folder.Write(
                "x.csv",
                "When,Machine,Load,Heat,On,Place,Label\n" + string.Concat(lines.Select(l => $"{string.Join(',', l)}\n"))
            )
        );

        var ofMachineA = page
            .Charts.Keys.Where(id => id.StartsWith("series-", StringComparison.Ordinal))
            .Select(id => Panels(page, id))
            .Select(panels => panels.Single(p => p.GetProperty("title").GetProperty("text").GetString() == "Heat"))
            .Select(panel => Line(panel, "e"))
            .Single(points => points.Any(point => point.GetProperty("v").ValueKind == JsonValueKind.Null));
        var known = ofMachineA.Where(point => point.GetProperty("v").ValueKind == JsonValueKind.Number).ToArray();

        Assert.That((ofMachineA.Length, known.Length), Is.EqualTo((200, 199)));
        Assert.That(
            known.Average(p => Math.Abs(Double("v")(p) - Double("e")(p))),
            Is.LessThan(1.5),
            "heat swings by 5"
        );
        Assert.That(
            ofMachineA,
            Has.All.Matches<JsonElement>(p =>
                Math.Abs(Double("low")(p) + Double("high")(p) - (2 * Double("e")(p))) < 1e-3
                && Double("high")(p) > Double("e")(p)
            )
        );
    }

    [Test]
    public void Report_GapInTheTime_InterruptsEveryLine()
    {
        var lines = TinySeries.Lines(400, seed: 2).Where((_, i) => i is < 150 or >= 170);

        var page = Make(folder.Write("x.csv", $"When,Machine,Load,Heat,On,Place,Label\n{string.Join('\n', lines)}\n"));

        Assert.That(page.Markup, Does.Contain("Lines end at gaps: 2 steps"), "one of each machine");

        foreach (var panel in Panels(page, "series-1"))
        {
            var values = Line(panel, "v").Select(point => point.GetProperty("v").ValueKind).ToArray();

            Assert.That(values.Count(kind => kind == JsonValueKind.Null), Is.EqualTo(1));
        }
    }

    [Test]
    public void Report_LabeledEvents_CountsThoseWithARowAboveTheThreshold()
    {
        // Machine a has an event that heat shows, and one that is labeled only.
        var lines = TinySeries.Lines(400, seed: 2, hasAnomaly: true).ToArray();
        for (var i = 100; i < 104; i += 2)
        {
            lines[i] = $"{lines[i][..^1]}1";
        }

        // The labeled rows of machine a within its event are consecutive.
        var page = Make(
            folder.Write("x.csv", $"When,Machine,Load,Heat,On,Place,Label\n{string.Join('\n', lines)}\n"),
            "--label-column=Label"
        );

        Assert.That(
            page.Markup,
            Does.Contain("<span class=\"value\">1 of 2</span><span class=\"hint\">runs of rows labeled")
        );
        Assert.That(Line(Panels(page, "series-1")[1], "to").Length, Is.GreaterThan(2), "segments and events");
    }

    [TestCase(false, 60 - 15)]
    [TestCase(true, 60 - 8)]
    public void ReadScores_EventBeforeAGap_LeavesOutTheRowsWithItInTheirWindows(bool hasGap, int normalCount)
    {
        DateTime start = new(2024, 1, 1, 0, 0, 0, DateTimeKind.Utc);
        var rows = Enumerable
            .Range(0, 60)
            .Select(i => new DatedRow
            {
                All = [i % 4, 50, 1],
                When = start.AddMinutes(i).AddDays(hasGap && i > 30 ? 1 : 0),
                IsEvent = i == 30,
            });
        using var model = VaeModel.Open(TinySeries.Folder);
        VaeReportOptions options = new() { FeatureColumnName = "All", LabelColumnName = "IsEvent" };
        SeriesRows read = new(model, new MLContext(1).Data.LoadFromEnumerable(rows), options);

        Assert.That(read.ReadScores(CancellationToken.None).NormalRows, Has.Count.EqualTo(normalCount));
    }

    [Test]
    public void Report_EventsInAllWindows_JudgesByAllNormalRows()
    {
        var lines = TinySeries.Lines(400, seed: 2).Select((line, i) => i / 2 % 5 == 0 ? $"{line[..^1]}1" : line);

        var page = Make(
            folder.Write("x.csv", $"When,Machine,Load,Heat,On,Place,Label\n{string.Join('\n', lines)}\n"),
            "--label-column=Label"
        );

        Assert.That(
            page.Markup,
            Does.Contain("where all normal rows have an anomaly in their windows").And.Contain("of the normal rows are")
        );
    }

    [Test]
    public void Report_WithoutLabelsOrTime_HasNoRanking()
    {
        var page = Make(TinySeries.Data);

        Assert.That(page.Charts.Keys, Has.None.EqualTo("roc"));
        Assert.That(page.Markup, Does.Not.Contain("Labeled events").And.Not.Contain("mark rows that are labeled"));
    }

    [Test]
    public void Report_ClassesAsLabels_SaysThatTheyRankNothing() =>
        Assert.That(
            Make(TinySeries.Data, "--label-column=Place").Markup,
            Does.Contain("The ranking cannot be measured: &#x27;Place&#x27;").And.Not.Contain("colors the map")
        );

    [Test]
    public void Report_ManySeries_ShowsThoseWithTheHighestPeaks()
    {
        var names = new[] { "a", "b", "c", "<i>d</i>", "e", "f" };
        var data =
            "When,Machine,Load,Heat,On\n"
            + string.Concat(
                Enumerable
                    .Range(0, 240)
                    .Select(i =>
                        $"2024-01-01 {i / 60:00}:{i % 60:00},{names[i % 6]},{(i % 6 == 3 && i == 123 ? 900 : i % 5)},50,yes\n"
                    )
            );

        var page = Make(folder.Write("x.csv", data));

        Assert.That(
            page.Charts.Keys.Where(id => id.StartsWith("series-", StringComparison.Ordinal)),
            Has.Exactly(4).Items
        );
        Assert.That(page.Markup, Does.Contain("show the 4 of 6 series with the highest peaks"));
        Assert.That(page.Markup, Does.Match("<figcaption [^>]*>&lt;i&gt;d&lt;/i&gt;: 40 rows").And.Not.Contain("<i>d"));
        Assert.That(Line(Panels(page, "series-1")[2], "v").Max(Double("v")), Is.EqualTo(900), "the peak");
    }

    [Test]
    public void Write_ViewWithAVectorOfChannelsAndNumbersAsTime_ShowsThem()
    {
        var rows = Enumerable.Range(0, 60).Select(i => new Row { All = [i % 4, 50, 1], Clock = 10 * i });

        var count = VaeReport.Write(
            TinySeries.Folder,
            new MLContext(1).Data.LoadFromEnumerable(rows),
            folder["p.html"],
            new()
            {
                FeatureColumnName = "All",
                TimestampColumnName = "Clock",
                SeriesColumnName = "Unit",
            }
        );

        Assert.That(count, Is.EqualTo(60));

        var times = Line(Panels(new ReadPage(folder["p.html"]), "series-1")[1], "v").Select(Double("t"));

        Assert.That(times, Is.EqualTo(Enumerable.Range(0, 60).Select(i => 10.0 * i)));
    }

    [TestCase(10_000, "00:00:00.330")]
    [TestCase(10, "00:00:00.000330")]
    [TestCase(1_000_000, "00:00:33")]
    public void Write_TimesWithFractionsOfSeconds_ShowsThem(int microseconds, string expected)
    {
        DateTime start = new(2024, 1, 1, 0, 0, 0, DateTimeKind.Utc);
        var rows = Enumerable
            .Range(0, 60)
            .Select(i => new DatedRow
            {
                All = [i == 33 ? 900 : i % 4, 50, 1],
                When = start.AddMicroseconds((double)microseconds * i),
            });

        VaeReport.Write(
            TinySeries.Folder,
            new MLContext(1).Data.LoadFromEnumerable(rows),
            folder["p.html"],
            new() { FeatureColumnName = "All" }
        );

        ReadPage page = new(folder["p.html"]);

        Assert.That(page.Markup, Does.Contain($"<td>2024-01-01 {expected}</td>"));
        Assert.That(page.Charts["series-1"].ToString(), Does.Contain("%S.%L"), "milliseconds in tooltips");
    }

    [Test]
    public void Report_BadInput_SaysWhatIsWrong()
    {
        var empty = folder.Write("empty.csv", "When,Machine,Load,Heat,On\n");

        Run(TinySeries.Folder, empty).Failed(1, "empty.csv", "has no rows");
        Run(TinySeries.Folder, TinySeries.Data, "--rows=5").Failed(1, "--rows is not for models of time series");
        Run(TinySeries.Folder, TinySeries.Data, "--time=Nope").Failed(1, "no column 'Nope'");
        Run(TinyTable.Folder, TinyTable.Data, "--series=Color").Failed(1, "not a model of a time series", "--series");

        Assert.That(File.Exists(folder["r.html"]), Is.False);
    }

    private static JsonElement[] Panels(ReadPage page, string id) =>
        [.. page.Charts[id].GetProperty("vconcat").EnumerateArray()];

    /// <summary>Returns the values of a panel that have a field and are numbers: "v" for lines, "to" for shaded ranges.</summary>
    private static JsonElement[] Line(JsonElement panel, string field) =>
        [
            .. ReadPage
                .Values(panel)
                .Where(value => value.TryGetProperty(field, out _) && value.TryGetProperty("t", out _)),
        ];

    private static Func<JsonElement, double> Double(string field) => value => value.GetProperty(field).GetDouble();

    private string[][] Cells(string name) => [.. File.ReadLines(folder[name]).Skip(1).Select(line => line.Split(','))];

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);

    private ToolRun Run(string model, string data, params string[] more) =>
        ToolRun.Run(["report", model, $"--data={data}", $"--out={folder["r.html"]}", .. more]);

    private ReadPage Make(string data, params string[] more)
    {
        Run(TinySeries.Folder, data, more).Succeeded();
        return new ReadPage(folder["r.html"]);
    }

    private sealed class Row
    {
        [VectorType(3)]
        public float[] All { get; set; } = [];

        public double Clock { get; set; }

        public int Unit { get; set; }
    }

    private sealed class DatedRow
    {
        [VectorType(3)]
        public float[] All { get; set; } = [];

        public DateTime When { get; set; }

        public string Machine { get; set; } = "";

        public bool IsEvent { get; set; }
    }
}
