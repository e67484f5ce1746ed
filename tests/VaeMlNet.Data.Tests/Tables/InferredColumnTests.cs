using Microsoft.ML.Data;

namespace VaeMlNet.Data.Tests;

internal sealed class InferredColumnTests
{
    private TemporaryFolder folder = null!;

    [SetUp]
    public void CreateFolder() => folder = new TemporaryFolder();

    [TearDown]
    public void DeleteFolder() => folder.Dispose();

    [TestCase("1,-2.5e3,0", nameof(CsvColumnKind.Number))]
    [TestCase("0,1,1", nameof(CsvColumnKind.Category))]
    [TestCase("NA,1,NaN,?,,null,nan", nameof(CsvColumnKind.Number))]
    [TestCase("true,False,TRUE", nameof(CsvColumnKind.Category))]
    [TestCase("true,,false", nameof(CsvColumnKind.Category))]
    [TestCase("true,1", nameof(CsvColumnKind.Category))]
    [TestCase("yes,no", nameof(CsvColumnKind.Category))]
    [TestCase("red,3,?", nameof(CsvColumnKind.Category))]
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

        Assert.That((table.RowCount, table.Profile.Columns[0].MissingCount), Is.EqualTo((3L, 2L)));
    }

    [Test]
    public void Infer_ChosenColumns_LeaveTheOthersOut()
    {
        var table = Infer("id,a,b,label\nx1,1,u,0\n", new ColumnChoice(null, ["id", "label"]));

        Assert.That(table.Columns.Select(c => c.Name), Is.EqualTo(new[] { "a", "b" }));
    }

    [Test]
    public void Infer_NumbersSaidToBeCategories_AreCategories()
    {
        var table = Infer("zip\n01\n2\n01\n", null, "zip");

        Assert.That(table.Columns.Single().KeyValues, Is.EqualTo(new[] { "01", "2" }));
    }

    [Test]
    public void Infer_OneTextAmongNumbers_NamesItsPlaceAndBothWaysOut()
    {
        var text = Column([.. Enumerable.Range(0, 30).Select(i => i == 17 ? "twelve" : $"{i}")]);

        Assert.That(
            () => Infer(text),
            Refused(
                "x.csv', row 18 (line 19), column 'c': 'twelve' is not a number",
                "29 of 30",
                "VaeProfileOptions.Schema"
            )
        );
    }

    [Test]
    public void Infer_AnotherTextInEveryRow_IsLeftOutUnlessItIsNamed()
    {
        var text = "c,d\n" + string.Concat(Enumerable.Range(0, 50).Select(i => $"row-{i},{i % 7}\n"));

        var table = Infer(text);

        Assert.That(table.Columns.Single().Name, Is.EqualTo("d"));
        Assert.That(table.LeftOut.Single().Kind, Is.EqualTo(VaeColumnKind.Identifier));
        Assert.That(Infer(text, null, "c").Columns[0].KeyValues, Has.Count.EqualTo(50));
    }

    [Test]
    public void Infer_OnlyColumnsOfNoUse_NamesThemWithTheReason()
    {
        var text = "a,b\n" + string.Concat(Enumerable.Range(0, 50).Select(i => $"a-{i},\n"));

        Assert.That(
            () => Infer(text),
            Refused("No column of", "'a' is left out: All values are different", "VaeProfileOptions.Schema")
        );
    }

    [Test]
    public void Infer_ColumnsWithoutAName_AreLeftOut()
    {
        var table = Infer(",a\n1,2\n2,2.5\n");

        Assert.That((table.Columns.Single().Name, table.UnnamedCount), Is.EqualTo(("a", 1)));
    }

    [Test]
    public void Infer_DecimalCommas_AreRead()
    {
        var file = CsvFile.Open(folder.Write("x.csv", "a;b\n1,5;2\n2;3\n3,25;4\n"));
        var table = CsvProfiler.Profile(file, ColumnChoice.All, new VaeProfileOptions(), VaeTable.Advice);

        Assert.That(new CsvTableView(file, table.Columns).GetColumn<float>("a"), Is.EqualTo(new[] { 1.5f, 2, 3.25f }));
    }

    [TestCase("580.90-", "580.90")]
    [TestCase("\"580,90-\"", "\"580,90\"")]
    public void Infer_MinusAfterTheNumber_IsASign(string negative, string positive)
    {
        var file = CsvFile.Open(folder.Write("x.csv", $"a,b\n{negative},x\n{positive},y\n"));

        var table = CsvProfiler.Profile(file, new ColumnChoice(["a"], []), new(), VaeTable.Advice);

        Assert.That(new CsvTableView(file, table.Columns).GetColumn<float>("a"), Is.EqualTo(new[] { -580.9f, 580.9f }));
    }

    [Test]
    public void Infer_OpenDecimalMarkAndDateOrder_NameTheOptions()
    {
        Assert.That(
            () => Infer("a;b\n3,750;2\n1,250;3\n"),
            Refused("column 'a'", "3,750", "VaeProfileOptions.DecimalMark")
        );
        Assert.That(
            () => Infer("a;b\n01/02/2024;2\n03/04/2024;3\n"),
            Refused("column 'a'", "01/02/2024", "VaeProfileOptions.DayFirst")
        );
    }

    [Test]
    [Proves(46)]
    public void Open_BytesThatAreNoUtf8_AreWindows1252()
    {
        var file = CsvFile.Open(
            folder.Write("x.csv", [.. "caf"u8, 0xe9, .. ",b\n"u8, 0x80, .. "5,2\n"u8, 0x80, .. "7,3\n"u8])
        );
        var table = CsvProfiler.Profile(file, ColumnChoice.All, new VaeProfileOptions(), VaeTable.Advice);

        Assert.That(file.EncodingName, Is.EqualTo("windows-1252"));
        Assert.That(table.Profile.Columns[0].Name, Is.EqualTo("café"));
        Assert.That(table.Profile.Columns[0].Schema.Prefix, Is.EqualTo("€"));
    }

    [TestCase(true)]
    [TestCase(false)]
    public void Open_Utf16WithoutAMark_IsRecognized(bool isBigEndian)
    {
        var encoding = isBigEndian ? System.Text.Encoding.BigEndianUnicode : System.Text.Encoding.Unicode;
        var file = CsvFile.Open(folder.Write("x.csv", encoding.GetBytes("name,b\nä,1\nö,2\n")));

        Assert.That(file.Header, Is.EqualTo(new[] { "name", "b" }));
        Assert.That(file.EncodingName, Does.StartWith("utf-16"));
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

        var table = CsvProfiler.Profile(CsvFile.Open(path), ColumnChoice.All, new VaeProfileOptions(), VaeTable.Advice);

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

    [TestCase(new byte[] { 0xd0, 0xcf, 0x11, 0xe0 }, "Excel")]
    [TestCase(new byte[] { 0x89, 0x50, 0x4e, 0x47 }, "PNG")]
    [TestCase(new byte[] { 0xff, 0xd8, 0xff, 0xe0 }, "JPEG")]
    [TestCase(new byte[] { 0x41, 0x52, 0x52, 0x4f, 0x57, 0x31 }, "Arrow")]
    [TestCase(new byte[] { 0x42, 0x5a, 0x68, 0x39, 0x31, 0x41, 0x59, 0x26 }, "bzip2")]
    [TestCase(new byte[] { 0xfd, 0x37, 0x7a, 0x58, 0x5a, 0x00 }, "xz")]
    [TestCase(new byte[] { 0x28, 0xb5, 0x2f, 0xfd }, "zstd")]
    [TestCase(new byte[] { 0x37, 0x7a, 0xbc, 0xaf, 0x27, 0x1c }, "7z")]
    [TestCase(new byte[] { 0x89, 0x48, 0x44, 0x46 }, "HDF5")]
    [TestCase(new byte[] { 0x4f, 0x62, 0x6a, 0x01 }, "Avro")]
    public void Open_FileOfAnotherKind_NamesIt(byte[] start, string kind) =>
        Assert.That(() => CsvFile.Open(folder.Write("x.csv", start)), Refused("x.csv", kind));

    [Test]
    public void Infer_NameThatStartsAsAPackedFile_IsAColumn() =>
        Assert.That(Infer("BZh9,b\n1.5,2.5\n2.5,1.5\n").Columns[0].Name, Is.EqualTo("BZh9"));

    [Test]
    public void Infer_MoreThanAThousandTexts_AreLeftOut()
    {
        var text = "c,d\n" + string.Concat(Enumerable.Range(0, 4000).Select(i => $"text {i % 1001},{i % 7}\n"));

        Assert.That(Infer(text).LeftOut.Single().Reason, Does.Contain("1001 different texts"));
    }

    [Test]
    public void Infer_CategoriesWithoutAValue_NamesTheColumn() =>
        Assert.That(() => Infer("a,b\n1,\n2,NA\n", null, "b"), Refused("'b'", "no value in any row"));

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
        Assert.That(
            () => Infer("a\n1\n", new ColumnChoice(null, ["a"])),
            Refused("No column", "Leave fewer columns out")
        );
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

    private ProfiledTable Infer(string text, ColumnChoice? choice = null, params string[] categorical) =>
        CsvProfiler.Profile(
            CsvFile.Open(folder.Write("x.csv", text)),
            choice ?? ColumnChoice.All,
            new VaeProfileOptions
            {
                Schema = new VaeTableSchema
                {
                    Columns =
                    [
                        .. categorical.Select(name => new VaeColumnSchema
                        {
                            Name = name,
                            Kind = VaeColumnKind.Category,
                        }),
                    ],
                },
            },
            VaeTable.Advice
        );
}
