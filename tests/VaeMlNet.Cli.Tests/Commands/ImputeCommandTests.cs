using System.Globalization;

namespace VaeMlNet.Cli.Tests;

internal sealed class ImputeCommandTests
{
    private TemporaryFolder folder = null!;

    [SetUp]
    public void CreateFolder() => folder = new TemporaryFolder();

    [TearDown]
    public void DeleteFolder() => folder.Dispose();

    [Test]
    public void Impute_Table_FillsMissingCellsAndKeepsTheTextOfAllOthers()
    {
        var data = folder.Write(
            "x.csv",
            "Id,Age,Member,Color,Income,note\nx1,041.50,TRUE,?,3e4,\nx2,NA,false,\"dark, red\",,ok\nx3,30,true,blue,1,\n"
        );

        var run = Impute(data).Succeeded();

        var lines = File.ReadAllLines(folder["out.csv"]);

        Assert.That(lines[0], Is.EqualTo("Id,Age,Member,Color,Income,note"));
        Assert.That(lines[1], Does.Match("^x1,041\\.50,TRUE,(blue|green|\"dark, red\"),3e4,$"));
        Assert.That(lines[2], Does.Match("^x2,[-0-9.E]+,false,\"dark, red\",[-0-9.E]+,ok$"));
        Assert.That(lines[3], Is.EqualTo("x3,30,true,blue,1,"));
        Assert.That(run.OutputLines[^1], Does.StartWith("filled 3 cells of 3 rows"));
    }

    [Test]
    public void Impute_ManyRows_StayInTheirOrder()
    {
        Impute(TinyTable.Data).Succeeded();

        var before = File.ReadAllLines(TinyTable.Data);
        var after = File.ReadAllLines(folder["out.csv"]);

        Assert.That(after, Has.Length.EqualTo(before.Length));
        Assert.That(after.Select(line => line.Split(',')[0]), Is.EqualTo(before.Select(line => line.Split(',')[0])));
        Assert.That(
            after.Where((_, i) => i == 0 || !IsGapped(before[i])),
            Is.EqualTo(before.Where((line, i) => i == 0 || !IsGapped(line)))
        );
        Assert.That(after.Skip(1).Where(IsGapped), Is.Empty);
    }

    [Test]
    public void Impute_Draws_DependOnTheSeed()
    {
        string Filled(string option)
        {
            Impute(TinyTable.Data, "--kind=draw", option).Succeeded();
            return File.ReadAllText(folder["out.csv"]);
        }

        var first = Filled("--seed=1");

        Assert.That(Filled("--seed=1"), Is.EqualTo(first));
        Assert.That(Filled("--seed=2"), Is.Not.EqualTo(first));
    }

    [Test]
    public void Impute_Draws_WritesEveryRowOncePerDraw()
    {
        var run = Impute(TinyTable.Data, "--draws=3", "--seed=5").Succeeded();

        var lines = File.ReadAllLines(folder["out.csv"]);
        var given = File.ReadAllLines(TinyTable.Data);

        Assert.That(lines[0], Is.EqualTo("draw," + given[0]));
        Assert.That(lines, Has.Length.EqualTo(1 + (3 * TinyTable.RowCount)));
        Assert.That(run.Output, Does.Contain("Rubin").And.Match("filled [0-9]+ cells of 80 rows, 3 draws each"));

        for (var draw = 1; draw <= 3; draw++)
        {
            // A draw equals the table that its own seed gives.
            Impute(TinyTable.Data, "--kind=draw", $"--seed={4 + draw}").Succeeded();
            var prefix = $"{draw},";

            Assert.That(
                lines.Skip(1).Where(line => line.StartsWith(prefix, StringComparison.Ordinal)),
                Is.EqualTo(File.ReadAllLines(folder["out.csv"]).Skip(1).Select(line => prefix + line))
            );
        }

        Assert.That(lines.Skip(1).Select(line => line.Split(',', 2)[1]).Distinct().Count(), Is.GreaterThan(80));
    }

    [Test]
    public void Impute_Uncertainty_IsGivenForFilledCellsOnly()
    {
        Impute(TinyTable.Data, "--uncertainty").Succeeded();

        string[][] lines = [.. File.ReadAllLines(folder["out.csv"]).Select(Cells)];
        string[][] given = [.. File.ReadAllLines(TinyTable.Data).Select(Cells)];

        Assert.That(
            lines[0],
            Is.EqualTo(
                (string[])
                    [.. given[0], "uncertainty.Age", "uncertainty.Income", "uncertainty.Member", "uncertainty.Color"]
            )
        );
        Assert.That(lines.Skip(1).Select(line => line[7]), Is.All.Empty, "incomes are complete");

        foreach (var (line, source) in lines.Zip(given).Skip(1))
        {
            Assert.That(line[6].Length > 0, Is.EqualTo(source[1].Length == 0));
            Assert.That(line[9].Length > 0, Is.EqualTo(source[4] == "NA"));
            Assert.That(Number(line[6]), Is.Null.Or.InRange(0.01, 1000));
            Assert.That(Number(line[9]), Is.Null.Or.InRange(0, 1));
        }
    }

    [TestCase("--keep=Id", "Id,Age,Income,Member,Color")]
    [TestCase("--keep=Fraud,Id", "Id,Age,Income,Member,Color,Fraud")]
    [TestCase("--keep=all", "Id,Age,Income,Member,Color,Fraud")]
    [TestCase("--keep=Age", "Age,Income,Member,Color")]
    public void Impute_Keep_WritesTheColumnsBesidesThoseOfTheModel(string keep, string header)
    {
        Impute(TinyTable.Data, keep).Succeeded();

        Assert.That(File.ReadAllLines(folder["out.csv"])[0], Is.EqualTo(header));
    }

    [Test]
    public void Impute_KeepOfAnUnknownColumn_NamesIt() => Impute(TinyTable.Data, "--keep=Name").Failed(1, "'Name'");

    [TestCase("draw", "--draws=2")]
    [TestCase("uncertainty.Age", "--uncertainty")]
    public void Impute_ColumnOfTheSameName_IsRefused(string column, string option)
    {
        var data = folder.Write("x.csv", $"{column},Age,Income,Member,Color\n7,,31000,false,blue\n");

        Impute(data, option).Failed(1, $"'{column}'", "--keep");
        Impute(data, option, "--keep=Age").Succeeded();
    }

    [TestCase("--draws=2", "--kind=mean", "--draws")]
    [TestCase("--draws=2", "--uncertainty", "--uncertainty is for --kind=mean")]
    [TestCase("--kind=draw", "--uncertainty", "--uncertainty is for --kind=mean")]
    [TestCase("--draws=0", "--seed=1", "--draws")]
    public void Impute_OptionsThatExcludeEachOther_AreUsageErrors(string first, string second, string fact) =>
        Impute(TinyTable.Data, first, second).Failed(2, fact);

    [Test]
    public void Impute_DrawsIntoABinaryFile_AreRefused() =>
        ToolRun
            .Run("impute", TinyTable.Folder, $"--data={TinyTable.Data}", $"--out={folder["x.idv"]}", "--draws=2")
            .Failed(2, "--draws writes CSV");

    [Test]
    public void Impute_ColumnMissing_IsAddedWhereAllowed()
    {
        var data = folder.Write("x.csv", "Income,Member,Color\n31000,false,blue\n");

        Impute(data).Failed(1, "no column 'Age'", "--allow-missing-columns");
        Impute(data, "--allow-missing-columns").Succeeded();

        var lines = File.ReadAllLines(folder["out.csv"]);

        Assert.That(lines[0], Is.EqualTo("Income,Member,Color,Age"));
        Assert.That(float.Parse(lines[1].Split(',')[3], CultureInfo.InvariantCulture), Is.InRange(0f, 100f));
    }

    [TestCase("Id,Other\n1,2\n", "none of the 4 columns of model", "'Age'")]
    public void Impute_NoColumnOfTheModel_IsRefusedWhateverIsAllowed(string table, params string[] facts) =>
        Impute(folder.Write("x.csv", table), "--allow-missing-columns").Failed(1, facts);

    [Test]
    public void Impute_MostColumnsMissing_IsReported()
    {
        var run = Impute(folder.Write("x.csv", "Member\nfalse\n"), "--allow-missing-columns");

        Assert.That((run.ExitCode, run.Error), Is.EqualTo((0, run.Error)));
        Assert.That(run.Error, Does.Contain("only 1 of the 4 columns of the model"));
    }

    [Test]
    public void Impute_UnknownText_IsKeptAndReported()
    {
        var data = folder.Write("x.csv", "Age,Income,Member,Color\n,31000,false,purple\n");

        var run = Impute(data);

        Assert.That((run.ExitCode, run.Error), Is.EqualTo((0, run.Error)));
        Assert.That(run.Error, Does.Contain("1 cell of column 'Color'"));
        Assert.That(File.ReadAllLines(folder["out.csv"])[1], Does.EndWith(",31000,false,purple"));
    }

    [Test]
    public void Impute_ModelOfNumbers_IsRefused()
    {
        ToolRun
            .Run("impute", TinyModel.Folder, $"--data={TinyModel.Table}", $"--out={folder["out.csv"]}")
            .Failed(1, TinyModel.Folder, "is not a table model");
    }

    [TestCase("--kind=median", "--kind is 'median'")]
    [TestCase("--seed=x", "--seed is 'x'")]
    public void Impute_WrongOption_IsAUsageError(string option, string fact) =>
        Impute(TinyTable.Data, option).Failed(2, fact);

    [Test]
    public void Impute_WrongCellLate_KeepsTheOldOutput()
    {
        var data = folder.Write("x.csv", TinyTable.Rows(300, seed: 3) + "y,old,1,true,blue,0\n");
        folder.Write("out.csv", "old");

        Impute(data).Failed(1, "row 301 (line 302)", "column 'Age'", "'old'");

        Assert.That(File.ReadAllText(folder["out.csv"]), Is.EqualTo("old"));
    }

    // The texts of TinyTable have commas in "dark, red" only.
    private static string[] Cells(string line) =>
        line.Replace("\"dark, red\"", "red", StringComparison.Ordinal).Split(',');

    private static double? Number(string cell) =>
        cell.Length == 0 ? null : double.Parse(cell, CultureInfo.InvariantCulture);

    private static bool IsGapped(string line) =>
        line.Contains(",,", StringComparison.Ordinal) || line.Contains(",NA,", StringComparison.Ordinal);

    private ToolRun Impute(string data, params string[] more) =>
        ToolRun.Run(["impute", TinyTable.Folder, $"--data={data}", $"--out={folder["out.csv"]}", .. more]);
}
