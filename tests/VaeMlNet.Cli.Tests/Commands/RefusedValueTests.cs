namespace VaeMlNet.Cli.Tests;

/// <summary>A value that the likelihood does not allow: the error names the cell as it is in the file.</summary>
internal sealed class RefusedValueTests
{
    private const int RowCount = 9000;

    private static readonly SharedFolder Shared = new(Export);

    private TemporaryFolder folder = null!;

    [SetUp]
    public void CreateFolder() => folder = new TemporaryFolder();

    [TearDown]
    public void DeleteFolder() => folder.Dispose();

    /// <summary>ML.NET writes .idv on threads of its own.</summary>
    [TestCase("encode", "features", 1.5, "x.csv")]
    [TestCase("encode", "features", 1.5, "x.idv")]
    [TestCase("score", "features", 1.5, "x.idv")]
    [TestCase("reconstruct", "features", 1.5, "x.idv")]
    [TestCase("score", "table", -1, "x.csv")]
    [TestCase("score", "table", -1, "x.idv")]
    public void Run_ValueLateInTheFile_NamesTheCell(string verb, string model, double value, string output) =>
        AssertNamed(
            ToolRun.Run(verb, Shared[model], $"--data={Data(value)}", $"--out={folder[output]}"),
            FormattableString.Invariant($"row 8901 (line 8902), column 'b': '{value}' is not allowed"),
            model
        );

    [Test]
    public void Run_ValueInTheSecondFile_NamesTheFile()
    {
        var first = folder.Write("a.csv", Rows(10, refused: null));

        AssertNamed(
            ToolRun.Run("encode", Shared["features"], $"--data={first},{Data(1.5)}", $"--out={folder["x.csv"]}"),
            $"'{folder["x"]}', row 8901, column 'b': '1.5' is not allowed",
            "features"
        );
    }

    [TestCase("features", 1.5)]
    [TestCase("table", -1)]
    public void Export_ValueThatIsNotAllowed_NamesTheCell(string model, double value)
    {
        var data = folder.Write("x", Rows(20, refused: (3, value)));

        AssertNamed(
            ToolRun.Run(["export", .. Options(model), $"--data={data}", $"--out={folder["model"]}"]),
            FormattableString.Invariant($"'{data}', row 4 (line 5), column 'b': '{value}' is not allowed"),
            model
        );
    }

    [TestCase("features")]
    [TestCase("table")]
    public void Evaluate_ValueThatIsNotAllowed_NamesTheCell(string model)
    {
        var data = folder.Write("x", Rows(20, refused: (3, -1)));
        var good = folder.Write("good", Rows(20, refused: null));
        ToolRun.Run(["train", .. Options(model), $"--data={good}", $"--out={folder["c"]}"]).Succeeded();

        AssertNamed(
            ToolRun.Run("evaluate", $"--checkpoint={folder["c"]}", $"--data={data}"),
            $"'{data}', row 4 (line 5), column 'b': '-1' is not allowed",
            model
        );
    }

    private static void AssertNamed(ToolRun run, string place, string model) =>
        run.Failed(
            1,
            place,
            model == "features" ? "needs values in [0, 1]" : "needs numbers above 0",
            model == "features" ? "--likelihood=gaussian" : "--column-likelihood"
        );

    private string Data(double refused) => folder.Write("x", Rows(RowCount, (8900, refused)));

    private static string Rows(int count, (int Row, double Value)? refused)
    {
        Random random = new(1);
        var rows = Enumerable
            .Range(0, count)
            .Select(row =>
            {
                var b = row == refused?.Row ? refused.Value.Value : random.NextDouble();
                return FormattableString.Invariant($"{random.NextDouble()},{b},{random.NextDouble()}\n");
            });
        return "a,b,c\n" + string.Concat(rows);
    }

    private static string[] Options(string model) =>
        [
            "--hidden=4",
            "--latent=2",
            "--epochs=1",
            .. (string[])(model == "features" ? ["--model=fully-connected"] : ["--column-likelihood=b=log-normal"]),
        ];

    private static void Export(TemporaryFolder folder)
    {
        var data = folder.Write("x.csv", Rows(60, refused: null));
        foreach (var model in (string[])["features", "table"])
        {
            ToolRun.Run(["export", .. Options(model), $"--data={data}", $"--out={folder[model]}"]).Succeeded();
        }
    }
}
