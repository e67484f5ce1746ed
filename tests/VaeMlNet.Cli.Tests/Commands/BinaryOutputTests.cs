using System.Globalization;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace VaeMlNet.Cli.Tests;

/// <summary>
/// Every verb that writes rows, with <c>--out=FILE.idv</c>: ML.NET reads the same values as the CSV file contains.
/// </summary>
internal sealed class BinaryOutputTests
{
    private TemporaryFolder folder = null!;

    [SetUp]
    public void CreateFolder() => folder = new TemporaryFolder();

    [TearDown]
    public void DeleteFolder() => folder.Dispose();

    [Test]
    public void Encode_Idv_HasTheLatentsAsAVector()
    {
        var rows = WriteBoth("encode", TinyModel.Folder, $"--data={TinyModel.Table}");

        AssertColumns(rows, ("Latent", new VectorDataViewType(NumberDataViewType.Single, 2)));
    }

    [Test]
    public void Encode_IdvOfAnOnnxFile_HasItsOutputs()
    {
        var rows = WriteBoth(
            "encode",
            Path.Combine(TinyModel.Folder, "scorer.onnx"),
            $"--data={TinyModel.Table}",
            "--output=kl,score"
        );

        Assert.That(rows.Schema.Select(column => column.Name), Is.EqualTo(new[] { "kl", "score" }));
    }

    [Test]
    public void Score_Idv_HasScoresAndLabels()
    {
        var data = folder.Write("x.csv", TinyModel.Rows(40, seed: 4) + "9,-9,9\n");

        var rows = WriteBoth("score", TinyModel.Folder, $"--data={data}");

        AssertColumns(rows, ("Score", NumberDataViewType.Single), ("PredictedLabel", BooleanDataViewType.Instance));

        Assert.That(rows.GetColumn<bool>("PredictedLabel").Last(), Is.True);
    }

    [Test]
    public void Score_IdvWithContributions_NamesTheirSlots()
    {
        var rows = WriteBoth("score", TinyModel.Folder, $"--data={TinyModel.Table}", "--contributions");

        AssertColumns(
            rows,
            ("Score", NumberDataViewType.Single),
            ("PredictedLabel", BooleanDataViewType.Instance),
            ("Contributions", new VectorDataViewType(NumberDataViewType.Single, 3))
        );

        Assert.That(ResultFile.SlotNames(rows.Schema["Contributions"]), Is.EqualTo(new[] { "a", "b", "c" }));
    }

    [Test]
    public void Score_IdvOfATable_RanksAsWithCsv()
    {
        var rows = WriteBoth(
            "score",
            TinyTable.Folder,
            $"--data={TinyTable.Data}",
            "--label-column=Fraud",
            "--contributions"
        );

        Assert.That(
            ResultFile.SlotNames(rows.Schema["Contributions"]),
            Is.EqualTo(new[] { "Age", "Income", "Member", "Color" })
        );
    }

    [Test]
    public void Reconstruct_Idv_HasTheFeaturesOfEveryBlock()
    {
        // This is more than the number of rows that are decoded together.
        var data = folder.Write("x.csv", TinyModel.Rows(5000, seed: 6));

        var rows = WriteBoth("reconstruct", TinyModel.Folder, $"--data={data}");

        AssertFeatures(rows);

        Assert.That(ResultFile.SlotNames(rows.Schema["Features"]), Is.EqualTo(new[] { "a", "b", "c" }));
    }

    [Test]
    public void Reconstruct_IdvOfATable_HasItsColumns() =>
        AssertTable(WriteBoth("reconstruct", TinyTable.Folder, $"--data={TinyTable.Data}"));

    [Test]
    public void Decode_Idv_HasTheFeatures()
    {
        var latents = folder.Write("z.csv", "latent_0,latent_1\n0.5,-1\n-2,0.25\n");

        AssertFeatures(WriteBoth("decode", TinyModel.Folder, $"--data={latents}"));
    }

    [Test]
    public void Decode_IdvOfATable_HasItsColumns()
    {
        var latents = folder.Write("z.csv", "latent_0,latent_1\n0.5,-1\n-2,0.25\n");

        AssertTable(WriteBoth("decode", TinyTable.Folder, $"--data={latents}"));
    }

    [Test]
    public void Sample_Idv_HasTheFeatures() => AssertFeatures(WriteBoth("sample", TinyModel.Folder, "--count=50"));

    [Test]
    public void Synthesize_Idv_HasTheTablesColumns() =>
        AssertTable(WriteBoth("synthesize", TinyTable.Folder, "--rows=200"));

    [Test]
    public void Synthesize_IdvOfVectorsAndKeysWithoutTexts_KeepsThem()
    {
        var rows = WriteBoth(
            "synthesize",
            Repository.PathOf("tests", "VaeMlNet.Tests", "Fixtures", "table"),
            "--rows=50"
        );

        Assert.That(rows.Schema["Region"].Type, Is.EqualTo(new KeyDataViewType(typeof(uint), 2)));
        Assert.That(ResultFile.SlotNames(rows.Schema["Vitals"]), Is.EqualTo(new[] { "Pressure", "Oxygen" }));
    }

    [TestCase("--kind=mean")]
    [TestCase("--kind=draw")]
    public void Impute_Idv_HasTheFilledColumns(string kind)
    {
        // No columns that the model does not read: those are not in the binary file.
        var lines = File.ReadAllLines(TinyTable.Data);
        var data = folder.Write("x.csv", string.Join('\n', lines.Select(WithoutEnds)));

        AssertTable(WriteBoth("impute", TinyTable.Folder, $"--data={data}", kind));
    }

    [Test]
    public void Impute_IdvWithUncertainties_HasAColumnForEachFilledOne()
    {
        Run("impute", "x.idv", [TinyTable.Folder, $"--data={TinyTable.Data}", "--uncertainty"]);

        float[] uncertainties = [.. Read().GetColumn<float>("Age.uncertainty")];

        Assert.That(Read().Schema.Select(c => c.Name), Has.Member("Color.uncertainty").And.No.Member("Fraud"));
        // A seventh of the ages is missing.
        Assert.That(uncertainties.Count(float.IsNaN), Is.EqualTo(69));
        Assert.That(uncertainties.Where(x => !float.IsNaN(x)), Is.All.Positive);
    }

    [Test]
    public void Impute_IdvOfATableThatLacksAColumn_FillsIt()
    {
        var data = folder.Write("x.csv", "Income,Member,Color\n31000,false,blue\n32000,true,\n");

        var run = Run("impute", "x.idv", [TinyTable.Folder, $"--data={data}", "--allow-missing-columns"]);

        Assert.That(run.OutputLines[^1], Does.StartWith("filled 3 cells of 2 rows"));

        AssertTable(Read());

        Assert.That(Read().GetColumn<float>("Age"), Has.Exactly(2).InRange(0f, 100f));
    }

    [TestCase("encode", "Latent")]
    [TestCase("reconstruct", "Features")]
    public void Run_NoRows_WritesTheColumnsOnly(string verb, string column)
    {
        var data = folder.Write("x.csv", "a,b,c\n");

        var rows = WriteBoth(verb, TinyModel.Folder, $"--data={data}");

        Assert.That(rows.Schema.Select(c => c.Name), Is.EqualTo(new[] { column }));
        Assert.That(rows.GetColumn<float[]>(column), Is.Empty);
    }

    [Test]
    public void Run_OutputThatCannotBeWritten_ReportsIt()
    {
        var file = folder.Write("file", "");

        Start("encode", Path.Combine(file, "x.idv"), [TinyModel.Folder, $"--data={TinyModel.Table}"])
            .Failed(1, "Could not write", "is a file, not a folder");
    }

    [Test]
    public void Run_WrongCellLate_KeepsTheOldOutputAndNamesTheCell()
    {
        var data = folder.Write("x.csv", TinyModel.Rows(3000, seed: 3) + "1,old,2\n");
        folder.Write("x.idv", "old");

        Start("encode", folder["x.idv"], [TinyModel.Folder, $"--data={data}"])
            .Failed(1, "row 3001 (line 3002)", "column 'b'", "'old'");

        Assert.That(File.ReadAllText(folder["x.idv"]), Is.EqualTo("old"));
        Assert.That(folder.Entries, Is.EquivalentTo(new[] { "x.csv", "x.idv" }));
    }

    [Test]
    public void Run_Shard_IsRefused()
    {
        Start("score", folder["x.idv"], [TinyModel.Folder, $"--data={TinyModel.Table}", "--shard=1/2"])
            .Failed(2, "x.idv", "--shard", "folder of CSV or Parquet files");
        Start("merge", folder["x.idv"], [folder["parts"]]).Failed(1, "x.idv", "which are CSV files");

        Assert.That(folder.Entries, Is.Empty);
    }

    // Id comes first and Fraud last; no other cell of them has a comma.
    private static string WithoutEnds(string line) => line[(line.IndexOf(',') + 1)..line.LastIndexOf(',')];

    private static void AssertFeatures(IDataView rows) =>
        AssertColumns(rows, ("Features", new VectorDataViewType(NumberDataViewType.Single, 3)));

    private static void AssertTable(IDataView rows) =>
        AssertColumns(
            rows,
            ("Age", NumberDataViewType.Single),
            ("Income", NumberDataViewType.Single),
            ("Member", new KeyDataViewType(typeof(uint), 2)),
            ("Color", new KeyDataViewType(typeof(uint), 3))
        );

    private static void AssertColumns(IDataView rows, params (string, DataViewType)[] expected) =>
        Assert.That(rows.Schema.Select(column => (column.Name, column.Type)), Is.EquivalentTo(expected));

    /// <summary>Runs a verb twice, compares the files and the printed lines, and returns the contents of the binary file.</summary>
    private IDataView WriteBoth(string verb, params string[] arguments)
    {
        var csv = Run(verb, "x.out.csv", arguments);
        var idv = Run(verb, "x.idv", arguments);

        Assert.That(idv.Output.Replace("x.idv", "x.out.csv", StringComparison.Ordinal), Is.EqualTo(csv.Output));
        var rows = Read();
        var expected = ResultFile.OfCsv(folder["x.out.csv"]);
        var actual = ResultFile.OfIdv(rows);
        if (verb == "score")
        {
            // In CSV files a label is 0 or 1.
            Array.ForEach(actual, row => row[1] = row[1] == "true" ? "1" : "0");
        }

        if (rows.Schema.GetColumnOrNull("Unseen") is { } unseen)
        {
            // CSV files have the names of the columns with unseen categories, and binary files 0 or 1 for each column.
            var names = ResultFile.SlotNames(unseen);
            actual =
            [
                .. actual.Select(row =>
                    (string[])
                        [
                            .. row[..2],
                            string.Join(' ', names.Where((_, i) => row[2 + i] != "0")),
                            .. row[(2 + names.Length)..],
                        ]
                ),
            ];
        }

        // CSV files have the decimals of the data, and binary files all.
        Assert.That(actual, Is.EqualTo(expected).Using<string>((a, b) => AreAlike(a, b) ? 0 : 1));
        return rows;
    }

    private static bool AreAlike(string one, string other) =>
        one == other
        || (
            double.TryParse(one, CultureInfo.InvariantCulture, out var a)
            && double.TryParse(other, CultureInfo.InvariantCulture, out var b)
            && Math.Abs(a - b) <= 0.501 * Math.Pow(10, -Math.Min(Decimals(one), Decimals(other)))
        );

    private static int Decimals(string number) =>
        number.Contains('.', StringComparison.Ordinal)
            ? number.Length - 1 - number.IndexOf('.', StringComparison.Ordinal)
            : 0;

    private IDataView Read() => new MLContext(1).Data.LoadFromBinary(folder["x.idv"]);

    private ToolRun Run(string verb, string output, string[] arguments) =>
        Start(verb, folder[output], arguments).Succeeded();

    private static ToolRun Start(string verb, string output, string[] arguments) =>
        ToolRun.Run([verb, .. arguments, $"--out={output}"]);
}
