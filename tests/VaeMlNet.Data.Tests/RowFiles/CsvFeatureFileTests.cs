namespace VaeMlNet.Data.Tests;

internal sealed class CsvFeatureFileTests
{
    private TemporaryFolder folder = null!;

    [SetUp]
    public void CreateFolder() => folder = new TemporaryFolder();

    [TearDown]
    public void DeleteFolder() => folder.Dispose();

    [TestCase("a,b\n1,2.5\n-3e-2,4\n")]
    [TestCase("a,b\r\n1,2.5\r\n-3e-2,4")]
    [TestCase("a;b\n1;2.5\n-3e-2;4\n")]
    [TestCase("a\tb\n1\t2.5\n-3e-2\t4\n")]
    [TestCase("\uFEFF\"a\", b\n\"1\", 2.5\n\n-0.03 ,4\n")]
    public void ReadRows_Numbers_InOrderOfTheColumns(string text)
    {
        var file = FeatureFile.Open(folder.Write("x.csv", text));

        Assert.That(((CsvFeatureFile)file).ColumnNames, Is.EqualTo(new[] { "a", "b" }));
        Assert.That(file.ReadRows(), Is.EqualTo(new float[][] { [1, 2.5f], [-0.03f, 4] }));
    }

    [Test]
    public void ReadRows_ColumnsChosen_OnlyTheseInTheirOrder()
    {
        var file = FeatureFile.Open(folder.Write("x.csv", "id,a,b\nrow1,1,2\n"), new(["b", "a"], []));

        Assert.That(file.Width, Is.EqualTo(2));
        Assert.That(file.ReadRows(), Is.EqualTo(new float[][] { [2, 1] }));
    }

    [TestCase("1,abc", "'abc' is not a finite number")]
    [TestCase("1,", "the cell is empty")]
    [TestCase("1,NaN", "'NaN' is not a finite number")]
    [TestCase("1,Infinity", "'Infinity' is not a finite number")]
    [TestCase("1,1e60", "'1e60' is not a finite number")]
    [TestCase("1,\"1,000\"", "'1,000' is not a finite number")]
    public void ReadRows_CellIsNoNumber_NamesRowLineColumnAndCell(string line, string fault)
    {
        var file = FeatureFile.Open(folder.Write("x.csv", $"Age,Income\n1,2\n\n{line}\n"));

        Assert.That(
            () => file.ReadRows().ToList(),
            Throws
                .TypeOf<CommandException>()
                .With.Message.Contains("x.csv', row 2 (line 4), column 'Income'")
                .And.Message.Contains(fault)
        );
    }

    [TestCase("1", 1)]
    [TestCase("1,2,3", 3)]
    public void ReadRows_OtherNumberOfCells_StatesBoth(string line, int cells)
    {
        var file = FeatureFile.Open(folder.Write("x.csv", $"a,b\n1,2\n{line}\n"));

        Assert.That(
            () => file.ReadRows().ToList(),
            Throws
                .TypeOf<CommandException>()
                .With.Message.Contains("row 2 (line 3)")
                .And.Message.Contains($"has {cells} cells")
                .And.Message.Contains("2 columns")
        );
    }

    [Test]
    public void ReadRows_UnclosedQuote_NamesTheLine()
    {
        var file = FeatureFile.Open(folder.Write("x.csv", "a,b\n1,2\n3,\"4\n5,6\n"));

        Assert.That(
            () => file.ReadRows().ToList(),
            Throws.TypeOf<CommandException>().With.Message.Contains("x.csv").And.Message.Contains("line 3")
        );
    }

    [Test]
    public void Open_MissingColumn_NamesItAndTheExistingOnes()
    {
        var path = folder.Write("x.csv", "a,b\n1,2\n");

        Assert.That(
            () => FeatureFile.Open(path, new(["a", "Age"], [])),
            Throws.TypeOf<CommandException>().With.Message.Contains("no column 'Age'").And.Message.Contains("'a', 'b'")
        );
    }

    [TestCase("")]
    [TestCase("\n\n")]
    public void Open_EmptyFile_AsksForAHeader(string text)
    {
        var path = folder.Write("x.csv", text);

        Assert.That(
            () => FeatureFile.Open(path),
            Throws.TypeOf<CommandException>().With.Message.Contains("empty").And.Message.Contains("header")
        );
    }

    [Test]
    public void Open_NumbersInTheFirstLine_AsksForAHeader()
    {
        var path = folder.Write("x.csv", "1,2\n3,4\n");

        Assert.That(() => FeatureFile.Open(path), Throws.TypeOf<CommandException>().With.Message.Contains("no header"));
    }

    [Test]
    public void Open_MissingFile_NamesIt()
    {
        Assert.That(
            () => FeatureFile.Open(folder["nowhere.csv"]),
            Throws.TypeOf<CommandException>().With.Message.Contains("nowhere.csv").And.Message.Contains("no such file")
        );
    }

    [Test]
    public void Open_Folder_ReportsIt()
    {
        Assert.That(
            () => FeatureFile.Open(folder.Path),
            Throws.TypeOf<CommandException>().With.Message.Contains("it is a folder")
        );
    }

    [Test]
    public void ReadRows_HeaderOnly_GivesNone() =>
        Assert.That(FeatureFile.Open(folder.Write("x.csv", "a,b\n")).ReadRows(), Is.Empty);

    [Test]
    public void ReadRows_WithProgress_EndsNearOne()
    {
        var text = "a\n" + string.Concat(Enumerable.Repeat("1\n", 100_000));
        List<double> reports = [];

        var rows = FeatureFile.Open(folder.Write("x.csv", text)).ReadRows(new Recorder(reports)).Count();

        Assert.That(rows, Is.EqualTo(100_000));
        Assert.That(reports, Is.Ordered);
        Assert.That(reports[^1], Is.InRange(0.9, 1));
    }

    private sealed class Recorder(List<double> reports) : IProgress<double>
    {
        public void Report(double value) => reports.Add(value);
    }
}
