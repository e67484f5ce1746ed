using System.Globalization;
using System.Text.Json;

namespace VaeMlNet.Cli.Tests;

internal sealed class CompareCommandTests
{
    private TemporaryFolder folder = null!;

    [SetUp]
    public void CreateFolder() => folder = new TemporaryFolder();

    [TearDown]
    public void DeleteFolder() => folder.Dispose();

    [Test]
    [Proves(75)]
    public void Compare_TableModel_MeasuresAllTasksBesideAllBaselines()
    {
        var test = folder.Write("test.csv", TinyTable.Rows(120, seed: 2));

        var run = Compare(TinyTable.Folder, TinyTable.Data, test, "--label-column=Fraud").Succeeded();

        var figures = Figures();

        Assert.That(
            figures
                .Keys.Where(key => key.Metric is "auroc" or "rmse" or "quality")
                .Select(key => (key.Task, key.Method)),
            Is.EquivalentTo(
                new[]
                {
                    ("scores", "model"),
                    ("scores", "iforest"),
                    ("scores", "ecod"),
                    ("scores", "knn"),
                    ("scores", "mahalanobis"),
                    ("scores", "sqnorm"),
                    ("imputation", "model"),
                    ("imputation", "mean_mode"),
                    ("imputation", "knn5"),
                    ("imputation", "ridge"),
                    ("synthesis", "model"),
                    ("synthesis", "independent"),
                    ("synthesis", "copula"),
                }
            )
        );
        // Incomes of -90,000 are the anomalies.
        Assert.That(figures[("scores", "sqnorm", "auroc")], Is.GreaterThan(0.95));
        // The income is a thousand times the age, so that a regression fills either, and the mean neither.
        Assert.That(
            figures[("imputation", "ridge", "rmse")],
            Is.LessThan(figures[("imputation", "mean_mode", "rmse")] - 0.1)
        );
        Assert.That(figures[("synthesis", "copula", "quality")], Is.InRange(0.7, 1));
        Assert.That(
            figures.Keys,
            Has.None.Matches<(string, string, string Metric)>(k => k.Metric == "trained_on_synthetic")
        );
        Assert.That(run.OutputLines, Has.Some.EqualTo($"The baselines learned from 80 rows of {TinyTable.Data}."));
        Assert.That(run.OutputLines, Has.Some.EqualTo($"All methods were measured on 120 rows of {test}."));
        Assert.That(run.OutputLines, Has.Some.Contains("of which column 'Fraud' marks 12 as anomalies"));
        Assert.That(run.OutputLines, Has.Some.StartsWith("Imputation: the best model by RMSE is model ("));
        Assert.That(run.OutputLines, Has.Some.StartsWith("The scores rank only 12 anomalies, so that"));
    }

    [Test]
    [Proves(75)]
    public void Compare_OnlyOneFile_MeasuresOnRowsThatTheBaselinesHaveNotSeen()
    {
        var data = folder.Write("data.csv", TinyTable.Rows(200, seed: 2));

        var run = ToolRun
            .Run("compare", TinyTable.Folder, $"--data={data}", "--tasks=imputation", "--rows=100")
            .Succeeded();

        Assert.That(run.OutputLines, Has.Some.StartsWith($"The baselines learned from 100 random rows of {data}"));
        Assert.That(run.OutputLines, Has.Some.StartsWith("All methods were measured on 60 of its other rows."));
        Assert.That(run.OutputLines, Has.None.Contains("Anomaly scores"));
    }

    [Test]
    public void Compare_NoLabels_PlantsAnomaliesThatSingleColumnsDoNotShow()
    {
        var training = folder.Write("train.csv", TinyModel.Rows(300, seed: 3));
        var test = folder.Write("test.csv", TinyModel.Rows(400, seed: 4));

        var run = Compare(TinyModel.Folder, training, test).Succeeded();

        var figures = Figures();

        Assert.That(
            run.OutputLines,
            Has.Some.Contains("in 40 of the 400 rows, 1 of 3 cells have the value of another")
        );
        // b is about 2a, which a regression sees, and no single column.
        Assert.That(figures[("scores", "mahalanobis", "auroc")], Is.GreaterThan(0.75));
        Assert.That(figures[("scores", "ecod", "auroc")], Is.InRange(0.35, 0.65));
        Assert.That(
            figures.Keys.Select(key => key.Task).Distinct(),
            Is.EqualTo(new[] { "scores" }),
            "not a table model"
        );
    }

    [Test]
    public void Compare_SeveralModels_HaveTheNamesOfTheirFolders()
    {
        var test = folder.Write("test.csv", TinyTable.Rows(60, seed: 2));
        var other = folder.CopyOf(TinyTable.Folder, "other");

        ToolRun
            .Run(
                "compare",
                TinyTable.Folder,
                other,
                $"--train={TinyTable.Data}",
                $"--data={test}",
                "--tasks=imputation",
                "--baselines=none",
                $"--out={folder["figures.csv"]}"
            )
            .Succeeded();

        var figures = Figures();

        Assert.That(figures.Keys.Select(key => key.Method).Distinct(), Is.EquivalentTo(new[] { "model", "other" }));
        Assert.That(figures[("imputation", "other", "rmse")], Is.EqualTo(figures[("imputation", "model", "rmse")]));
    }

    [Test]
    [Proves(75)]
    public void Compare_SameSeed_GivesTheSameFigures()
    {
        var test = folder.Write("test.csv", TinyTable.Rows(60, seed: 2));

        Compare(TinyTable.Folder, TinyTable.Data, test, "--seed=5").Succeeded();
        var first = File.ReadAllText(folder["figures.csv"]);
        Compare(TinyTable.Folder, TinyTable.Data, test, "--seed=6").Succeeded();
        var other = File.ReadAllText(folder["figures.csv"]);
        Compare(TinyTable.Folder, TinyTable.Data, test, "--seed=5").Succeeded();

        Assert.That(other, Is.Not.EqualTo(first));
        Assert.That(File.ReadAllText(folder["figures.csv"]), Is.EqualTo(first));
    }

    [Test]
    [Proves(75)]
    public void Compare_LabelThatTheModelExplains_MeasuresTrainingOnSyntheticRowsInsteadOfScores()
    {
        var test = folder.Write("test.csv", TinyTable.Rows(60, seed: 2));

        var run = Compare(TinyTable.Folder, TinyTable.Data, test, "--label-column=Member", "--baselines=bootstrap")
            .Succeeded();

        Assert.That(run.OutputLines, Has.Some.Contains("because it reads the label column 'Member'"));
        Assert.That(run.OutputLines, Has.Some.Contains("from the training rows themselves predicts 'Member' with"));
        Assert.That(Figures()[("synthesis", "bootstrap", "trained_on_synthetic")], Is.GreaterThan(0.9));
        Assert.That(Figures()[("synthesis", "bootstrap", "new_rows")], Is.Zero);
    }

    [TestCase("--known-anomalies=Fraud", "'model' learned from 8 labeled rows.", "No method saw")]
    [TestCase("--label=Color", "No method saw the column.", "'model' learned")]
    public void Compare_ModelThatLearnedFromLabels_IsNamedIfTheyAreOfAnomalies(
        string label,
        string expected,
        string unexpected
    )
    {
        ToolRun
            .Run(
                "export",
                "--model=detector",
                $"--data={TinyTable.Data}",
                label == "--label=Color" ? "--ignore=Id,Fraud" : "--ignore=Id",
                label,
                "--epochs=2",
                $"--out={folder["model"]}"
            )
            .Succeeded();

        var run = Compare(
                folder["model"],
                TinyTable.Data,
                TinyTable.Data,
                "--label-column=Fraud",
                "--tasks=scores",
                "--baselines=sqnorm"
            )
            .Succeeded();

        Assert.That(run.Output, Does.Contain(expected).And.Not.Contain(unexpected));
    }

    [Test]
    public void Compare_FileWithTypes_GivesTheFiguresOfTheCsvFileInTheFormatOfTheModel()
    {
        // A dot is a group mark of the model, with which the number 87.852 would be 87852.
        Random random = new(1);
        double?[] amounts =
        [
            .. Enumerable.Range(0, 300).Select(_ => (double?)Math.Round(3000 * random.NextDouble(), 3)),
        ];
        double?[] prices =
        [
            .. amounts.Select(amount => (double?)Math.Round((2 * amount!.Value) + (90 * random.NextDouble()), 3)),
        ];
        long?[] labels = [.. amounts.Select((_, i) => (long?)(i % 10 == 0 ? 1 : 0))];
        var lines = amounts.Zip(prices, labels).ToArray();
        var csv = folder.Write(
            "own.csv",
            "amount;price;fault\n"
                + string.Concat(
                    lines.Select(cells => $"{Own(cells.First!.Value)};{Own(cells.Second!.Value)};{cells.Third}\n")
                )
        );
        folder.Write(
            "x.jsonl",
            string.Concat(
                lines.Select(cells =>
                    FormattableString.Invariant(
                        $"{{\"amount\":{cells.First},\"price\":{cells.Second},\"fault\":{cells.Third}}}\n"
                    )
                )
            )
        );
        folder.Write("x.parquet", ParquetBytes.Build([("amount", amounts), ("price", prices), ("fault", labels)], 300));
        ToolRun
            .Run([
                "export",
                "--model=table",
                $"--data={csv}",
                "--label-column=fault",
                "--epochs=2",
                "--hidden=8",
                "--latent=2",
                $"--out={folder["model"]}",
            ])
            .Succeeded();

        Compare(folder["model"], csv, csv, "--label-column=fault").Succeeded();
        var figures = Figures();

        foreach (var name in (string[])["x.jsonl", "x.parquet"])
        {
            Compare(folder["model"], csv, folder[name], "--label-column=fault").Succeeded();

            Assert.That(Figures(), Is.EqualTo(figures), name);
        }
    }

    [Test]
    public void Compare_TooFewRowsForAMetric_SaysSo()
    {
        var test = folder.Write(
            "test.csv",
            TinyTable.Rows(12, seed: 2).Replace(",true,", ",false,", StringComparison.Ordinal)
        );

        var run = Compare(
                TinyTable.Folder,
                TinyTable.Data,
                test,
                "--label-column=Member",
                "--tasks=imputation,synthesis",
                "--hidden=0.0001"
            )
            .Succeeded();

        Assert.That(run.OutputLines, Has.Some.Contains("Predictions of 'Member' are not measured"));
        Assert.That(run.OutputLines, Has.None.Contains("from the training rows themselves"));
        Assert.That(
            run.OutputLines,
            Has.Some.StartsWith("Imputation was not compared, because --hidden=0.0001 hid no")
        );
        Assert.That(run.OutputLines, Has.None.StartsWith("Imputation: "));
    }

    [Test]
    public void Compare_PageAndJson_HaveTheFigures()
    {
        var test = folder.Write("test.csv", TinyTable.Rows(60, seed: 2));

        ToolRun
            .Run(
                "compare",
                TinyTable.Folder,
                $"--train={TinyTable.Data}",
                $"--data={test}",
                "--tasks=imputation",
                $"--out={folder["page.html"]}",
                $"--out={folder["figures.json"]}"
            )
            .Succeeded();

        var page = File.ReadAllText(folder["page.html"]);

        Assert.That(page, Does.StartWith("<!doctype html>").And.Contains("<h1>Models and baselines</h1>"));
        Assert.That(page, Does.Contain("1 model and 3 baselines on the same rows, seed 1").And.Not.Contain("<script"));
        Assert.That(page, Does.Contain("as scikit-learn&#x27;s KNNImputer (Troyanskaya et al. 2001)"));

        using var json = JsonDocument.Parse(File.ReadAllText(folder["figures.json"]));
        var results = json.RootElement.GetProperty("tasks")[0].GetProperty("results").EnumerateArray().ToArray();

        Assert.That(
            results.Select(result => result.GetProperty("metrics").GetProperty("rmse").GetDouble()),
            Is.Ordered,
            "the best first"
        );
        Assert.That(results.Count(result => result.GetProperty("kind").GetString() == "model"), Is.EqualTo(1));
    }

    [Test]
    public void Compare_RowsTooWideForABaseline_LeavesItOutWithANote()
    {
        // A category has a slot for each of its 100 most frequent values: 11 of them are more than ridge takes.
        var rows = WideRows(columnCount: 11, rowCount: 600);
        var data = folder.Write("wide.csv", rows);
        string[] sizes = ["--epochs=1", "--hidden=4", "--latent=2", "--embed-above=50"];
        ToolRun.Run(["export", "--model=table", $"--data={data}", $"--out={folder["model"]}", .. sizes]).Succeeded();

        var run = ToolRun
            .Run(
                "compare",
                folder["model"],
                $"--train={data}",
                $"--data={data}",
                "--tasks=imputation",
                $"--out={folder["figures.csv"]}"
            )
            .Succeeded();

        Assert.That(run.OutputLines, Has.One.StartsWith("'ridge' did not run, because the rows have 1111 slots"));
        Assert.That(run.OutputLines, Has.Some.StartsWith("Imputation: the best model by accuracy is model ("));
        Assert.That(
            Figures().Keys.Select(key => key.Method).Distinct(),
            Is.EquivalentTo(new[] { "model", "mean_mode", "knn5" })
        );
    }

    /// <summary>The amount rises with the date, which all methods read, and only one model reads the noise.</summary>
    [Test]
    public void Compare_Dates_AreReadByAllMethodsAndNotHidden()
    {
        Random random = new(1);
        var data = folder.Write(
            "dated.csv",
            "day,amount,noise\n"
                + string.Concat(
                    Enumerable
                        .Range(0, 300)
                        .Select(row =>
                            string.Create(
                                CultureInfo.InvariantCulture,
                                $"{new DateOnly(2024, 1, 1).AddDays(row):yyyy-MM-dd},{row + random.NextDouble():0.00},{random.NextDouble():0.000}\n"
                            )
                        )
                )
        );
        string[] export = ["export", "--model=table", $"--data={data}", "--epochs=1", "--hidden=4", "--latent=2"];
        ToolRun.Run([.. export, $"--out={folder["wide"]}"]).Succeeded();
        ToolRun.Run([.. export, "--ignore=noise", $"--out={folder["narrow"]}"]).Succeeded();

        var run = ToolRun
            .Run(
                "compare",
                folder["wide"],
                folder["narrow"],
                $"--data={data}",
                "--tasks=imputation,synthesis",
                $"--out={folder["figures.csv"]}"
            )
            .Succeeded();

        Assert.That(Figures()[("imputation", "ridge", "rmse")], Is.LessThan(0.1));
        Assert.That(run.OutputLines, Has.Some.Contains("Of the observed cells of 1 columns, 20% were hidden"));
        Assert.That(
            run.OutputLines,
            Has.One.EqualTo("'wide' also reads columns that the baselines do not read: 'noise'.")
        );
    }

    [Test]
    public void Compare_OneColumnWithoutLabels_PlantsNoAnomalies()
    {
        var rows = folder.Write(
            "one.csv",
            "a\n" + string.Concat(Enumerable.Range(0, 60).Select(i => $"{i * 7 % 40}.5\n"))
        );
        ToolRun.Run("export", "--method=knn", $"--data={rows}", $"--out={folder["one"]}").Succeeded();

        ToolRun
            .Run("compare", folder["one"], $"--data={rows}", "--tasks=scores")
            .Failed(1, "Scores were not compared, because the rows have only one column, 'a'", "--label-column");
    }

    /// <summary>Missing labels are no classes, for which anomalies would be planted.</summary>
    [TestCase(1)]
    [TestCase(30)]
    public void Compare_MissingLabels_AreRefused(int missing)
    {
        var lines = TinyTable.Rows(60, seed: 2).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        var test = folder.Write(
            "test.csv",
            string.Join('\n', lines.Select((line, i) => i > 0 && i <= missing ? line[..^1] : line))
        );

        Compare(TinyTable.Folder, TinyTable.Data, test, "--label-column=Fraud")
            .Failed(1, $"Column 'Fraud' has {missing} of 60 labels that cannot be read, such as ''; expected 1, true");
    }

    [Test]
    public void Compare_UnusableArguments_AreNamed()
    {
        var test = folder.Write("test.csv", TinyTable.Rows(60, seed: 2));
        // Without Fraud, which the model does not read.
        var other = folder.Write(
            "other.csv",
            string.Concat(File.ReadLines(test).Select(line => $"{line[..line.LastIndexOf(',')]}\n"))
        );

        ToolRun.Run("compare", TinyTable.Folder, $"--data={test}", "--tasks=score").Failed(2, "'score'", "scores");
        ToolRun
            .Run("compare", TinyTable.Folder, $"--data={test}", "--baselines=forest")
            .Failed(2, "'forest'", "iforest", "none");
        Compare(TinyTable.Folder, other, test).Failed(1, other, "'Fraud'", "same columns");
        Compare(TinyTable.Folder, test, test, "--label-column=Sum").Failed(1, "'Sum'");
        ToolRun
            .Run("compare", TinyModel.Folder, $"--data={TinyModel.Table}", "--tasks=imputation")
            .Failed(1, "Nothing could be compared", "--tasks=scores");
    }

    [Test]
    public void Compare_Canceled_EndsWithoutFiles()
    {
        var test = folder.Write("test.csv", TinyTable.Rows(60, seed: 2));
        using CancellationTokenSource canceled = new();
        canceled.Cancel();

        var run = ToolRun.Run(
            canceled.Token,
            "compare",
            TinyTable.Folder,
            $"--data={test}",
            $"--out={folder["figures.csv"]}"
        );

        Assert.That(run.ExitCode, Is.EqualTo(ExitCode.Canceled));
        Assert.That(File.Exists(folder["figures.csv"]), Is.False);
    }

    /// <summary>Writes a number as <c>2.012,745</c>.</summary>
    private static string Own(double number) =>
        number.ToString("#,##0.000", new NumberFormatInfo { NumberDecimalSeparator = ",", NumberGroupSeparator = "." });

    /// <summary>Creates CSV text with categories, each of which has 120 texts.</summary>
    private static string WideRows(int columnCount, int rowCount) =>
        string.Join(',', Enumerable.Range(0, columnCount).Select(column => $"c{column}"))
        + "\n"
        + string.Concat(
            Enumerable
                .Range(0, rowCount)
                .Select(row =>
                    string.Join(',', Enumerable.Range(0, columnCount).Select(column => $"text{(row + column) % 120}"))
                    + "\n"
                )
        );

    private ToolRun Compare(string model, string training, string test, params string[] more) =>
        ToolRun.Run([
            "compare",
            model,
            $"--train={training}",
            $"--data={test}",
            $"--out={folder["figures.csv"]}",
            .. more,
        ]);

    private Dictionary<(string Task, string Method, string Metric), double> Figures() =>
        File.ReadLines(folder["figures.csv"])
            .Skip(1)
            .Select(line => line.Split(','))
            .Where(cells => cells[4].Length > 0)
            .ToDictionary(
                cells => (cells[0], cells[1], cells[3]),
                cells => double.Parse(cells[4], CultureInfo.InvariantCulture)
            );
}
