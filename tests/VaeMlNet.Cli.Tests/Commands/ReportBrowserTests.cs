using System.Text.Json;

namespace VaeMlNet.Cli.Tests;

/// <summary>Reports in a real browser: of images, of a table with labeled anomalies, and of time series.</summary>
[Category("Long")]
internal sealed class ReportBrowserTests
{
    private const int Desktop = 1200;
    private const int Phone = 390;

    private static readonly string Axe = Repository.PathOf("artifacts", "axe", "axe.min.js");

    private TemporaryFolder folder = null!;

    [OneTimeSetUp]
    public void NeedsABrowser()
    {
        if (Chromium.Path is null)
        {
            Assert.Ignore(
                "No chromium on the PATH: Debian's package is 'chromium', which './build.sh --target=TestLong' installs as root."
            );
        }
    }

    [SetUp]
    public void CreateFolder() => folder = new TemporaryFolder();

    [TearDown]
    public void DeleteFolder() => folder.Dispose();

    [Test]
    [Proves(73)]
    public void Report_Opened_DrawsEveryChartWithinThePageAndLoadsNothing(
        [Values("images", "table", "series")] string kind,
        [Values(Desktop, Phone)] int width,
        [Values] bool isDark
    )
    {
        var page = Make(kind);

        (var probe, var console) = Chromium.Open(page, width, isDark, folder["profile"]);

        Assert.Multiple(() =>
        {
            Assert.That(console, Is.Empty);
            Assert.That(probe.GetProperty("state").GetString(), Is.EqualTo("drawn"));
            Assert.That(probe.GetProperty("innerWidth").GetInt32(), Is.EqualTo(width));
            Assert.That(probe.GetProperty("openedScrollWidth").GetInt32(), Is.AtMost(width), "it scrolls sideways");
            Assert.That(probe.GetProperty("scrollWidth").GetInt32(), Is.AtMost(width), "open sections scroll sideways");
            Assert.That(
                probe.GetProperty("height").GetInt32(),
                Is.GreaterThan(probe.GetProperty("openedHeight").GetInt32() + 500),
                "sections are folded"
            );
            Assert.That(probe.GetProperty("strangeNames").EnumerateArray(), Is.Empty, "names that Vega gives");
            Assert.That(probe.GetProperty("broken").GetInt32(), Is.Zero, "pictures that are none");
            Assert.That(probe.GetProperty("withoutText").GetInt32(), Is.Zero, "pictures without text");
            Assert.That(probe.GetProperty("requests").EnumerateArray(), Is.Empty);
            Assert.That(probe.GetProperty("collisions").EnumerateArray(), Is.Empty, "labels of axes on each other");
            Assert.That(probe.GetProperty("cutTexts").EnumerateArray(), Is.Empty, "texts beyond their chart");
        });

        AssertEveryChartIsDrawn(page, probe.GetProperty("charts"));
        AssertColors(probe, isDark);
        if (kind != "series")
        {
            AssertTooltip(probe.GetProperty("tooltip"), kind);
        }
    }

    [Test]
    [Proves(73)]
    public void Report_CheckedByAxe_HasNoSeriousIssue(
        [Values("images", "table", "series")] string kind,
        [Values] bool isDark
    )
    {
        if (!File.Exists(Axe))
        {
            Assert.Ignore(
                "No artifacts/axe/axe.min.js: './build.sh --target=TestLong' fetches it with npm (axe-core@4.14.1)."
            );
        }

        var page = Make(kind);

        (var probe, _) = Chromium.Open(page, Desktop, isDark, folder["profile"], "axe.js", Axe);

        var serious = probe
            .GetProperty("violations")
            .EnumerateArray()
            .Where(violation => violation.GetProperty("impact").GetString() is "serious" or "critical")
            .Select(violation => violation.ToString());

        Assert.That(serious, Is.Empty);
        Assert.That(probe.GetProperty("passes").GetInt32(), Is.GreaterThan(20), "the rules ran");
    }

    [Test]
    [Proves(73)]
    public void Report_ControlsUsed_ShowWhatTheyPromise([Values("images", "table", "series")] string kind)
    {
        var page = Make(kind);

        (var probe, var console) = Chromium.Open(page, Desktop, isDark: false, folder["profile"], "interact.js");

        string Text(string name) => probe.GetProperty(name).GetString()!;
        bool Flag(string name) => probe.GetProperty(name).GetBoolean();

        Assert.Multiple(() =>
        {
            Assert.That(console, Is.Empty);
            Assert.That(Text("state"), Is.EqualTo("drawn"));
            Assert.That(Flag("folded"), Is.True);
            Assert.That(Flag("opened"), Is.True, "a link opens its section");
            Assert.That(Flag("others"), Is.False);
            Assert.That(Flag("all"), Is.True, "the button opens all sections");
            Assert.That(Text("lowest"), Does.Match("^[1-9]"), "rows above the lowest threshold");
            Assert.That(Text("none"), Does.StartWith("0 of"));
            Assert.That(Text("own"), Does.EndWith("nats"));
        });

        if (kind == "series")
        {
            return;
        }

        Assert.Multiple(() =>
        {
            Assert.That(Text("selected"), Does.Match("[1-9][0-9]* of [0-9]+ rows selected"));
            Assert.That(Text("row"), Does.Contain("Row 3."));
            Assert.That(Text("caption"), Is.EqualTo("Colored by score"));
        });

        if (kind == "table")
        {
            Assert.That(Flag("histogram"), Is.True);
            Assert.That(Text("column"), Is.EqualTo("Income"));
        }
        else
        {
            Assert.That(Text("status"), Does.Contain("UMAP").And.Contain("seed 1"));
        }
    }

    [Test]
    [Proves(73)]
    public void Report_Answers_AreAFileOfKnownRows()
    {
        var page = Make("table");

        (var probe, var console) = Chromium.Open(page, Desktop, isDark: false, folder["profile"], "labels.js");

        var rows = probe.GetProperty("rows").EnumerateArray().Select(row => row.GetString()).ToArray();
        var lines = probe.GetProperty("file").GetString()!.TrimEnd('\n').Split('\n');

        Assert.Multiple(() =>
        {
            Assert.That(console, Is.Empty);
            Assert.That(probe.GetProperty("hidden").GetBoolean(), Is.False);
            Assert.That(probe.GetProperty("before").GetBoolean(), Is.True, "no answer, no file");
            Assert.That(probe.GetProperty("pressed").GetInt32(), Is.EqualTo(2), "a second press takes an answer back");
            Assert.That(probe.GetProperty("count").GetString(), Is.EqualTo("2 rows labeled"));
            Assert.That(probe.GetProperty("names")[0].GetString(), Is.EqualTo("labels.csv"));
            Assert.That(lines[0], Is.EqualTo("Row,Label,Score,Reasons"));
            Assert.That(
                lines[1..].Select(line => line.Split(',')).Select(cells => (cells[0], cells[1])),
                Is.EquivalentTo(new[] { (rows[0], "anomaly"), (rows[1], "normal") })
            );
        });

        // The tool takes the file as it is.
        File.WriteAllText(folder["labels.csv"], probe.GetProperty("file").GetString());
        ToolRun
            .Run([
                "export",
                "--model=detector",
                $"--data={TinyTable.Data}",
                "--ignore=Fraud",
                "--epochs=2",
                $"--known-rows={folder["labels.csv"]}",
                $"--out={folder["labeled"]}",
            ])
            .Succeeded();
    }

    /// <summary>Names and categories with scripts, markup, quotes, line separators and marks of direction are only texts.</summary>
    [TestCase("table")]
    [TestCase("series")]
    [TestCase("quality")]
    [Proves(73)]
    public void Page_HostileNamesAndValues_RunNothingAndLoadNothing(string kind)
    {
        var page = MakeHostile(kind);

        (var probe, var console) = Chromium.Open(page, Desktop, isDark: false, folder["profile"], "hostile.js");

        var text = probe.GetProperty("text").GetString()!;

        Assert.Multiple(() =>
        {
            Assert.That(console, Is.Empty);
            Assert.That(probe.GetProperty("ran").ValueKind, Is.EqualTo(JsonValueKind.Null), "a script of the data");
            Assert.That(probe.GetProperty("requests").EnumerateArray(), Is.Empty);
            Assert.That(probe.GetProperty("strange").EnumerateArray(), Is.Empty, "elements of the data");
            Assert.That(text, Does.Contain("<img src=x onerror=window.ran="));
            Assert.That(text, Does.Contain("x\\u2028y").And.Not.Contain("\u202e"));
        });

        if (kind != "quality")
        {
            Assert.That(probe.GetProperty("state").GetString(), Is.EqualTo("drawn"));
            Assert.That(probe.GetProperty("tooltips").GetInt32(), Is.GreaterThan(10));
        }
    }

    /// <summary>This test shows that the other test can fail.</summary>
    [Test]
    public void Report_WithAChartThatCannotBeDrawnAndARequest_FailsTheCheck()
    {
        var page = Make("table");
        var text = File.ReadAllText(page);
        var damaged = text.Replace("\"mark\":\"bar\"", "\"mark\":\"no such mark\"", StringComparison.Ordinal)
            .Replace(
                "<main>",
                "<main><img src=\"http://localhost:9/x.png\" alt=\"\"><pre style=\"width:3000px\">",
                StringComparison.Ordinal
            );

        Assert.That(damaged, Is.Not.EqualTo(text));

        File.WriteAllText(page, damaged);

        (var probe, var console) = Chromium.Open(page, Desktop, isDark: false, folder["profile"]);

        Assert.That(probe.GetProperty("state").GetString(), Is.EqualTo("failed"));
        Assert.That(console, Has.Length.AtLeast(2).And.Some.Contains("Content Security Policy"));
        Assert.That(probe.GetProperty("scrollWidth").GetInt32(), Is.GreaterThan(Desktop));
        Assert.That(probe.GetProperty("broken").GetInt32(), Is.EqualTo(1));
    }

    private string Make(string kind)
    {
        string[] arguments = kind switch
        {
            "images" => [ReportModels.OfImages, $"--data={ReportModels.Images}", $"--labels={ReportModels.Labels}"],
            "series" => [TinySeries.Folder, $"--data={TinySeries.Data}", "--label-column=Label"],
            _ => [TinyTable.Folder, $"--data={TinyTable.Data}", "--label-column=Fraud"],
        };
        ToolRun.Run(["report", .. arguments, $"--out={folder["report.html"]}"]).Succeeded();
        return folder["report.html"];
    }

    private string MakeHostile(string kind)
    {
        string[] names =
        [
            "</script><script>window.ran=1</script>",
            "<img src=x onerror=window.ran=2>",
            "x\u2028y\u202ez",
            "\"'`); window.ran=3; (\"",
            "__proto__",
        ];
        string[] values = [.. names, "<svg onload=window.ran=4>", "null", "constructor", "javascript:window.ran=5"];
        var data = folder.Write("data.csv", kind == "series" ? HostileSeries(names) : HostileTable(names, values));
        string[] options =
            kind == "series"
                ? ["--time=When", $"--series={names[1]}", "--window=8"]
                : ["--model=table", $"--categorical={string.Join(',', names)}"];
        ToolRun
            .Run([
                "export",
                $"--data={data}",
                .. options,
                "--epochs=1",
                "--hidden=8",
                "--latent=2",
                $"--out={folder["model"]}",
            ])
            .Succeeded();
        string[] report = ["report", folder["model"], $"--data={data}", $"--title={names[0]}"];
        string[] quality = ["quality", $"--real={data}", $"--synthetic={data}", "--format=html"];
        ToolRun.Run([.. kind == "quality" ? quality : report, $"--out={folder["report.html"]}"]).Succeeded();
        return folder["report.html"];
    }

    private static string HostileTable(string[] names, string[] values)
    {
        Random random = new(1);
        var rows = Enumerable
            .Range(0, 200)
            .Select(row =>
                string.Join(',', names.Select(_ => Quoted(values[random.Next(values.Length)])).Append($"{row % 17}.5"))
            );
        return string.Join('\n', rows.Prepend(string.Join(',', names.Select(Quoted).Append("Load")))) + "\n";
    }

    private static string HostileSeries(string[] names)
    {
        var rows = Enumerable
            .Range(0, 200)
            .Select(row =>
                $"2024-01-01 {row / 60:00}:{row % 60:00},{Quoted(names[row % 2])},{row % 17}.5,{row % 5}.25,{row % 3}.5"
            );
        string[] header = ["When", Quoted(names[1]), Quoted(names[0]), Quoted(names[2]), Quoted(names[4])];
        return string.Join('\n', rows.Prepend(string.Join(',', header))) + "\n";
    }

    private static string Quoted(string cell) => $"\"{cell.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    private static void AssertEveryChartIsDrawn(string page, JsonElement charts)
    {
        Assert.That(
            charts.EnumerateArray().Select(chart => chart.GetProperty("id").GetString()),
            Is.EquivalentTo(new ReadPage(page).Charts.Keys)
        );
        foreach (var chart in charts.EnumerateArray())
        {
            var id = chart.GetProperty("id").GetString()!;
            var room = chart.GetProperty("room").GetDouble();
            Assert.That(chart.GetProperty("height").GetDouble(), Is.GreaterThan(100), id);
            Assert.That(chart.GetProperty("width").GetDouble(), Is.GreaterThan(0.8 * room).And.AtMost(room + 1), id);
        }
    }

    private static void AssertColors(JsonElement probe, bool isDark)
    {
        var background = Brightness(probe.GetProperty("background").GetString()!);
        var text = Brightness(probe.GetProperty("chartText").GetString()!);

        Assert.That(background, isDark ? Is.LessThan(0.2) : Is.GreaterThan(0.8));
        Assert.That(text - background, isDark ? Is.GreaterThan(0.4) : Is.LessThan(-0.4), "the charts' text");
    }

    private static void AssertTooltip(JsonElement tooltip, string kind)
    {
        Assert.That(tooltip.ValueKind, Is.EqualTo(JsonValueKind.Object), "no point of the map said anything");
        var text = tooltip.GetProperty("text").GetString()!;
        Assert.That(text, Does.Contain("row").And.Contain("score"));
        if (kind == "images")
        {
            Assert.That(tooltip.GetProperty("picture").GetString(), Does.Contain("data:image/png"));
        }
        else
        {
            Assert.That(text, Does.Contain("Income").And.Contain("Fraud"));
        }
    }

    /// <summary>Returns the brightness of "rgb(r, g, b)", in [0, 1].</summary>
    private static double Brightness(string color) =>
        color[4..^1].Split(',').Average(part => double.Parse(part, System.Globalization.CultureInfo.InvariantCulture))
        / 255;
}
