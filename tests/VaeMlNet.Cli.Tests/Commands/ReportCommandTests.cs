using System.Globalization;
using System.Text.Json;

namespace VaeMlNet.Cli.Tests;

internal sealed class ReportCommandTests
{
    private static readonly string[] SectionsOfImages =
    [
        "overview",
        "anomalies",
        "scores",
        "calibration",
        "drift",
        "training",
        "map",
        "latents",
        "reconstructions",
        "samples",
        "interpolations",
        "traversals",
        "model",
    ];

    private static readonly string[] SectionsOfTables = [.. SectionsOfImages[..4], "columns", .. SectionsOfImages[4..]];

    private TemporaryFolder folder = null!;

    [SetUp]
    public void CreateFolder() => folder = new TemporaryFolder();

    [TearDown]
    public void DeleteFolder() => folder.Dispose();

    [Test]
    public void Report_LabeledImages_HasAllSectionsAndAPictureForEachPoint()
    {
        var page = Make(ReportModels.OfImages, ReportModels.Images, $"--labels={ReportModels.Labels}");

        Assert.That(page.Sections, Is.EqualTo(SectionsOfImages));

        AssertChartsHavePlaces(page);
        var points = ReadPage.Values(page.Charts["latent-map"]);

        Assert.That(points, Has.Length.EqualTo(ReportModels.ImageCount));
        Assert.That(points.Select(point => point.GetProperty("label").GetString()).Distinct().Count(), Is.EqualTo(10));

        var pictures = page.Data.GetProperty("rows").GetProperty("pictures");

        Assert.That(pictures.GetProperty("source").GetString(), Does.StartWith("data:image/png;base64,"));
        Assert.That(page.Charts.Keys, Has.None.EqualTo("roc"), "labels of classes rank nothing");
        Assert.That(page.Markup, Does.Contain("only colors the map"));
        Assert.That(page.Text, Has.Length.LessThan(1_300_000));
    }

    [TestCase(true)]
    [TestCase(false)]
    public void Report_ImagesWithAnomalies_NamesNoVerbThatReadsNoLabelsOfImages(bool areHighest)
    {
        ToolRun
            .Run("score", ReportModels.OfImages, $"--data={ReportModels.Images}", $"--out={folder["s.csv"]}")
            .Succeeded();
        double[] scores =
        [
            .. File.ReadLines(folder["s.csv"])
                .Skip(1)
                .Select(line => double.Parse(line.Split(',')[0], CultureInfo.InvariantCulture)),
        ];
        var median = scores.Order().ElementAt(scores.Length / 2);
        byte[] labels = [.. scores.Select(score => (byte)(score > median == areHighest ? 1 : 0))];
        folder.Write("labels", IdxBytes.Build(IdxBytes.UnsignedByte, [labels.Length], labels));

        var page = Make(ReportModels.OfImages, ReportModels.Images, $"--labels={folder["labels"]}");

        Assert.That(page.Markup, Does.Not.Contain("vaemlnet compare").And.Not.Contain("--label-column"));
        Assert.That(
            page.Markup,
            Does.Contain(
                areHighest
                    ? "vaemlnet threshold of-images --data=images --contamination=SHARE"
                    : "train on images without anomalies"
            )
        );
    }

    [Test]
    public void Report_TableWithAnomalies_HasTheRankingAndTheScoresOfTheScoreVerb()
    {
        string[] options = ["--label-column=Fraud"];
        ToolRun
            .Run(["score", TinyTable.Folder, $"--data={TinyTable.Data}", $"--out={folder["s.csv"]}", .. options])
            .Succeeded();

        var page = Make(TinyTable.Folder, TinyTable.Data, options);

        Assert.That(page.Sections, Is.EqualTo(SectionsOfTables));

        AssertChartsHavePlaces(page);

        Assert.That(page.Charts.Keys, Is.SupersetOf(new[] { "roc", "precision-recall", "p-values" }));
        Assert.That(page.Markup, Does.Contain("<h3>Cell by cell</h3>"), "the rows that 'synthesize' writes");

        string[] scores = [.. File.ReadLines(folder["s.csv"]).Skip(1).Select(line => line.Split(',')[0])];

        Assert.That(
            page.Data.GetProperty("rows").GetProperty("scores").EnumerateArray().Select(score => score.GetDouble()),
            Is.EqualTo(scores.Select(score => double.Parse(score, System.Globalization.CultureInfo.InvariantCulture)))
                .Within(1e-3)
                .Percent
        );
        Assert.That(page.Markup, Does.Contain("AUROC").And.Contain("Average precision"));
        Assert.That(page.Markup, Does.Contain("dark, red"), "a category");
    }

    [Test]
    public void Report_CategoryThatTrainingLacks_HasTheScoresAndReasonsOfTheScoreVerb()
    {
        var rows = TinyTable.Rows(20, seed: 3).Replace("blue", "purple");
        var data = folder.Write("new.csv", rows);
        ToolRun.Run("score", TinyTable.Folder, $"--data={data}", $"--out={folder["s.csv"]}");

        var run = Run(TinyTable.Folder, data);
        ReadPage page = new(folder["x.html"]);

        Assert.That(run.ExitCode, Is.Zero);
        Assert.That(run.Error, Does.Contain("scored as unseen"));
        Assert.That(
            page.Data.GetProperty("rows").GetProperty("scores").EnumerateArray().Select(score => score.GetDouble()),
            Is.EqualTo(
                    File.ReadLines(folder["s.csv"])
                        .Skip(1)
                        .Select(line => double.Parse(line.Split(',')[0], CultureInfo.InvariantCulture))
                )
                .Within(1e-3)
                .Percent
        );
        Assert.That(
            System.Net.WebUtility.HtmlDecode(page.Markup),
            Does.Contain("Color 'purple' was never seen in training").And.Contain("(not in training), expected ")
        );
    }

    [Test]
    public void Report_FeaturesWithoutLabels_IsColoredByScore()
    {
        var page = Make(TinyModel.Folder, TinyModel.Table);

        Assert.That(page.Sections, Is.EqualTo(SectionsOfTables));

        var point = ReadPage.Values(page.Charts["latent-map"])[0];

        Assert.That(point.TryGetProperty("score", out _), Is.True);
        Assert.That(page.Charts.Keys, Has.None.EqualTo("roc"));
        Assert.That(ReadPage.Values(page.Charts["curve-loss"]), Has.Length.EqualTo(2 + 1), "two epochs, and the best");
    }

    [Test]
    public void Report_LabelThatTheModelReads_ColorsTheMap()
    {
        var page = Make(TinyTable.Folder, TinyTable.Data, "--label-column=Color");

        Assert.That(page.Sections, Is.EqualTo(SectionsOfTables));

        var point = ReadPage.Values(page.Charts["latent-map"])[0];

        Assert.That(point.TryGetProperty("label", out _), Is.True);
    }

    [Test]
    public void Report_Checkpoint_SaysThatItIsToBeExported() =>
        ToolRun
            .Run("report", TinyTable.Checkpoint, $"--data={TinyTable.Data}", $"--out={folder["r.html"]}")
            .Failed(
                ExitCode.Error,
                "is a checkpoint",
                TinyTable.Checkpoint,
                "the verb export of vaemlnet",
                "--checkpoint"
            );

    [Test]
    public void Report_CategoricalLatents_TraversesTheirCategories()
    {
        var page = Make(ReportModels.Categorical, ReportModels.Images);

        Assert.That(page.Sections, Is.EqualTo(SectionsOfImages));
        Assert.That(page.Markup, Does.Contain("takes each of its categories"));

        var bars = ReadPage.Values(page.Charts["latent-kl"]);

        Assert.That(bars, Has.Length.EqualTo(3), "latents, not their 12 slots");
        Assert.That(bars.Select(bar => bar.GetProperty("kl").GetDouble()), Is.All.GreaterThan(-1e-5));
    }

    [Test]
    [Proves(72)]
    public void Report_TrainingRows_ComparesEveryColumnWithThem()
    {
        var shifted = folder.Write("shifted.csv", TinyModel.Rows(80, seed: 9, shift: 5));

        var same = Make(TinyModel.Folder, TinyModel.Table, $"--train={TinyModel.Table}");
        var other = Make(TinyModel.Folder, shifted, $"--train={TinyModel.Table}");
        var without = Make(TinyModel.Folder, shifted);

        Assert.That(same.Markup, Does.Contain("none of 3 columns has drifted"));
        Assert.That(
            other.Markup,
            Does.Contain("This data is not like the training data").And.Contain("AUROC of a classifier")
        );
        Assert.That(
            without.Markup,
            Does.Contain("no distribution of the training values of a, b, c").And.Contain("--train=FILE")
        );

        var bars = ReadPage.Values(other.Charts["column-histogram"]);

        Assert.That(bars.Select(bar => bar.TryGetProperty("training", out _)), Is.All.True);
    }

    [Test]
    public void Report_TableWithAHistogramOfTraining_NeedsNoTrainingRows()
    {
        var page = Make(TinyTable.Folder, TinyTable.Data);

        var histograms = page.Data.GetProperty("histograms").GetProperty("columns").EnumerateArray();

        Assert.That(
            histograms.Select(column =>
                column.GetProperty("values").EnumerateArray().All(value => value.TryGetProperty("training", out _))
            ),
            Is.All.True
        );
        Assert.That(page.Markup, Does.Contain("Columns that have drifted"));
    }

    [Test]
    public void Report_CsvPixels_ShowsImages()
    {
        var page = Make(TinyModel.Folder, TinyModel.Table, "--image=1x3");

        Assert.That(page.Sections, Is.EqualTo(SectionsOfImages));
        Assert.That(page.Markup, Does.Contain("images of 1 x 3 pixels"));
        Assert.That(
            page.Data.GetProperty("rows").GetProperty("pictures").GetProperty("width").GetInt32(),
            Is.EqualTo(3)
        );

        var color = Make(TinyModel.Folder, TinyModel.Table, "--image=1x1x3");

        Assert.That(color.Markup, Does.Contain("color images of 1 x 1 pixels"));
    }

    [Test]
    public void Report_OneRow_LeavesOutWhatNeedsTwo()
    {
        var data = folder.Write("one.csv", TinyModel.Rows(1, seed: 4));

        var page = Make(TinyModel.Folder, data);

        Assert.That(page.Sections, Is.EqualTo(SectionsOfTables.Except(["interpolations"])));
        Assert.That(page.Charts.Keys, Has.None.StartsWith("traversal-"), "one row has no standard deviation");

        AssertChartsHavePlaces(page);
    }

    [Test]
    public void Report_RowsThatAreAllTheSame_DrawsTheOneScore()
    {
        var data = folder.Write("same.csv", "a,b,c\n" + string.Concat(Enumerable.Repeat("0.5,1,0.5\n", 20)));

        var page = Make(TinyModel.Folder, data);

        JsonElement[] bars =
        [
            .. ReadPage.Values(page.Charts["score-histogram"]).Where(bar => bar.TryGetProperty("count", out _)),
        ];

        Assert.That(bars.Sum(bar => bar.GetProperty("count").GetInt64()), Is.EqualTo(20));
        Assert.That(page.Markup, Does.Contain("all equal"));
    }

    [Test]
    public void Report_NamesThatAreMarkup_StayText()
    {
        var page = Make(ReportModels.Hostile, ReportModels.HostileData, "--title=<script>alert(3)</script>");

        Assert.That(page.Markup, Does.Not.Contain("<script").And.Not.Contain("<img src=x").And.Not.Contain("<b>&'"));
        Assert.That(page.Markup, Does.Contain("&lt;script&gt;alert(3)").And.Contain("&lt;img src=x onerror"));

        var raw = page.Text[page.Markup.Length..];
        var data = raw[..raw.IndexOf("<!--\nLicences", StringComparison.Ordinal)];

        Assert.That(data.Count(c => c == '<'), Is.EqualTo(2), "the tags of the data's own script element");
        Assert.That(data, Does.Not.Contain("\u2028").And.Not.Contain("-->"));
        Assert.That(
            page.Data.GetProperty("rows").GetProperty("columns")[0].GetString(),
            Is.EqualTo("</script><script>alert(1)</script>")
        );
    }

    [Test]
    public void Report_AnyPage_LoadsNothing()
    {
        var page = Make(TinyTable.Folder, TinyTable.Data);

        Assert.That(
            page.Own,
            Does.Not.Match("https?:|//[a-z]|@import|url\\((?!\"\\$\\{source\\})|fetch\\(|XMLHttpRequest")
        );
        Assert.That(page.Markup, Does.Contain("default-src 'none'"), "a browser holds it to that");
        Assert.That(page.Markup, Does.Not.Match("<(script|iframe|object|embed|video|audio)[ >]"));
        Assert.That(page.Text, Does.Not.Contain("sourceMappingURL"));
    }

    [Test]
    public void Report_SameSeed_IsTheSamePage()
    {
        var first = Make(TinyTable.Folder, TinyTable.Data, "--rows=20").Text;
        var again = Make(TinyTable.Folder, TinyTable.Data, "--rows=20").Text;
        var other = Make(TinyTable.Folder, TinyTable.Data, "--rows=20", "--seed=2").Text;

        Assert.That(again, Is.EqualTo(first));
        Assert.That(other, Is.Not.EqualTo(first));
    }

    [Test]
    public void Report_FewerRowsThanThereAre_ScoresAllAndMapsThose()
    {
        var page = Make(TinyModel.Folder, TinyModel.Table, "--rows=7");

        Assert.That(ReadPage.Values(page.Charts["latent-map"]), Has.Length.EqualTo(7));

        JsonElement[] bars =
        [
            .. ReadPage.Values(page.Charts["score-histogram"]).Where(bar => bar.TryGetProperty("count", out _)),
        ];

        Assert.That(bars.Sum(bar => bar.GetProperty("count").GetInt64()), Is.EqualTo(TinyModel.RowCount));
    }

    [Test]
    public void Report_SeveralFiles_TakesRowsAndLabelsOfAllAndNamesThem()
    {
        var first = folder.Write("first.csv", TinyTable.Rows(30, seed: 5));
        var second = folder.Write("second.csv", TinyTable.Rows(20, seed: 6));

        var page = Make(TinyTable.Folder, $"{first},{second}", "--label-column=Fraud");

        JsonElement[] labels = [.. page.Data.GetProperty("rows").GetProperty("labels").EnumerateArray()];

        Assert.That(labels, Has.Length.EqualTo(50));
        Assert.That(labels.Count(label => label.GetString() == "1"), Is.EqualTo(5), "every tenth");
        Assert.That(page.Markup, Does.Contain("first.csv").And.Contain("second.csv"));
    }

    [Test]
    public void Report_OlderModelFolder_SaysWhatItLacks()
    {
        var model = TinyModel.CopyModel(folder);
        foreach (var name in new[] { "history.json", "calibration.json" })
        {
            File.Delete(Path.Combine(model, name));
            var sums = Path.Combine(model, "SHA256SUMS");
            File.WriteAllLines(
                sums,
                [.. File.ReadLines(sums).Where(line => !line.EndsWith(name, StringComparison.Ordinal))]
            );
        }

        var page = Make(model, TinyModel.Table);

        Assert.That(page.Sections, Is.EqualTo(SectionsOfTables));
        Assert.That(page.Markup, Does.Contain("no history.json").And.Contain("no calibration.json"));
        Assert.That(page.Charts.Keys, Has.None.StartsWith("curve-").And.None.EqualTo("p-values"));

        var images = Make(model, TinyModel.Table, "--image=1x3");

        Assert.That(
            images.Markup,
            Does.Contain("columns of images are not compared").And.Not.Contain("compare with the training rows"),
            "training rows add nothing"
        );
    }

    [Test]
    public void Report_BadInput_SaysWhatIsWrongAndWritesNothing()
    {
        var empty = folder.Write("empty.csv", "a,b,c\n");
        var bad = folder.Write("bad.csv", "a,b,c\n1,2,3\n1,x,3\n");
        var few = folder.Write("few", IdxBytes.Digits(3, seed: 1).Labels);
        var output = folder["x.html"];

        Run(TinyModel.Folder, empty).Failed(1, "empty.csv", "has no rows");
        Run(TinyModel.Folder, bad).Failed(1, bad, "row 2", "column 'b'", "'x'");
        Run(TinyModel.Folder, folder["none.csv"]).Failed(1, "none.csv", "no such file");
        Run(TinyModel.Folder, TinyModel.Table, $"--labels={few}").Failed(1, "--labels is for IDX images");
        Run(ReportModels.OfImages, ReportModels.Images, $"--labels={few}").Failed(1, "3 labels", "40 images");
        Run(TinyTable.Folder, TinyTable.Data, "--label-column=Nobody").Failed(1, "'Nobody'", "'Fraud'");
        Run(TinyTable.Folder, TinyTable.Data, "--label-column=Fraud", $"--labels={few}")
            .Failed(2, "cannot be combined");
        Run(TinyModel.Folder, TinyModel.Table, "--rows=0").Failed(2, "--rows is '0'");
        Run(TinyModel.Folder, TinyModel.Table, "--image=2x2").Failed(1, "2x2", "3 inputs");
        Run(TinyModel.Folder, TinyModel.Table, "--image=3").Failed(2, "--image is '3'", "32x32x3");
        Run(TinyModel.Folder, TinyModel.Table, $"--train={folder["none.csv"]}").Failed(1, "none.csv", "no such file");
        Run(TinyTable.Folder, TinyTable.Data, "--image=2x2").Failed(1, "not of numbers");

        Assert.That(File.Exists(output), Is.False);
        Assert.That(folder.Entries, Has.None.Contains(".tmp"));
    }

    private static void AssertChartsHavePlaces(ReadPage page)
    {
        Assert.That(page.Charts, Is.Not.Empty);
        foreach ((var id, var spec) in page.Charts)
        {
            Assert.That(page.Markup, Does.Contain($"id=\"{id}\" role=\"img\" aria-labelledby=\""), id);
            Assert.That(ReadPage.Values(spec), Is.Not.Empty, id);
            Assert.That(spec.GetProperty("width").GetString(), Is.EqualTo("container"), id);
        }
    }

    private ToolRun Run(string model, string data, params string[] more) =>
        ToolRun.Run(["report", model, $"--data={data}", $"--out={folder["x.html"]}", .. more]);

    private ReadPage Make(string model, string data, params string[] more)
    {
        Run(model, data, more).Succeeded();
        return new ReadPage(folder["x.html"]);
    }
}
