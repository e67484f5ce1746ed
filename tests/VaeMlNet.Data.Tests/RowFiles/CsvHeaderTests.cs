using System.Text;

namespace VaeMlNet.Data.Tests;

/// <summary>Tables that begin below the first line of a file, or have no names.</summary>
internal sealed class CsvHeaderTests
{
    private TemporaryFolder folder = null!;

    [SetUp]
    public void CreateFolder() => folder = new TemporaryFolder();

    [TearDown]
    public void DeleteFolder() => folder.Dispose();

    [TestCase("5.1,3.5,setosa\n4.9,3.0,setosa\n6.1,2.9,virginica\n", TestName = "a text of the column")]
    [TestCase("6,148,72\n1,85,66\n8,183,64\n", TestName = "numbers")]
    [TestCase("64,0;1,5;63,5\n61,5;2,5;70,1\n60,5;2,0;69,0\n", TestName = "decimal commas")]
    [TestCase("6.1,17.6\n5.5,9.1\n8.5,13.7\n", TestName = "two columns of decimals")]
    [TestCase("0.05,0.69,1\n-0.09,0.68,1\n-0.21,0.69,0\n", TestName = "few decimals that rise")]
    [TestCase("2024-01-01,x\n2024-01-02,y\n2024-01-03,z\n", TestName = "a date")]
    [TestCase("p,x\nq,x\np,y\nq,x\n", TestName = "texts of the columns")]
    [TestCase("?,148,72,x\n1,?,66,x\n8,183,64,y\n2,150,60,y\n", TestName = "missing values")]
    [TestCase("sep=;\n6;148;72\n1;85;66\n8;183;64\n", TestName = "a line that names the separator")]
    public void Open_ValuesInTheFirstLine_NumbersTheColumns(string text)
    {
        var file = Open(text);
        var lines = text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(line => line[0] != 's');

        Assert.That(file.HeaderPlace!.HasNames, Is.False);
        Assert.That(file.Header, Is.EqualTo(Enumerable.Range(0, file.Header.Count).Select(i => $"col{i}")));
        Assert.That(Read(file), Is.EqualTo(lines));
    }

    [TestCase("country,2019,2020,2021\na,6,148,72\nb,1,85,66\nc,8,183,64\n", TestName = "years after a name")]
    [TestCase("country,1/22/20,1/23/20\na,6,148\nb,1,85\nc,8,183\n", TestName = "dates of numbers")]
    [TestCase(
        "name,0.5,1.0,1.5,2.5,4\na,0.7,1.9,1.2,3,4\nb,0.2,0.1,1.4,2,3\nc,0.8,1.1,1.5,3,4\n",
        TestName = "numbers that rise"
    )]
    [TestCase("user,1034,877,2210\na,1,5,2\nb,4,3,3\nc,5,1,2\n", TestName = "numbers of items")]
    [TestCase("0,1,2,3\n6,148,72,1\n1,85,66,2\n8,183,64,3\n", TestName = "pandas' numbers")]
    [TestCase("name,city\na,x\nb,y\nname,city\nc,x\n", TestName = "a repeated header")]
    [TestCase("1st,2nd\na,x\nb,y\nc,z\n", TestName = "texts that begin with digits")]
    [TestCase("a,b\n1,2\n", TestName = "one row")]
    [TestCase(",a,b\n0,1,2\n1,3,4\n2,5,6\n", TestName = "a column without a name")]
    [TestCase("id,size,,,,\n,small,middle,large,a,b\n1,x,,,,\n2,,y,,,\n3,,,z,,\n", TestName = "a header of two lines")]
    [TestCase("first last age\nab c d 1\nd e f 2\n", TestName = "prose")]
    public void Open_NamesInTheFirstLine_AreRead(string text)
    {
        var file = Open(text);
        var separator = file.Header.Count > 1 ? ',' : '\0';

        Assert.That(string.Join(separator, file.Header), Is.EqualTo(text.Split('\n')[0]));
        Assert.That(file.HeaderPlace!.IsFirstLine);
    }

    [TestCase("Report of plant 7\n\n", 2, TestName = "a title and an empty line")]
    [TestCase("# written by a logger, version 2\n", 1, TestName = "a comment with a comma")]
    [TestCase("Report,,,,\nplant,7,,,\n", 2, TestName = "a spreadsheet's lines")]
    [TestCase("\"two\nlines\"\n", 2, TestName = "a title of two lines")]
    public void Open_LinesAboveTheHeader_AreNoRows(string above, int lines)
    {
        var file = Open($"{above}a,b,c,d,e\n1,2,3,4,5\n6,7,8,9,0\n6,7,8,9,0\n");

        Assert.That(file.HeaderPlace!.LinesAboveNames, Is.EqualTo(lines));
        Assert.That(file.Header, Is.EqualTo(new[] { "a", "b", "c", "d", "e" }));
        Assert.That(Read(file), Is.EqualTo(new[] { "1,2,3,4,5", "6,7,8,9,0", "6,7,8,9,0" }));
    }

    [TestCase("")]
    [TestCase("Report of plant 7\n")]
    public void Open_UnitsBelowTheHeader_AreNoRow(string above)
    {
        var file = Open($"{above}\"a, b\",c,d\n[mm],°C,\n1,2,x\n3,4,y\n5,,z\n6,7,\n8\n");

        Assert.That(file.HeaderPlace!.UnitLines, Is.EqualTo(1));
        Assert.That(file.HeaderPlace.LinesAboveNames, Is.EqualTo(above.Length > 0 ? 1 : 0));
        Assert.That(file.Header, Is.EqualTo(new[] { "a, b", "c", "d" }));
        Assert.That(
            file.ReadRecords().Take(4).Select(record => file.Text(record, 0)),
            Is.EqualTo(new[] { "1", "3", "5", "6" })
        );
        Assert.That(
            () => Read(file),
            Throws
                .TypeOf<CommandException>()
                .With.Message.Contains(above.Length > 0 ? "row 5 (line 8)" : "row 5 (line 7)")
        );
    }

    /// <summary>The logger's line has eight cells, whatever the number of columns is.</summary>
    [TestCase(3)]
    [TestCase(8)]
    [TestCase(30)]
    public void Open_FileOfADataLogger_HasTheRowsOfTheTable(int columnCount)
    {
        string Line(string first, string second, Func<int, string> other) =>
            string.Join(',', [first, second, .. Enumerable.Range(2, columnCount - 2).Select(other)]);
        string[] rows =
        [
            .. Enumerable
                .Range(0, 6)
                .Select(row =>
                    Line(
                        $"\"2025-11-21 13:{10 + row}:00\"",
                        $"{row}",
                        column => row < 2 ? "\"NAN\"" : $"{row}.{column}"
                    )
                ),
        ];
        string[] lines =
        [
            "\"TOA5\",\"Well_4\",\"CR1000X\",\"75736\",\"CR1000X.8.4.0\",\"CPU:Wells_v4.CR1X\",\"52317\",\"Levels\"",
            Line("\"TIMESTAMP\"", "\"RECORD\"", column => $"\"Level({column})\""),
            Line("\"TS\"", "\"RN\"", _ => "\"cm\""),
            Line("\"\"", "\"\"", _ => "\"Smp\""),
        ];

        var file = Open($"{string.Join('\n', [.. lines, .. rows])}\n");

        Assert.That(file.HeaderPlace!.LinesAboveNames, Is.EqualTo(1));
        Assert.That(file.HeaderPlace.UnitLines, Is.EqualTo(2));
        Assert.That(file.Header[^1], Is.EqualTo($"Level({columnCount - 1})"));
        Assert.That(Read(file), Is.EqualTo(rows.Select(row => row.Replace("\"", ""))));
    }

    /// <summary>A server writes its comments again when it starts again.</summary>
    [TestCase("\n")]
    [TestCase("\r\n")]
    public void Open_LogOfAWebServer_HasItsRows(string lineEnd)
    {
        string[] comments =
        [
            "#Software: Microsoft Internet Information Services 10.0",
            "#Version: 1.0",
            "#Fields: date time cs-uri-stem cs(User-Agent) time-taken",
        ];
        string[] rows =
        [
            .. Enumerable
                .Range(0, 5000)
                .Select(i =>
                    $"2026-03-27 10:{i / 60 % 60:00}:{i % 60:00} /a,b/{i % 7} Mozilla/5.0+(#{i}) {i * 37 % 1000}"
                ),
        ];
        string[] lines = [.. rows.Chunk(900).SelectMany(part => (string[])[.. comments, .. part])];

        var file = Open(string.Join(lineEnd, lines));

        Assert.That(file.HeaderPlace!.LinesAboveNames, Is.EqualTo(2));
        Assert.That(file.Header, Is.EqualTo((string[])["date", "time", "cs-uri-stem", "cs(User-Agent)", "time-taken"]));
        Assert.That(
            file.ReadRecords()
                .Select(record => string.Join(' ', Enumerable.Range(0, 5).Select(c => file.Text(record, c)))),
            Is.EqualTo(rows)
        );
        Assert.That(file.Place(901), Does.EndWith("row 901 (line 907)"));
    }

    [TestCase("a,b,a,a\n1,2,3,4\n", "a,b,a.1,a.2", "a.1,a.2")]
    [TestCase("a,a.1,a\n1,2,3\n", "a,a.1,a.2", "a.2")]
    [TestCase("Title\na,b,b,c,d\n1,2,3,4,5\n6,7,8,9,0\n", "a,b,b.1,c,d", "b.1")]
    [TestCase("a,a\nm,s\n1,2\n3,4\n5,6\n", "a,a.1", "a.1")]
    [TestCase("a,b,\n1,2\n3,4\n", "a,b", "")]
    [TestCase("a,b\n1,2,\n3,4,\n", "a,b,", "")]
    [TestCase("x,y,k\nu,1.5,2.5,g\nv,3.5,1.5,g\nw,2.5,2.5,h\n", "row.names,x,y,k", "row.names")]
    public void Open_NamesThatAreNotOneForEachColumn_AreCompleted(string text, string names, string added)
    {
        var file = Open(text);
        var lines = text.Split('\n');
        var first = Array.FindIndex(lines, line => char.IsAsciiDigit(line[0]) || line[0] == 'u');

        Assert.That(string.Join(',', file.Header), Is.EqualTo(names));
        Assert.That(string.Join(',', file.HeaderPlace!.NewNames), Is.EqualTo(added));
        Assert.That(Read(file)[0], Is.EqualTo(file.Header.Count == 2 ? lines[first].TrimEnd(',') : lines[first]));
        Assert.That(file.Place(file.ReadRecords().First()), Does.EndWith($"(line {1 + first})"));
    }

    [Test]
    public void Open_NumbersOfARowBelowATitle_AreNoHeader() =>
        Assert.That(Open("id,name,films\n1,a,2,2,5\n2,b,2,3,4\n3,c,5,4,4\n").Header, Has.Count.EqualTo(3));

    [TestCase("caf\u00e9 \ufffd", true)]
    [TestCase("caf\u00e9", false)]
    public void Text_ReplacementCharacterOfTheFile_IsText(string cell, bool isWhole)
    {
        byte[] text = [.. "a\n"u8, .. Encoding.UTF8.GetBytes(cell), .. isWhole ? ""u8 : [0xff]];
        var file = CsvFile.FromMessage("m", text, Encoding.UTF8);

        Assert.That(
            () => file.ReadRecords().Select(record => file.Text(record, 0)).Single(),
            isWhole
                ? Is.EqualTo(cell)
                : Throws.TypeOf<CommandException>().With.Message.Contains("the cell is not UTF-8")
        );
    }

    [TestCase("a,b\nx,y\n1,2\n3,4\nx,6\n7,8\n", TestName = "a text further down")]
    [TestCase("a,b\nx,2\n1,2\n3,4\n5,6\n7,8\n", TestName = "a number beside a text")]
    [TestCase("a,b\nx,y\np,q\nr,s\nt,u\n", TestName = "texts only")]
    public void Open_TextsBelowTheHeader_AreARow(string text) =>
        Assert.That(Read(Open(text))[0], Is.EqualTo(text.Split('\n')[1]));

    [Test]
    public void Open_HeaderWithANameTooFew_IsAskedToBeFixed() =>
        Assert.That(
            () => Read(Open("a,b\nx,1,2\ny,3,4\nz,5,6\n")),
            Throws.TypeOf<CommandException>().With.Message.Contains("has 3 cells, but the header has 2 columns")
        );

    [TestCase(" 1.5   2  a \n-3.25 4 b\r\n  0.5  1  a\n", null)]
    [TestCase("x  y z\n1.5   2  a\n-3.25 4 b\n0.5  1  a\n", "x,y,z")]
    public void Open_BlanksBetweenCells_DivideThem(string text, string? header)
    {
        var file = Open(text);

        Assert.That(string.Join(',', file.Header), Is.EqualTo(header ?? "col0,col1,col2"));
        Assert.That(Read(file), Is.EqualTo(new[] { "1.5,2,a", "-3.25,4,b", "0.5,1,a" }));
    }

    [Test]
    public void Read_BlanksInBlocksOfAnyLength_AreTheSame([Values(1, 2, 3, 7, 1000)] int length)
    {
        using BlanksDividedText text = new(
            new MemoryStream("  a   b \n#x y\n c  \nd #e"u8.ToArray()),
            hasComments: true
        );
        StringBuilder read = new();
        var block = new byte[length];
        for (int count; (count = text.Read(block)) > 0; )
        {
            read.Append(Encoding.ASCII.GetString(block, 0, count));
        }

        Assert.That(read.ToString(), Is.EqualTo("a\tb\n\nc\nd\t#e"));
    }

    [TestCase("Title\na,b,c\n1,2,3\n1,2,3\n1,2\n", "row 3 (line 5)")]
    [TestCase("6,148,72\n1,85,66\n8,183,64\n1,2\n", "row 4 (line 4)")]
    [TestCase("a,b,c\n1,2,3\n1,2,3\n1,2\n", "row 3 (line 4)")]
    public void ReadRecords_WrongRow_IsCountedInTheFile(string text, string place) =>
        Assert.That(() => Read(Open(text)), Throws.TypeOf<CommandException>().With.Message.Contains(place));

    [Test]
    public void IndexOf_NameOfAFileWithoutAHeader_SaysSo() =>
        Assert.That(
            () => Open("6,148,72\n1,85,66\n8,183,64\n").IndexOf("age"),
            Throws.TypeOf<CommandException>().With.Message.Contains("has no header and has no column 'age'")
        );

    private CsvFile Open(string text) => CsvFile.Open(folder.Write("x.csv", text));

    private static string[] Read(CsvFile file) =>
        [
            .. file.ReadRecords()
                .Select(record =>
                    string.Join(
                        file.Separator == ';' ? ';' : ',',
                        Enumerable.Range(0, file.Header.Count).Select(i => file.Text(record, i))
                    )
                ),
        ];
}
