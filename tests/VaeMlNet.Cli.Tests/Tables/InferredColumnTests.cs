namespace VaeMlNet.Cli.Tests;

internal sealed class InferredColumnTests
{
    private TemporaryFolder folder = null!;

    [SetUp]
    public void CreateFolder() => folder = new TemporaryFolder();

    [TearDown]
    public void DeleteFolder() => folder.Dispose();

    [TestCase("1,-2.5e3,0", nameof(CsvColumnKind.Number))]
    [TestCase("0,1,1", nameof(CsvColumnKind.Number))]
    [TestCase("NA,1,NaN,?,,null,nan", nameof(CsvColumnKind.Number))]
    [TestCase("true,False,TRUE", nameof(CsvColumnKind.Boolean))]
    [TestCase("true,,false", nameof(CsvColumnKind.Category))]
    [TestCase("true,1", nameof(CsvColumnKind.Category))]
    [TestCase("yes,no", nameof(CsvColumnKind.Category))]
    [TestCase("red,3,?", nameof(CsvColumnKind.Category))]
    [TestCase("?,NA", nameof(CsvColumnKind.Number))]
    public void Infer_Cells_DecideTheKind(string cells, string kind)
    {
        var table = Infer(Column(cells.Split(',')));

        Assert.That(table.Columns.Single().Kind.ToString(), Is.EqualTo(kind));
    }

    [Test]
    public void Infer_Categories_AreSortedWhateverTheOrderOfTheRows()
    {
        var column = Infer(Column("red", "green", "", "red", "Blue")).Columns.Single();

        Assert.That(column.KeyValues, Is.EqualTo(new[] { "Blue", "green", "red" }));
    }

    [Test]
    public void Infer_MissingCells_AreCounted()
    {
        var table = Infer(
            """
            a,b
            1,x
            NA,""
            ,y

            """
        );

        Assert.That((table.RowCount, table.MissingCounts), Is.EqualTo((3L, new long[] { 2, 1 })));
    }

    [Test]
    public void Infer_ChosenColumns_LeaveTheOthersOut()
    {
        var table = Infer("id,a,b,label\nx1,1,u,0\n", new ColumnChoice(null, ["id", "label"]));

        Assert.That(table.Columns.Select(c => c.Name), Is.EqualTo(new[] { "a", "b" }));
    }

    [Test]
    public void Infer_NumbersDeclaredAsCategories_AreCategories()
    {
        var table = Infer("zip\n01\n2\n01\n", null, "zip");

        Assert.That(table.Columns.Single().KeyValues, Is.EqualTo(new[] { "01", "2" }));
    }

    [Test]
    public void Infer_OneTextAmongNumbers_NamesItsPlaceAndBothSolutions()
    {
        var text = Column([.. Enumerable.Range(0, 30).Select(i => i == 17 ? "twelve" : $"{i}")]);

        Assert.That(
            () => Infer(text),
            Refused("x.csv', row 18 (line 19), column 'c': 'twelve' is not a number", "29 of 30", "--categorical='c'")
        );
    }

    [Test]
    public void Infer_AnotherTextInEveryRow_IsTakenForAnIdentifier()
    {
        var text = Column([.. Enumerable.Range(0, 50).Select(i => $"row {i}")]);

        Assert.That(() => Infer(text), Refused("'c'", "50 different texts", "identifier", "--ignore='c'"));
        Assert.That(Infer(text, null, "c").Columns.Single().KeyValues, Has.Count.EqualTo(50));
    }

    [Test]
    public void Infer_SeveralUnusableColumns_NamesAllAtOnce()
    {
        var text = "a,b,c\n" + string.Concat(Enumerable.Range(0, 50).Select(i => $"a {i},{i},c {i}\n"));

        Assert.That(
            () => Infer(text),
            Refused("Column 'a'", "--ignore='a'", "cannot be used: 'c'", "vaemlnet info --data")
        );
    }

    [Test]
    public void Infer_DecimalCommas_AreNoCategories()
    {
        Assert.That(
            () => Infer("a;b\n1,5;2\n2;3\n3,25;4\n"),
            Refused("row 1 (line 2), column 'a': '1,5'", "2 of 3 cells", "points", "--categorical='a'")
        );
        Assert.That(Infer("a;b\n1,5;2\nred;3\n").Columns[0].Kind, Is.EqualTo(CsvColumnKind.Category));
    }

    [Test]
    public void Infer_BytesThatAreNoUtf8_NamesTheirPlace()
    {
        var cell = folder.Write("cell.csv", [.. "a,b\nx,1\ncaf"u8, 0xe9, .. ",2\n"u8]);
        var header = folder.Write("header.csv", [.. "caf"u8, 0xe9, .. ",b\n1,2\n"u8]);

        Assert.That(
            () => TableInference.Infer(CsvFile.Open(cell), ColumnChoice.All, TableSchema.None),
            Refused("row 2 (line 3), column 'a'", "not UTF-8")
        );
        Assert.That(() => CsvFile.Open(header), Refused(header, "not UTF-8"));
    }

    [TestCase("utf-8")]
    [TestCase("utf-16")]
    [TestCase("utf-16BE")]
    public void Infer_ByteOrderMarkAndWindowsLines_AreNoPartOfTheTable(string encoding)
    {
        var named = System.Text.Encoding.GetEncoding(encoding);
        var path = folder.Write(
            "x.csv",
            [.. named.GetPreamble(), .. named.GetBytes("name,b\r\n\"two\r\nlines\",1\r\ncafé,2\r\n")]
        );

        var table = TableInference.Infer(CsvFile.Open(path), ColumnChoice.All, TableSchema.None);

        Assert.That(table.Columns.Select(c => c.Name), Is.EqualTo(new[] { "name", "b" }));
        Assert.That(table.Columns[0].KeyValues, Is.EqualTo(new[] { "café", "two\r\nlines" }));
        Assert.That((table.RowCount, table.Columns[1].Kind), Is.EqualTo((2L, CsvColumnKind.Number)));
    }

    [TestCase("a b c\n1 2 3\n", "separated by ' '")]
    [TestCase("a:b\n1:2\n", "separated by ':'")]
    public void Open_OtherDelimiter_SaysWhich(string text, string fact) =>
        Assert.That(() => Infer(text), Refused("one column", fact, "commas, semicolons"));

    [Test]
    public void Open_SingleColumnWithABlankInItsName_IsATable() =>
        Assert.That(Infer("house price\n1\n2\n").Columns.Single().Name, Is.EqualTo("house price"));

    [TestCase(new byte[] { 0x1f, 0x8b, 8, 0 }, "gzip")]
    [TestCase(new byte[] { 0x50, 0x4b, 3, 4 }, "Excel")]
    [TestCase(new byte[] { 0x50, 0x41, 0x52, 0x31 }, "Parquet")]
    public void Open_FileOfAnotherKind_NamesIt(byte[] start, string kind) =>
        Assert.That(() => CsvFile.Open(folder.Write("x.csv", start)), Refused("x.csv", kind));

    [Test]
    public void Infer_MoreThanAThousandTexts_IsRefused()
    {
        var text = Column([.. Enumerable.Range(0, 4000).Select(i => $"text {i % 1001}")]);

        Assert.That(() => Infer(text), Refused("more than 1000"));
    }

    [Test]
    public void Infer_CategoriesWithoutAValue_NamesTheColumn() =>
        Assert.That(() => Infer("a,b\n1,\n2,NA\n", null, "b"), Refused("'b'", "has no values"));

    [TestCase(",a\n1,2\n", "Column 1", "has no name")]
    [TestCase("a,a\n1,2\n", "more than one column 'a'")]
    [TestCase("a,b\n", "has no rows")]
    [TestCase("a,b\n1,2\n3\n", "row 2 (line 3) has 1 cells", "2 columns")]
    [TestCase("a,b\n1,2\n3,\"4\n", "damaged at line 3")]
    [TestCase("", "is empty")]
    public void Infer_WrongFile_SaysWhatIsWrong(string text, params string[] facts) =>
        Assert.That(() => Infer(text), Refused([.. facts]));

    [Test]
    public void Infer_UnknownNames_AreNamed()
    {
        Assert.That(() => Infer("a\n1\n", new ColumnChoice(null, ["b"])), Refused("no column 'b'", "'a'"));
        Assert.That(() => Infer("a\n1\n", null, "b"), Refused("no column 'b'"));
        Assert.That(() => Infer("a\n1\n", new ColumnChoice(null, ["a"])), Refused("No column", "--ignore"));
    }

    private static string Column(params string[] cells) =>
        $"c\n{string.Join('\n', cells.Select(c => c.Length == 0 ? "\"\"" : c))}\n";

    private static NUnit.Framework.Constraints.Constraint Refused(params string[] facts)
    {
        return facts.Aggregate(
            (NUnit.Framework.Constraints.Constraint)Throws.TypeOf<CommandException>(),
            (constraint, fact) => constraint.With.Message.Contains(fact)
        );
    }

    private InferredTable Infer(string text, ColumnChoice? choice = null, params string[] categorical) =>
        TableInference.Infer(
            CsvFile.Open(folder.Write("x.csv", text)),
            choice ?? ColumnChoice.All,
            TableSchema.FromCategories(categorical)
        );
}
