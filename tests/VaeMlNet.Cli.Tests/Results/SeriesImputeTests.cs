using System.Globalization;

namespace VaeMlNet.Cli.Tests;

/// <summary>Gaps and expected values of time series on the command line, and their thresholds.</summary>
internal sealed class SeriesImputeTests
{
    private const int Load = 2;
    private const int Heat = 3;
    private const int On = 4;

    private TemporaryFolder folder = null!;

    [SetUp]
    public void CreateFolder() => folder = new TemporaryFolder();

    [TearDown]
    public void DeleteFolder() => folder.Dispose();

    [Test]
    public void Impute_Gaps_FillsThemAndKeepsEveryOtherCell()
    {
        var whole = Rows(200, seed: 2);
        var holed = Rows(200, seed: 2);
        (int Row, int Column)[] gaps = [(100, Heat), (102, Heat), (104, Heat), (150, Load), (161, On), (20, On)];
        foreach (var (row, column) in gaps)
        {
            holed[row][column] = "";
        }

        var data = Write(holed);
        var run = Impute(data).Succeeded();
        var filled = Cells();

        Assert.That(run.Output, Does.Contain("filled 6 cells of 200 rows"));
        Assert.That(filled, Has.Length.EqualTo(200));

        for (var row = 0; row < filled.Length; row++)
        {
            for (var column = 0; column < filled[row].Length; column++)
            {
                if (!gaps.Contains((row, column)))
                {
                    Assert.That(filled[row][column], Is.EqualTo(whole[row][column]), $"row {row}, column {column}");
                }
            }
        }

        foreach (var (row, column) in gaps.Where(gap => gap.Column != On))
        {
            var scale = column == Heat ? 5 : 1;

            Assert.That(
                Number(filled[row][column]),
                Is.EqualTo(Number(whole[row][column])).Within(0.5 * scale),
                $"row {row}"
            );
            Assert.That(filled[row][column], Does.Match(@"^-?\d+\.\d{1,3}$"), "the decimals of the column");
        }

        Assert.That(filled[161][On] + filled[20][On], Is.EqualTo(whole[161][On] + whole[20][On]));
        Assert.That(File.ReadAllText(data), Is.EqualTo(Text(holed)), "the input is unchanged");
    }

    [Test]
    public void Impute_Uncertainty_IsThatOfFilledCellsOnly()
    {
        var holed = Rows(60, seed: 2);
        holed[30][Heat] = "";
        Impute(Write(holed), "--uncertainty", "--keep=Machine").Succeeded();
        var lines = File.ReadAllLines(folder["complete.csv"]);

        Assert.That(lines[0], Is.EqualTo("Machine,Load,Heat,On,uncertainty.Load,uncertainty.Heat,uncertainty.On"));

        var cells = lines[31].Split(',');

        Assert.That(Number(cells[5]), Is.GreaterThan(0).And.LessThan(5));
        Assert.That(cells[4] + cells[6] + lines[1].Split(',')[5], Is.Empty);
    }

    [TestCase("--kind=draw", "--kind is not for models of time series")]
    [TestCase("--draws=2", "--draws is not for models of time series")]
    [TestCase("--seed=5", "--seed is not for models of time series")]
    [TestCase("--time=Nope", "no column 'Nope'")]
    public void Impute_OptionThatDoesNotFit_IsRefused(string option, string fact)
    {
        Impute(TinySeries.Data, option).Failed(1, fact);

        Assert.That(File.Exists(folder["complete.csv"]), Is.False);
    }

    [Test]
    public void Impute_OtherInputsAndOutputs_AreRefused()
    {
        var data = Write(Rows(60, seed: 2));
        string[] verb = ["impute", TinySeries.Folder, $"--data={data}"];

        ToolRun.Run([.. verb, $"--out={folder["x.idv"]}"]).Failed(1, "written as CSV");
        ToolRun.Run([.. verb, $"--out={data}"]).Failed(1, "it is the input file");
        ToolRun
            .Run("impute", TinyTable.Folder, $"--data={TinyTable.Data}", $"--out={folder["y.csv"]}", "--series=Color")
            .Failed(1, "not a model of a time series", "--series");
    }

    [Test]
    public void Score_Expected_IsNearTheChannels()
    {
        var data = Write(Rows(100, seed: 2));
        ToolRun
            .Run("score", TinySeries.Folder, $"--data={data}", "--expected", $"--out={folder["complete.csv"]}")
            .Succeeded();
        var lines = File.ReadAllLines(folder["complete.csv"]);

        Assert.That(
            lines[0],
            Is.EqualTo(
                "Score,PredictedLabel,expected.Load,expected.Heat,expected.On,uncertainty.Load,uncertainty.Heat,uncertainty.On"
            )
        );

        var errors = Rows(100, seed: 2)
            .Zip(lines.Skip(1), (row, line) => Math.Abs(Number(line.Split(',')[3]) - Number(row[Heat])));

        Assert.That(errors.Average(), Is.LessThan(1.5), "heat swings by 5 around 50");
    }

    [Test]
    public void Threshold_SeriesModel_SetsThoseOfBothScorings()
    {
        var model = folder.CopyOf(TinySeries.Folder, "model");

        var run = ToolRun.Run("threshold", model, $"--data={TinySeries.Data}", "--quantile=0.9").Succeeded();
        var manifest = VaeModel.ReadManifest(model);

        Assert.That(run.Output, Does.Match(@"from 386 rows by quantile: covering=[-0-9.E]+ causal=[-0-9.E]+"));
        Assert.That((manifest.Threshold.Rows, manifest.Threshold.Source), Is.EqualTo((386L, "given")));

        foreach (var option in (string[])["", "--causal"])
        {
            ToolRun
                .Run([
                    "score",
                    model,
                    $"--data={TinySeries.Data}",
                    $"--out={folder["complete.csv"]}",
                    .. option.Length > 0 ? (string[])[option] : [],
                ])
                .Succeeded();

            Assert.That(Cells().Count(row => row[1] == "1"), Is.EqualTo(40).Within(1), option);
        }

        ToolRun.Run("verify", model).Succeeded();
    }

    [Test]
    public void Threshold_WrongInput_SaysWhyAndLeavesTheModelAlone()
    {
        var model = folder.CopyOf(TinySeries.Folder, "model");
        var before = File.ReadAllText(Path.Combine(model, "SHA256SUMS"));

        ToolRun
            .Run("threshold", model, $"--data={TinySeries.Data}", "--quantile=0.9", "--columns=Load")
            .Failed(1, "by name");
        ToolRun
            .Run("threshold", model, $"--data={TinySeries.Data}", "--quantile=0.9", "--time=Nope")
            .Failed(1, "'Nope'");
        ToolRun
            .Run("threshold", TinyTable.Folder, $"--data={TinyTable.Data}", "--quantile=0.9", "--time=Age")
            .Failed(1, "not a model of a time series");

        Assert.That(File.ReadAllText(Path.Combine(model, "SHA256SUMS")), Is.EqualTo(before));
    }

    private static string[][] Rows(int count, int seed) =>
        [.. TinySeries.Lines(count, seed).Select(line => line.Split(','))];

    private static string Text(IEnumerable<string[]> rows) =>
        "When,Machine,Load,Heat,On,Place,Label\n" + string.Concat(rows.Select(row => $"{string.Join(',', row)}\n"));

    private static double Number(string cell) => double.Parse(cell, CultureInfo.InvariantCulture);

    private string Write(IEnumerable<string[]> rows) => folder.Write("rows.csv", Text(rows));

    private string[][] Cells() => [.. File.ReadLines(folder["complete.csv"]).Skip(1).Select(line => line.Split(','))];

    private ToolRun Impute(string data, params string[] more) =>
        ToolRun.Run(["impute", TinySeries.Folder, $"--data={data}", $"--out={folder["complete.csv"]}", .. more]);
}
