using System.Globalization;
using System.Text.Json;

namespace VaeMlNet.Cli.Tests;

internal sealed class ThresholdCommandTests
{
    private TemporaryFolder folder = null!;
    private string model = "";

    [SetUp]
    public void CopyModel()
    {
        folder = new TemporaryFolder();
        model = TinyModel.CopyModel(folder);
    }

    [TearDown]
    public void DeleteFolder() => folder.Dispose();

    [TestCase("--contamination=0.25", 15)]
    [TestCase("--contamination=1e-300", 0)]
    [TestCase("--quantile=0.5", 30)]
    // Above the 55th smallest of 60: ceil(61 * 0.9).
    [TestCase("--false-positive-rate=0.1", 5)]
    [Proves(30)]
    public void Threshold_EachRule_IsWhatScoreLabelsBy(string rule, int expected)
    {
        var run = ToolRun.Run("threshold", model, $"--data={TinyModel.Table}", rule).Succeeded();

        var threshold = VaeModel.ReadManifest(model).Threshold;

        Assert.That(
            run.OutputLines[^1],
            Does.Contain($"from 60 rows by {threshold.Rule}").And.Contain("negative_elbo=")
        );

        var scores = folder["scores.csv"];
        ToolRun.Run("score", model, $"--data={TinyModel.Table}", $"--out={scores}").Succeeded();

        Assert.That(
            File.ReadAllLines(scores).Count(line => line.EndsWith(",1", StringComparison.Ordinal)),
            Is.EqualTo(expected)
        );

        ToolRun.Run("verify", model).Succeeded();
    }

    /// <summary>The threshold of a small file is from all its rows, each scored by a network that had not learned it, and these score as those of the model.</summary>
    /// <remarks>
    /// If they do, a row near the threshold is of the one or the other with a probability of 1/2. Before the (a + 1)th of the one, the number of
    /// the other is then negative binomial, with the mean a + 1 and the variance 2(a + 1). The two scores of a row are alike, which makes the variance smaller.
    /// </remarks>
    [Test, Category("Long")]
    public void Score_DetectorsOfTenSeeds_LabelsAsManyRowsAsCrossValidation()
    {
        const int rowCount = 600;
        const int atRate = 5; // floor(601 · 0.01) - 1
        const int mostLeftOut = 12; // isolated scores, 2 % of the rows
        const double mostPearson = 42; // of ten values with that distribution: more has a probability of 0.001
        var data = Repository.PathOf("docs", "guide", "machines.csv");
        var scores = folder["scores.csv"];
        (int Expected, int Labeled)[] counts =
        [
            .. Enumerable
                .Range(1, 10)
                .Select(seed =>
                {
                    string[] export =
                    [
                        "export",
                        "--model=detector",
                        $"--data={data}",
                        "--label-column=fault",
                        $"--seed={seed}",
                        $"--out={folder["machines"]}",
                    ];
                    ToolRun.Run(export).Succeeded();
                    ToolRun.Run("score", folder["machines"], $"--data={data}", $"--out={scores}").Succeeded();
                    using var calibration = JsonDocument.Parse(File.ReadAllText(folder["machines/calibration.json"]));
                    var threshold = VaeModel.ReadManifest(folder["machines"]).Threshold;
                    double[] others =
                    [
                        .. calibration
                            .RootElement.GetProperty("negative_elbo")
                            .EnumerateArray()
                            .Select(score => score.GetDouble()),
                    ];

                    Assert.That(others, Has.Length.EqualTo(rowCount));

                    return (
                        others.Count(score => score > threshold.NegativeElbo),
                        File.ReadLines(scores).Skip(1).Count(line => line.Split(',')[1] == "1")
                    );
                }),
        ];
        var all = string.Join(", ", counts);
        var mean = counts.Sum(count => count.Expected + 1);

        Assert.That(
            counts.Select(count => count.Expected),
            Is.All.InRange(atRate, atRate + mostLeftOut),
            "the rate of 1 %, and isolated scores"
        );
        Assert.That(
            counts.Sum(count => Math.Pow(count.Labeled - count.Expected - 1, 2) / (2 * (count.Expected + 1))),
            Is.LessThan(mostPearson),
            all
        );
        Assert.That(
            counts.Sum(count => count.Labeled),
            Is.EqualTo(mean).Within(3.3 * Math.Sqrt(2 * mean)),
            $"a probability of 0.001: {all}"
        );
    }

    [TestCase(2, "expected one of --contamination, --quantile, --false-positive-rate")]
    [TestCase(2, "--quantile and --false-positive-rate are given", "--quantile=0.9", "--false-positive-rate=0.1")]
    [TestCase(2, "--contamination is '0.6', expected a number above 0 and at most 0.5", "--contamination=0.6")]
    [TestCase(2, "--quantile is '1', expected a number above 0 and below 1", "--quantile=1")]
    [TestCase(1, "needs at least 99 normal rows, but there are 60", "--false-positive-rate=0.01")]
    [TestCase(1, "or choose a quantile", "--false-positive-rate=0.01")]
    public void Threshold_WrongRule_SaysWhyAndLeavesTheModelAlone(int exitCode, string message, params string[] rules)
    {
        var before = File.ReadAllText(Path.Combine(model, "SHA256SUMS"));

        ToolRun.Run(["threshold", model, $"--data={TinyModel.Table}", .. rules]).Failed(exitCode, message);

        Assert.That(File.ReadAllText(Path.Combine(model, "SHA256SUMS")), Is.EqualTo(before));
    }

    [Test]
    public void Threshold_FileOfAnotherWidth_StatesBothWidths()
    {
        var data = folder.Write("x.csv", "a,b\n1,2\n");

        ToolRun.Run("threshold", model, $"--data={data}", "--quantile=0.9").Failed(1, "2 column", "3 features");
    }

    [Test]
    public void Threshold_ModelOfATable_ReadsItsColumns()
    {
        var table = folder.CopyOf(TinyTable.Folder, "table");

        ToolRun.Run("threshold", table, $"--data={TinyTable.Data}", "--contamination=0.1").Succeeded();

        var threshold = VaeModel.ReadManifest(table).Threshold;

        Assert.That((threshold.Rows, threshold.Source), Is.EqualTo(((long)TinyTable.RowCount, "given")));

        ToolRun
            .Run("threshold", table, $"--data={TinyTable.Data}", "--columns=Age", "--quantile=0.9")
            .Failed(1, "finds the columns");
    }

    [Test]
    public void Threshold_CategoryThatTrainingLacks_IsWhatScoreLabelsBy()
    {
        var table = folder.CopyOf(TinyTable.Folder, "table");
        var lines = TinyTable.Rows(40, seed: 2).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        // The rows below 35 years, and those of an unknown age among them.
        var data = folder.Write("new.csv", string.Join('\n', lines).Replace("blue", "purple") + "\n");

        var run = ToolRun.Run("threshold", table, $"--data={data}", "--quantile=0.8");
        ToolRun.Run("score", table, $"--data={data}", $"--out={folder["s.csv"]}");

        Assert.That(run.ExitCode, Is.Zero);
        Assert.That(run.Error, Does.Contain("scored as unseen"));
        Assert.That(File.ReadLines(folder["s.csv"]).Count(line => line.Split(',')[1] == "1"), Is.EqualTo(8));
    }

    [TestCase("yes", "no")]
    [TestCase("Y", "N")]
    [TestCase("t", "f")]
    [TestCase("True", "False")]
    [TestCase("1.0", "0.0")]
    [TestCase("1", "-1")]
    [TestCase("1", "0")]
    public void Threshold_LabelsAlone_GiveTheThresholdWithTheHighestF1(string yes, string no)
    {
        // The ten rows that are far out are anomalies, except for one, and so is one row in the middle.
        var rows = TinyModel.Rows(40, seed: 4).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        string[] far = [.. Enumerable.Range(0, 10).Select(i => $"{9 + i},-9,9")];
        string[] lines =
        [
            $"{rows[0]},fault",
            .. rows.Skip(1).Select((row, i) => $"{row},{(i == 3 ? yes : no)}"),
            .. far.Select((row, i) => $"{row},{(i == 0 ? no : yes)}"),
        ];
        var data = folder.Write("x.csv", string.Join('\n', lines) + "\n");

        var run = ToolRun.Run("threshold", model, $"--data={data}", "--label-column=fault").Succeeded();

        Assert.That(run.OutputLines[^2], Is.EqualTo("precision=1.0000 recall=0.9000 f1=0.9474 anomalies=10/50"));
        Assert.That(run.OutputLines[^1], Does.Contain("from 50 rows by contamination"));
    }

    [Test]
    public void Threshold_LabelsAlone_GiveEachKindOfScoreItsOwn()
    {
        var table = File.ReadAllLines(TinyModel.Table);
        float[][] rows = [.. table.Skip(1).Select(line => Array.ConvertAll(line.Split(','), ReadNumber))];
        var errors = Scores(VaeScoreKind.ReconstructionError);
        var elbos = Scores(VaeScoreKind.NegativeElbo);
        // The most rows above a threshold that differ between the kinds of score.
        var count = Enumerable
            .Range(5, 40)
            .MaxBy(top => HighestRows(errors, top).Except(HighestRows(elbos, top)).Count());
        var anomalies = HighestRows(errors, count);
        var data = folder.Write(
            "x.csv",
            string.Join(
                '\n',
                [$"{table[0]},fault", .. table.Skip(1).Select((row, i) => $"{row},{(anomalies.Contains(i) ? 1 : 0)}")]
            )
        );

        ToolRun.Run("threshold", model, $"--data={data}", "--label-column=fault").Succeeded();

        var threshold = VaeModel.ReadManifest(model).Threshold.ReconstructionError;

        Assert.That(errors.Count(error => error > threshold), Is.EqualTo(count));

        float[] Scores(VaeScoreKind kind)
        {
            using var opened = VaeModel.Open(model);
            using var scorer = opened.CreateScorer(kind);
            return Array.ConvertAll(rows, row => scorer.Score(row));
        }

        static float ReadNumber(string cell) => float.Parse(cell, CultureInfo.InvariantCulture);

        static int[] HighestRows(float[] scores, int most) =>
            [.. Enumerable.Range(0, scores.Length).OrderByDescending(row => scores[row]).Take(most)];
    }

    [Test]
    public void Threshold_MostRowsAreAnomalies_LiesBelowTheMedian()
    {
        var normal = TinyModel.Rows(10, seed: 4).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        string[] lines =
        [
            $"{normal[0]},fault",
            .. normal.Skip(1).Select(row => $"{row},no"),
            .. Enumerable.Range(0, 30).Select(i => $"{9 + i},-9,9,yes"),
        ];
        var data = folder.Write("x.csv", string.Join('\n', lines) + "\n");

        var run = ToolRun.Run("threshold", model, $"--data={data}", "--label-column=fault").Succeeded();

        Assert.That(run.OutputLines[^2], Is.EqualTo("precision=1.0000 recall=1.0000 f1=1.0000 anomalies=30/40"));
        Assert.That(run.OutputLines[^1], Does.Contain("from 40 rows by quantile"));
    }

    [Test]
    public void Threshold_RateWithLabels_IsThatOfTheNormalRows()
    {
        var rows = TinyModel.Rows(40, seed: 4).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        string[] lines = [$"{rows[0]},fault", .. rows.Skip(1).Select(row => $"{row},no"), "9,-9,9,yes", "8,-9,9,yes"];
        var labeled = folder.Write("x.csv", string.Join('\n', lines) + "\n");
        var normal = folder.Write("normal.csv", TinyModel.Rows(40, seed: 4));

        ToolRun
            .Run("threshold", model, $"--data={labeled}", "--label-column=fault", "--false-positive-rate=0.05")
            .Succeeded();
        var ofLabels = VaeModel.ReadManifest(model).Threshold;
        ToolRun.Run("threshold", model, $"--data={normal}", "--false-positive-rate=0.05").Succeeded();

        Assert.That(ofLabels, Is.EqualTo(VaeModel.ReadManifest(model).Threshold));
    }

    [Test]
    public void Threshold_RuleWithoutLabeledAnomalies_IsThatOfAllRows()
    {
        var rows = TinyModel.Rows(40, seed: 4).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        var labeled = folder.Write(
            "x.csv",
            string.Join('\n', [$"{rows[0]},fault", .. rows.Skip(1).Select(row => $"{row},0")]) + "\n"
        );
        var normal = folder.Write("normal.csv", string.Join('\n', rows) + "\n");
        foreach (var rule in (string[])["--false-positive-rate=0.05", "--quantile=0.9", "--contamination=0.1"])
        {
            var run = ToolRun.Run("threshold", model, $"--data={labeled}", "--label-column=fault", rule).Succeeded();
            var ofLabels = VaeModel.ReadManifest(model).Threshold;
            ToolRun.Run("threshold", model, $"--data={normal}", rule).Succeeded();

            Assert.That(ofLabels, Is.EqualTo(VaeModel.ReadManifest(model).Threshold));
            Assert.That(run.Output, Does.Not.Contain("precision"));
        }
    }

    [Test]
    public void Threshold_RateOfLabeledAnomaliesAlone_IsRefused()
    {
        var rows = TinyModel.Rows(20, seed: 4).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        var data = folder.Write(
            "x.csv",
            string.Join('\n', [$"{rows[0]},fault", .. rows.Skip(1).Select(row => $"{row},1")]) + "\n"
        );

        ToolRun
            .Run("threshold", model, $"--data={data}", "--label-column=fault", "--false-positive-rate=0.2")
            .Failed(1, "No row is labeled as normal in column 'fault'");
    }

    [TestCase("maybe", "the label 'maybe' cannot be read; expected 1, true, yes")]
    [TestCase("no", "All labels in column 'fault' are equal")]
    public void Threshold_LabelsThatSayNothing_AreRefused(string last, string message)
    {
        var rows = TinyModel.Rows(20, seed: 4).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        string[] lines = [$"{rows[0]},fault", .. rows.Skip(1).Select(row => $"{row},no"), $"9,-9,9,{last}"];
        var data = folder.Write("x.csv", string.Join('\n', lines) + "\n");

        ToolRun.Run("threshold", model, $"--data={data}", "--label-column=fault").Failed(1, message);
    }
}
