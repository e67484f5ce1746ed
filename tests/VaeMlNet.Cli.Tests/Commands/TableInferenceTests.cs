using System.Globalization;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace VaeMlNet.Cli.Tests;

/// <summary>encode and score on a model of a table.</summary>
internal sealed class TableInferenceTests
{
    private TemporaryFolder folder = null!;

    [SetUp]
    public void CreateFolder() => folder = new TemporaryFolder();

    [TearDown]
    public void DeleteFolder() => folder.Dispose();

    [Test]
    public void Encode_Table_WritesLatentsOfEveryRow()
    {
        Run("encode", TinyTable.Data).Succeeded();

        var lines = File.ReadAllLines(folder["out.csv"]);

        Assert.That(lines, Has.Length.EqualTo(TinyTable.RowCount + 1));
        Assert.That(lines[0], Is.EqualTo("latent_0,latent_1"));
    }

    [Test]
    public void Impute_Latin1_IsReadAndWrittenAsUtf8()
    {
        const string text = "Id,Age,Income,Member,Color,Fraud\ngr\u00fcn,1,2,true,green,0\n";
        var data = folder.Write("latin1.csv", System.Text.Encoding.Latin1.GetBytes(text));

        Run("impute", data).Succeeded();

        Assert.That(File.ReadAllText(folder["out.csv"]), Is.EqualTo(text));
    }

    [Test]
    public void LoadVaeTableForModel_CategoryThatTrainingDidNotHave_IsUnseenAndNotMissing()
    {
        MLContext ml = new(seed: 1);
        using var model = VaeModel.Open(TinyTable.Folder);
        var rows = ml.Data.LoadVaeTableForModel(
            folder.Write("x.csv", "Age,Income,Member,Color\n30,30000,true,green\n30,30000,true,\n30,30000,true,pink\n"),
            model
        );
        string[] names = [.. rows.Schema.Select(column => column.Name)];
        using var scorer = ml
            .Transforms.VaeScore("Score", names, model, new() { UnseenColumnName = "Unseen" })
            .Fit(rows);
        using var encoder = ml.Transforms.VaeEncode("Latent", names, model).Fit(rows);
        var scored = scorer.Transform(rows);
        var scores = scored.GetColumn<float>("Score").ToArray();
        var latents = encoder.Transform(rows).GetColumn<float[]>("Latent").ToArray();

        Assert.That(
            scored.GetColumn<float[]>("Unseen").Select(unseen => unseen.Sum()),
            Is.EqualTo(new[] { 0f, 0f, 1f })
        );
        Assert.That(scores[2], Is.GreaterThan(scores[1] + 1));
        Assert.That(latents[2], Is.EqualTo(latents[1]), "other steps read it as missing");
    }

    [Test]
    public void Load_CategoryThatTrainingDidNotHave_GivesTheScoresOfTheTool()
    {
        MLContext ml = new(seed: 1);
        var training = ml.Data.LoadVaeTable(TinyTable.Data, new() { Columns = ["Age", "Income", "Member", "Color"] });
        VaeTrainerOptions options = new() { TableSchema = training.TableSchema, EpochCount = 3 };
        using var detector = ml.AnomalyDetection.Trainers.Vae(training.ColumnNames, options).Fit(training);
        detector.SaveModelFolder(folder["model"]);
        var data = folder.Write(
            "x.csv",
            "Age,Income,Member,Color\n30,30000,true,green\n30,30000,true,\n30,30000,true,pink\n"
        );
        ToolRun.Run("score", folder["model"], $"--data={data}", $"--out={folder["out.csv"]}");
        var expected = TextTable
            .Read(folder["out.csv"])["Score"]
            .Select(text => float.Parse(text, CultureInfo.InvariantCulture))
            .ToArray();

        var scores = detector.Transform(training.Load(data)).GetColumn<float>("Score").ToArray();

        Assert.That(scores, Is.EqualTo(expected).Within(1e-4).Percent);
        Assert.That(scores[2], Is.GreaterThan(scores[1] + 1));
    }

    [Test]
    public void Score_ColumnsInAnotherOrderAmongOthers_ScoresTheSame()
    {
        Run("score", TinyTable.Data).Succeeded();
        var expected = File.ReadAllText(folder["out.csv"]);
        var other = folder.Write(
            "other.csv",
            "Color;x;Member;Income;Age\n"
                + string.Concat(
                    File.ReadAllLines(TinyTable.Data)
                        .Skip(1)
                        .Select(line => line.Replace("\"dark, red\"", "dark red", StringComparison.Ordinal).Split(','))
                        .Select(c =>
                            $"{c[4].Replace("dark red", "dark, red", StringComparison.Ordinal)};?;{c[3]};{c[2]};{c[1]}\n"
                        )
                )
        );

        Run("score", other).Succeeded();

        Assert.That(File.ReadAllText(folder["out.csv"]), Is.EqualTo(expected));
    }

    [TestCase("--kind=negative-elbo")]
    [TestCase("--kind=reconstruction-error")]
    public void Score_Contributions_AreNamedAndAddUpToTheScore(string kind)
    {
        Run("score", TinyTable.Data, kind, "--contributions").Succeeded();

        var lines = File.ReadAllLines(folder["out.csv"]);

        Assert.That(
            lines[0],
            Is.EqualTo(
                "Score,PredictedLabel,Unseen,contribution.Age,contribution.Income,contribution.Member,contribution.Color"
            )
        );

        foreach (var line in lines.Skip(1))
        {
            var texts = line.Split(',');
            Assert.That(texts[2], Is.Empty, "no unseen category");
            float[] cells =
            [
                .. texts.Where((_, i) => i != 2).Select(c => float.Parse(c, CultureInfo.InvariantCulture)),
            ];
            Assert.That(cells[2..].Sum(), Is.EqualTo(cells[0]).Within(1e-4 + 1e-4 * Math.Abs(cells[0])));
        }
    }

    [Test]
    public void Score_LabelColumn_SaysHowWellTheScoresRank()
    {
        var run = Run("score", TinyTable.Data, "--label-column=Fraud").Succeeded();

        Assert.That(
            run.OutputLines[^1],
            Does.Match(@"^auroc=[01]\.\d{4} average_precision=[01]\.\d{4} anomalies=8/80$")
        );
    }

    [Test]
    public void Score_LabelsAllTheSame_SaysThatNothingCanBeRanked()
    {
        var data = folder.Write("x.csv", "Age,Income,Member,Color,ok\n1,2,true,blue,0\n");

        Assert.That(
            Run("score", data, "--label-column=ok").Succeeded().Output,
            Does.Contain("the ranking cannot be measured")
        );
    }

    [Test]
    public void Score_LabelsOfAnotherKind_AreRefusedBeforeScoring()
    {
        var run = Run("score", TinyTable.Data, "--label-column=Id");

        Assert.That(run.ExitCode, Is.EqualTo(1));
        Assert.That(
            run.Error,
            Does.Contain("row 1 (line 2), column 'Id': the label 'x0' cannot be read").And.Contain("--ignore")
        );
        Assert.That(File.Exists(folder["out.csv"]), Is.False);
    }

    [TestCase("yes", "no")]
    [TestCase("Y", "N")]
    [TestCase("t", "F")]
    [TestCase("1.0", "0.0")]
    [TestCase("1", "-1")]
    [TestCase("on\u00a0", " Off")]
    public void Score_LabelsInAnySpelling_RankTheRows(string yes, string no)
    {
        var data = folder.Write(
            "x.csv",
            $"Age,Income,Member,Color,fault\n1,2,true,blue,{no}\n90,1e6,false,green,{yes}\n30,40000,true,green,{no}\n"
        );

        Assert.That(
            Run("score", data, "--label-column=fault").Succeeded().OutputLines[^1],
            Does.EndWith("anomalies=1/3")
        );
    }

    [TestCase("score", "--keep=Color,Id", "Color,Id,Score,PredictedLabel,Unseen", "blue|green|\"dark, red\"|NA")]
    [TestCase("score", "--keep=all", "Id,Age,Income,Member,Color,Fraud,Score,PredictedLabel,Unseen", "x[0-9]+")]
    [TestCase("encode", "--keep=Id", "Id,latent_0,latent_1", "x[0-9]+")]
    public void Run_KeptColumns_StandBeforeTheResults(string verb, string option, string header, string first)
    {
        Run(verb, TinyTable.Data, option).Succeeded();

        var lines = File.ReadAllLines(folder["out.csv"]);

        Assert.That(lines[0], Is.EqualTo(header));
        Assert.That(lines.Skip(1), Is.All.Match($"^({first}),"));
        Assert.That(lines, Has.Length.EqualTo(TinyTable.RowCount + 1));
    }

    [TestCase("--keep=Nope", "no column 'Nope'")]
    [TestCase("--keep=Score", "no column 'Score'")]
    public void Score_KeptColumnThatIsMissing_IsNamed(string option, string fact) =>
        Run("score", TinyTable.Data, option).Failed(1, fact);

    [Test]
    public void Score_KeptColumnWithTheNameOfAResult_IsRefused()
    {
        var data = folder.Write("x.csv", "Age,Income,Member,Color,Score\n30,1,true,blue,7\n");

        Run("score", data, "--keep=all").Failed(1, "column 'Score'", "--keep");
    }

    [Test]
    public void Score_UnknownText_IsNamedCountedAndNotMissing()
    {
        var unknown = folder.Write("u.csv", "Age,Income,Member,Color\n30,31000,false,purple\n30,31000,false,mauve\n");
        var run = Run("score", unknown);
        var scores = File.ReadAllLines(folder["out.csv"]);
        Run("score", folder.Write("m.csv", "Age,Income,Member,Color\n30,31000,false,?\n30,31000,false,\n")).Succeeded();

        Assert.That(run.ExitCode, Is.Zero);
        Assert.That(run.Error, Does.Contain("warning: 2 cells of column 'Color' in").And.Contain("u.csv"));

        var missing = File.ReadAllLines(folder["out.csv"]);

        Assert.That(scores[1..], Is.All.EndsWith(",Color"));
        Assert.That(missing[1..], Is.All.EndsWith(","));
        Assert.That(ScoreOf(scores[1]), Is.GreaterThan(8).And.Not.EqualTo(ScoreOf(missing[1])));

        static float ScoreOf(string line) => float.Parse(line.Split(',')[0], CultureInfo.InvariantCulture);
    }

    [Test]
    public void Score_ColumnMissing_NeedsTheOptionAndThenScoresAsMissingCellsDo()
    {
        var without = folder.Write("without.csv", "Income,Member,Color\n31000,false,blue\n");

        Run("score", without).Failed(1, "without.csv", "no column 'Age'", TinyTable.Folder, "--allow-missing-columns");
        Run("score", without, "--allow-missing-columns").Succeeded();

        var scores = File.ReadAllText(folder["out.csv"]);
        Run("score", folder.Write("empty.csv", "Age,Income,Member,Color\n,31000,false,blue\n")).Succeeded();

        Assert.That(scores, Is.EqualTo(File.ReadAllText(folder["out.csv"])));
    }

    [Test]
    public void Score_BooleanColumnMissing_CountsAsMissingWhereAllowed()
    {
        var without = folder.Write("without.csv", "Age,Income,Color\n30,31000,blue\n");

        Run("score", without).Failed(1, "'Member'");
        Run("score", without, "--allow-missing-columns").Succeeded();
    }

    [TestCase("forty,1,true,blue", "'Age': 'forty' is not a finite number")]
    [TestCase("1,\"1,5\",true,blue", "'Income': '1,5' is not a finite number")]
    public void Score_WrongCell_NamesItsPlace(string row, string fact)
    {
        var data = folder.Write("x.csv", $"Age,Income,Member,Color\n30,1,true,blue\n{row}\n");

        Run("score", data).Failed(1, "row 2 (line 3)", fact);

        Assert.That(File.Exists(folder["out.csv"]), Is.False);
    }

    [TestCase("--columns=Age")]
    [TestCase("--ignore=Age")]
    public void Score_ColumnsChosen_SaysThatNamesDoThat(string option) =>
        Run("score", TinyTable.Data, option).Failed(1, TinyTable.Folder, "by name");

    [Test]
    public void Score_AllowMissingColumnsForAModelOfNumbers_IsRefused()
    {
        ToolRun
            .Run(
                "score",
                TinyModel.Folder,
                $"--data={TinyModel.Table}",
                "--allow-missing-columns",
                $"--out={folder["out.csv"]}"
            )
            .Failed(1, TinyModel.Folder, "is not a table model");
    }

    [Test]
    public void Score_ContributionsOfAModelOfNumbers_AreNamedAsItsColumns()
    {
        ToolRun
            .Run(
                "score",
                TinyModel.Folder,
                $"--data={TinyModel.Table}",
                "--contributions",
                $"--out={folder["out.csv"]}"
            )
            .Succeeded();

        Assert.That(
            File.ReadLines(folder["out.csv"]).First(),
            Is.EqualTo("Score,PredictedLabel,contribution.a,contribution.b,contribution.c")
        );
    }

    [Test]
    public void Interpolate_ModelOfATable_IsRefused() =>
        Run("interpolate", TinyTable.Data, "--rows=1,2").Failed(1, TinyTable.Folder, "is a table model");

    private ToolRun Run(string verb, string data, params string[] more) =>
        ToolRun.Run([verb, TinyTable.Folder, $"--data={data}", $"--out={folder["out.csv"]}", .. more]);
}
