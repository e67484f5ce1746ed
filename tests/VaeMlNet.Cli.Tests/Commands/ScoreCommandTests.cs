using System.Globalization;

namespace VaeMlNet.Cli.Tests;

internal sealed class ScoreCommandTests
{
    private TemporaryFolder folder = null!;

    [SetUp]
    public void CreateFolder() => folder = new TemporaryFolder();

    [TearDown]
    public void DeleteFolder() => folder.Dispose();

    [Test]
    public void Score_PValues_AreSharesOfTheCalibrationRows()
    {
        using TemporaryFolder own = new();
        string[] sameRows = [$"--data={TinyTable.Data}", $"--validation={TinyTable.Data}"];
        ToolRun
            .Run(["export", "--model=detector", .. sameRows, $"--out={own["model"]}", .. TinyTable.Sizes])
            .Succeeded();
        ToolRun
            .Run("score", own["model"], $"--data={TinyTable.Data}", $"--out={own["x.csv"]}", "--p-values", "--keep=Id")
            .Succeeded();
        string[][] lines = [.. File.ReadAllLines(own["x.csv"]).Select(line => line.Split(','))];
        double[] scores = [.. lines.Skip(1).Select(line => double.Parse(line[1], CultureInfo.InvariantCulture))];
        double[] pValues = [.. lines.Skip(1).Select(line => double.Parse(line[3], CultureInfo.InvariantCulture))];

        Assert.That(lines[0], Is.EqualTo(new[] { "Id", "Score", "PredictedLabel", "PValue", "Unseen" }));
        // The data is that of the calibration, so that the p-value follows from the rank of the score. Rounding can move it by a rank.
        Assert.That(
            pValues,
            Is.EqualTo(scores.Select(score => (1.0 + scores.Count(other => other >= score)) / (scores.Length + 1)))
                .Within(1.1 / (scores.Length + 1))
        );
    }

    [Test]
    public void Score_MarginalLikelihood_ScoresWithTheSeed()
    {
        var data = folder.Write("x.csv", TinyModel.Rows(20, seed: 4));
        string Scored(params string[] options)
        {
            ToolRun
                .Run([
                    "score",
                    TinyModel.Folder,
                    $"--data={data}",
                    $"--out={folder["s.csv"]}",
                    "--kind=marginal-likelihood",
                    .. options,
                ])
                .Succeeded();
            return File.ReadAllText(folder["s.csv"]);
        }

        var scores = Scored("--samples=5");

        Assert.Multiple(() =>
        {
            Assert.That(scores.TrimEnd('\n').Split('\n'), Has.Length.EqualTo(21));
            Assert.That(Scored("--samples=5"), Is.EqualTo(scores));
            Assert.That(Scored("--samples=5", "--seed=2"), Is.Not.EqualTo(scores));
        });
    }

    [TestCase("--kind=marginal-likelihood", "--p-values", "--p-values is not for --kind=marginal-likelihood")]
    [TestCase("--kind=marginal-likelihood", "--contributions", "--contributions is not for")]
    [TestCase("--kind=negative-elbo", "--samples=5", "--samples is for --kind=marginal-likelihood")]
    public void Score_OptionOfAnotherKind_IsRefused(string kind, string option, string message) =>
        ToolRun
            .Run("score", TinyModel.Folder, $"--data={TinyModel.Table}", $"--out={folder["s.csv"]}", kind, option)
            .Failed(2, message);

    [Test]
    [Proves(29)]
    public void Score_RowFarFromTheTable_ScoresHighestAndIsLabeled()
    {
        var data = folder.Write("x.csv", TinyModel.Rows(40, seed: 4) + "9,-9,9\n");

        var run = Score(data).Succeeded();

        var lines = File.ReadAllText(folder["s.csv"]).TrimEnd('\n').Split('\n');

        Assert.That(lines[0], Is.EqualTo("Score,PredictedLabel"));

        var scores = Scores();

        Assert.That(scores, Has.Length.EqualTo(41));
        Assert.That(scores[^1], Is.EqualTo(scores.Max()));
        Assert.That(lines[^1], Does.EndWith(",1"));

        var anomalies = lines.Count(line => line.EndsWith(",1", StringComparison.Ordinal));

        Assert.That(run.OutputLines[^1], Does.Contain("scored 41 rows").And.Contain($" {anomalies} above"));
    }

    [TestCase("error,error,error", 21, "")]
    [TestCase(
        "mm,kg,s",
        20,
        "x.csv': lines below the header without values, such as those of units, are passed over: 1"
    )]
    public void Score_TextsBelowTheHeader_AreARowOrMentioned(string line, int rows, string note)
    {
        var text = TinyModel.Rows(20, seed: 4);
        var end = text.IndexOf('\n');
        Score(TinyModel.Table).Succeeded();

        var run = Score(folder.Write("x.csv", $"{text[..end]}\n{line}{text[end..]}"));

        if (rows == 20)
        {
            Assert.That(run.Succeeded().Output, Does.Contain(note));
            Assert.That(Scores(), Has.Length.EqualTo(rows));
        }
        else
        {
            run.Failed(1, "row 1 (line 2)", "'error'");
        }
    }

    [Test]
    public void Score_EachKind_DiffersByTheKlTerm()
    {
        Score(TinyModel.Table, "--kind=negative-elbo").Succeeded();
        var negativeElbo = Scores();
        Score(TinyModel.Table, "--kind=reconstruction-error").Succeeded();
        var reconstructionError = Scores();
        Score(TinyModel.Table).Succeeded();

        Assert.That(Scores(), Is.EqualTo(negativeElbo), "the default");
        Assert.That(negativeElbo.Zip(reconstructionError, (e, r) => e - r), Is.All.Positive, "KL is positive");
    }

    [Test]
    public void Score_IdxImagesForATableModel_StatesBothWidths()
    {
        var data = folder.Write("images", IdxBytes.Digits(2, seed: 1).Images);

        Score(data).Failed(1, "784 pixels", "3 features");
    }

    [TestCase("score")]
    [TestCase("threshold")]
    public void Run_LabelColumnThatTheModelReads_IsNamed(string verb) =>
        ToolRun
            .Run([
                verb,
                TinyTable.Folder,
                $"--data={TinyTable.Data}",
                "--label-column=Member",
                .. verb == "score" ? ["--out=r.csv"] : Array.Empty<string>(),
            ])
            .Failed(1, $"Model '{TinyTable.Folder}' reads column 'Member', so it cannot be the label column");

    [Test]
    public void Score_UnknownKind_IsAUsageError() =>
        Score(TinyModel.Table, "--kind=mse")
            .Failed(2, "--kind is 'mse'", "negative-elbo or reconstruction-error or marginal-likelihood");

    private float[] Scores()
    {
        return
        [
            .. File.ReadAllLines(folder["s.csv"])
                .Skip(1)
                .Select(line => float.Parse(line.Split(',')[0], CultureInfo.InvariantCulture)),
        ];
    }

    private ToolRun Score(string data, params string[] more) =>
        ToolRun.Run(["score", TinyModel.Folder, $"--data={data}", $"--out={folder["s.csv"]}", .. more]);
}
