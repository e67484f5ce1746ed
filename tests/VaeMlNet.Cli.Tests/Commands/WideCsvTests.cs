using System.Diagnostics;

namespace VaeMlNet.Cli.Tests;

/// <summary>Tables of very many columns: the time to read or refuse them is linear in the number of columns.</summary>
internal sealed class WideCsvTests
{
    /// <summary>With a quadratic search, this number of columns took 40 seconds.</summary>
    private const int Columns = 110_000;

    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(10);

    private TemporaryFolder folder = null!;

    [SetUp]
    public void CreateFolder() => folder = new TemporaryFolder();

    [TearDown]
    public void DeleteFolder() => folder.Dispose();

    [Test]
    [Proves(47)]
    [Category("Long")]
    public void Info_110000Columns_TakesSeconds()
    {
        var run = Timed("info", Wide());

        Assert.That(run.Succeeded().Output, Does.Contain($"1 rows of {Columns} columns"));
    }

    [TestCase("--model=table", 10_000)]
    [TestCase("--model=fully-connected", 100_000)]
    [Proves(47)]
    public void Train_110000Columns_IsRefusedAtOnce(string model, int most) =>
        Timed("train", model, $"--data={Wide()}", $"--out={folder["out"]}")
            .Failed(1, $"has {Columns} columns to use, at most {most} are possible", "--columns");

    [Test]
    public void Quality_110000Columns_IsRefusedAtOnce()
    {
        var path = Wide();

        Timed("quality", $"--real={path}", $"--synthetic={path}").Failed(1, "at most 100000 are possible");
    }

    [Test]
    [Proves(47)]
    public void Score_110000OtherColumns_ListsSomeOfThem()
    {
        var run = Timed("score", TinyTable.Folder, $"--data={Wide()}", $"--out={folder["out.csv"]}");

        run.Failed(1, "no column 'Age'", "'c39' and 109960 more");

        Assert.That(run.Error, Has.Length.LessThan(1000));
    }

    [Test]
    [Proves(47)]
    public void Impute_110000Columns_TakesSeconds()
    {
        var lines = File.ReadAllLines(TinyTable.Data);
        var others = string.Concat(Enumerable.Range(0, Columns).Select(i => $",c{i}"));
        var path = folder.Write("wide.csv", $"{lines[0]}{others}\n{lines[1]}{new string(',', Columns)}\n");

        Timed("impute", TinyTable.Folder, $"--data={path}", $"--out={folder["out.csv"]}").Succeeded();
    }

    private static ToolRun Timed(params string[] arguments)
    {
        var start = Stopwatch.GetTimestamp();
        var run = ToolRun.Run(arguments);
        Assert.That(Stopwatch.GetElapsedTime(start), Is.LessThan(Longest));
        return run;
    }

    private string Wide() =>
        folder.Write(
            "wide.csv",
            string.Join(',', Enumerable.Range(0, Columns).Select(i => $"c{i}"))
                + $"\n1{string.Concat(Enumerable.Repeat(",1", Columns - 1))}\n"
        );
}
