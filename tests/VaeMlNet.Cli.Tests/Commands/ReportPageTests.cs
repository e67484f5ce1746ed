using System.Globalization;
using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace VaeMlNet.Cli.Tests;

/// <summary>The order of a report, the columns that it shows, and what screen readers read of it.</summary>
internal sealed partial class ReportPageTests
{
    private const int RowCount = 120;

    private static readonly string[] PartsOfDates = ["days", "sin", "cos"];

    private TemporaryFolder folder = null!;

    [SetUp]
    public void CreateFolder() => folder = new TemporaryFolder();

    [TearDown]
    public void DeleteFolder() => folder.Dispose();

    [Test]
    [Proves(73)]
    public void Report_AnyModel_ShowsTheHighestScoresAfterTheOverviewAndFoldsTheRest(
        [Values("images", "table", "series")] string kind
    )
    {
        var page = Make(kind);

        string[] open = kind == "series" ? ["overview", "segments", "series"] : ["overview", "anomalies"];

        Assert.That(page.Sections[..open.Length], Is.EqualTo(open));
        Assert.That(
            page.Sections.Where(id => Section(page, id).Contains("<details class=\"fold\">", StringComparison.Ordinal)),
            Is.EqualTo(page.Sections[open.Length..])
        );
        Assert.That(
            Gists().Matches(page.Markup).Select(match => match.Groups[1].Value),
            Has.Exactly(page.Sections.Length - open.Length).Items.And.All.Not.Empty
        );
    }

    [Test]
    [Proves(73)]
    public void Report_HighestScores_HaveTheReasonsOfTheScoreVerb()
    {
        ToolRun
            .Run("score", TinyTable.Folder, $"--data={TinyTable.Data}", "--top=5", $"--out={folder["top.json"]}")
            .Succeeded();
        using var top = JsonDocument.Parse(File.ReadAllText(folder["top.json"]));

        var section = WebUtility.HtmlDecode(Section(Make("table"), "anomalies"));

        var place = 0;
        foreach (var row in top.RootElement.EnumerateArray())
        {
            foreach (
                var text in row.GetProperty("reasons")
                    .EnumerateArray()
                    .Select(reason => $"<li>{reason.GetString()}</li>")
                    .Prepend($"<h3>Row {row.GetProperty("row").GetInt64()}: score ")
            )
            {
                place = section.IndexOf(text, place, StringComparison.Ordinal);

                Assert.That(place, Is.GreaterThan(0), text);
            }
        }
    }

    [Test]
    [Proves(73)]
    public void Report_Date_IsOneColumn()
    {
        var page = MakeWithDates();
        var shown = Section(page, "columns");
        var charts = page.Data.GetProperty("charts").ToString();

        Assert.That(page.Markup, Does.Contain("rows of 3 columns"));
        Assert.That(RowHeaders().Matches(shown).Count(match => match.Groups[1].Value == "when"), Is.EqualTo(1));
        Assert.That(shown, Does.Contain("dates, 20"));
        Assert.That(
            page.Data.GetProperty("rows").GetProperty("columns").EnumerateArray().Select(column => column.GetString()),
            Is.EquivalentTo(new[] { "when", "cost", "city" })
        );
        Assert.That(Section(page, "anomalies"), Does.Match("<b>when</b> 20[0-9]{2}-[0-9]{2}-[0-9]{2}, expected"));

        // The manifest, in the last section, has the names of the model's inputs.
        var withoutModel = page.Markup[..page.Markup.IndexOf("<section id=\"model\"", StringComparison.Ordinal)];
        foreach (var part in PartsOfDates)
        {
            Assert.That(withoutModel, Does.Not.Match($"[.]{part}\\b"));
            Assert.That(charts, Does.Not.Match($"[.]{part}\\b"));
        }
    }

    [Test]
    [Proves(73)]
    public void Report_SkewedColumn_HasALogarithmicAxisAndPlainNumbers()
    {
        var page = MakeWithDates();

        var histograms = page.Data.GetProperty("histograms");
        var cost = histograms
            .GetProperty("columns")
            .EnumerateArray()
            .Single(column => column.GetProperty("name").GetString() == "cost");
        var spec = histograms.GetProperty("specs").GetProperty(cost.GetProperty("kind").GetString()!).ToString();

        Assert.That(cost.GetProperty("note").GetString(), Does.StartWith("The axis is logarithmic"));
        Assert.That(cost.GetProperty("about").GetString(), Does.Contain("half of the values lie between"));
        Assert.That(spec, Does.Contain("\"symlog\"").And.Contain("10000"));
        Assert.That(Make("series").Data.ToString(), Does.Not.Contain("~s"), "1.022k hPa");
    }

    [Test]
    [Proves(73)]
    public void Report_CollapsedModel_IsAProblemWithARemedy()
    {
        ToolRun
            .Run(
                "export",
                "--model=table",
                $"--data={TinyTable.Data}",
                "--epochs=3",
                "--hidden=8",
                "--latent=2",
                "--beta=1000",
                "--ignore=Id,Fraud",
                $"--out={folder["collapsed"]}"
            )
            .Succeeded();
        ToolRun.Run("report", folder["collapsed"], $"--data={TinyTable.Data}", $"--out={folder["c.html"]}").Succeeded();

        var section = WebUtility.HtmlDecode(Section(new ReadPage(folder["c.html"]), "overview"));

        Assert.That(
            section,
            Does.Match("<li class=\"poor\"><span class=\"grade\">Problem</span>.*The model has collapsed")
        );
        Assert.That(section, Does.Contain("vaemlnet compare collapsed --data=table.csv").And.Contain("--beta=0.1"));
        Assert.That(section, Does.Not.Contain("has converged"));
    }

    [Test]
    [Proves(73)]
    public void Report_Charts_HaveANameAndADescription([Values("images", "table", "series")] string kind)
    {
        var page = Make(kind);

        Assert.That(page.Charts, Is.Not.Empty);
        Assert.That(Unnamed(page.Markup, page.Charts.Keys), Is.Empty);

        foreach (var (id, spec) in page.Charts)
        {
            var name = WebUtility.HtmlDecode(TextOf(page.Markup, $"{id}-name"));

            Assert.That(
                spec.GetProperty("description").GetString(),
                Is.EqualTo($"{name}. {WebUtility.HtmlDecode(TextOf(page.Markup, $"{id}-about"))}"),
                id
            );
        }
    }

    /// <summary>This test shows that the other test can fail.</summary>
    [Test]
    public void Report_ChartWithoutAName_FailsTheCheck()
    {
        var page = Make("table");
        var damaged = Regex.Replace(page.Markup, " id=\"score-histogram-(name|about)\"[^<]*", ">");

        Assert.That(Unnamed(damaged, page.Charts.Keys), Is.EqualTo(new[] { "score-histogram" }));
    }

    [Test]
    [Proves(73)]
    public void Report_TablesAndHeadings_HaveCaptionsScopesAndAnOrder([Values("images", "table", "series")] string kind)
    {
        var markup = Make(kind).Markup;

        int Count(string text) => Regex.Count(markup, text);

        Assert.That(Count("<table>"), Is.GreaterThan(0));
        Assert.That(Count("<table>\n<caption class=\"unseen\">[^<]"), Is.EqualTo(Count("<table>")));
        Assert.That(Count("<th[ >]"), Is.EqualTo(Count("<th scope=\"(row|col)\"")));
        Assert.That((Count("<h1"), Count("<main>"), Count("<nav aria-label=")), Is.EqualTo((1, 1, 1)));

        int[] levels =
        [
            .. Headings()
                .Matches(markup)
                .Select(match => int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture)),
        ];

        Assert.That(levels.Zip(levels.Skip(1), (level, next) => next - level), Is.All.AtMost(1));
    }

    [Test]
    [Proves(73)]
    public void Report_Verdict_NamesTheNextStep()
    {
        var section = WebUtility.HtmlDecode(Section(Make("table"), "overview"));
        var ofImages = WebUtility.HtmlDecode(Section(Make("images"), "overview"));

        Assert.That(section, Does.Contain("<strong>Next:</strong> "));
        Assert.That(ofImages, Does.Contain("--data=images --labels=LABELS</code>"), "images have no columns");
        Assert.That(section, Does.Contain("<code>vaemlnet report model --data=table.csv --label-column=COLUMN</code>"));
    }

    /// <summary>Returns the charts without a name or a description that a screen reader finds.</summary>
    private static IEnumerable<string> Unnamed(string markup, IEnumerable<string> charts) =>
        charts.Where(id =>
            !markup.Contains(
                $"id=\"{id}\" role=\"img\" aria-labelledby=\"{id}-name\" aria-describedby=\"{id}-about\"",
                StringComparison.Ordinal
            )
            || TextOf(markup, $"{id}-name").Length == 0
            || TextOf(markup, $"{id}-about").Length < 20
        );

    private static string TextOf(string markup, string id) =>
        Regex.Match(markup, $" id=\"{Regex.Escape(id)}\"[^>]*>([^<]*)<").Groups[1].Value.Trim();

    private static string Section(ReadPage page, string id)
    {
        var start = page.Markup.IndexOf($"<section id=\"{id}\"", StringComparison.Ordinal);
        return page.Markup[start..page.Markup.IndexOf("</section>", start, StringComparison.Ordinal)];
    }

    private ReadPage Make(string kind)
    {
        string[] arguments = kind switch
        {
            "images" => [ReportModels.OfImages, $"--data={ReportModels.Images}"],
            "series" => [TinySeries.Folder, $"--data={TinySeries.Data}"],
            _ => [TinyTable.Folder, $"--data={TinyTable.Data}"],
        };
        ToolRun.Run(["report", .. arguments, $"--out={folder["report.html"]}"]).Succeeded();
        return new ReadPage(folder["report.html"]);
    }

    private ReadPage MakeWithDates()
    {
        Random random = new(1);
        var rows = Enumerable
            .Range(0, RowCount)
            .Select(i =>
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{new DateTime(2020, 1, 1).AddDays(random.Next(1000)):yyyy-MM-dd},{Math.Exp(12 * random.NextDouble()):0.00},{(i % 3 == 0 ? "Rome" : "Oslo")}\n"
                )
            );
        var data = folder.Write("visits.csv", $"when,cost,city\n{string.Concat(rows)}");
        ToolRun
            .Run(
                "export",
                "--model=table",
                $"--data={data}",
                "--epochs=3",
                "--hidden=8",
                "--latent=2",
                $"--out={folder["visits"]}"
            )
            .Succeeded();
        ToolRun.Run("report", folder["visits"], $"--data={data}", $"--out={folder["visits.html"]}").Succeeded();
        return new ReadPage(folder["visits.html"]);
    }

    [GeneratedRegex("<span class=\"gist\">([^<]*)</span>")]
    private static partial Regex Gists();

    [GeneratedRegex("<th scope=\"row\"[^>]*>([^<]*)</th>")]
    private static partial Regex RowHeaders();

    [GeneratedRegex("<h([1-6])[ >]")]
    private static partial Regex Headings();
}
