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

    [TestCase("// made by a rig\n// 2026-03-01: flow, pressure\n", 2, TestName = "two comments")]
    [TestCase("#group,false,false,true,true\n#default,x,,,\n", 2, TestName = "annotations with as many cells")]
    [TestCase("Model,MSO54\nUnits,s\nLabel,,,,\n", 3, TestName = "names and values of an instrument")]
    [TestCase(
        "LabVIEW Measurement,\nSeparator,Comma\n***End_of_Header***,\n\nSamples,300,300,300,\nX0,0,0,0,\n***End_of_Header***,,,,\n",
        7,
        TestName = "descriptions of LabVIEW"
    )]
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

    [TestCase("error,error", 0)]
    [TestCase("error,error\nerror,error", 0)]
    [TestCase("I/O Timeout,Bad Input", 0)]
    [TestCase("off,OFF", 0)]
    [TestCase("mm,mm", 1)]
    [TestCase("rpm,rpm", 1)]
    [TestCase("percent,percent", 1)]
    [TestCase("[mbar],[mbar]", 1)]
    [TestCase("g,g\nSmp,Smp", 2)]
    public void Open_OneTextBelowAllNames_IsALineOfUnitsOnlyIfItLooksLikeAUnit(string below, int unitLines)
    {
        var file = Open($"a,b\n{below}\n1,2\n3,4\n5,6\n");

        Assert.That(file.HeaderPlace!.UnitLines, Is.EqualTo(unitLines));
        Assert.That(Read(file), Has.Length.EqualTo(3 + below.Split('\n').Length - unitLines));
    }

    [TestCase(",,\n,,\nname,a,b\nx,1,2\ny,3,4\nz,5,6\n", ',')]
    [TestCase(",,\n,,\nname,a,b\nx,1,2\n", ',')]
    [TestCase("\t\t\n\t\t\nname\ta\tb\nx\t1\t2\n", '\t')]
    public void Open_LinesWithoutCellsAboveTheHeader_AreNoRows(string text, char separator)
    {
        var file = Open(text);

        Assert.That(file.Separator, Is.EqualTo(separator));
        Assert.That(file.Header, Is.EqualTo(new[] { "name", "a", "b" }));
        Assert.That(file.HeaderPlace!.LinesAboveNames, Is.EqualTo(2));
        Assert.That(Read(file)[0], Is.EqualTo("x,1,2"));
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

    [Test]
    public void Open_LogWhoseFieldsChange_IsRefused() =>
        Assert.That(
            () => Open("#Version: 1.0\n#Fields: time bytes\n1 2\n#Fields: time bytes\n3 4\n#Fields: time taken\n5 6\n"),
            Throws
                .TypeOf<CommandException>()
                .With.Message.Contains("'#Fields: time taken' in line 6 has other names than line 2")
        );

    [TestCase("#Fields: x kind\n1 b\n2 c\n", 2)]
    [TestCase("@relation r\n@attribute x numeric\n@attribute kind {b,c}\n@data\n1,b\n2,c\n", 5)]
    public void Open_DescribedColumnsBelowAByteOrderMark_AreFound(string text, int line)
    {
        var file = Open($"\ufeff{text}");

        Assert.That(file.Header, Is.EqualTo(new[] { "x", "kind" }));
        Assert.That(
            file.ReadRecords().Select(record => $"{file.Text(record, 0)},{file.Text(record, 1)}"),
            Is.EqualTo(new[] { "1,b", "2,c" })
        );
        Assert.That(file.Place(1), Does.EndWith($"row 1 (line {line})"));
    }

    [TestCase("'w, z'", "w, z")]
    [TestCase(" 'it\\'s 5\"'", "it's 5\"")]
    [TestCase("\"w, 'z'\"", "w, 'z'")]
    [TestCase("don't", "don't")]
    [TestCase("''", "")]
    public void ReadRecords_QuotesOfArff_AreAroundCells(string cell, string expected)
    {
        var rows = string.Concat(Enumerable.Repeat($"1,{cell},2\n", 20_000));

        var file = Open($"@relation r\n@attribute a numeric\n@attribute b string\n@attribute c numeric\n@data\n{rows}");

        Assert.That(
            file.ReadRecords().Select(record => file.Text(record, 1)),
            Has.Exactly(20_000).Items.And.All.EqualTo(expected)
        );
    }

    [TestCase("a,b,a,a\n1,2,3,4\n", "a,b,a.1,a.2", "a.1,a.2")]
    [TestCase("a,a.1,a\n1,2,3\n", "a,a.1,a.2", "a.2")]
    [TestCase("Title\na,b,b,c,d\n1,2,3,4,5\n6,7,8,9,0\n", "a,b,b.1,c,d", "b.1")]
    [TestCase("a,a\nm,s\n1,2\n3,4\n5,6\n", "a,a.1", "a.1")]
    [TestCase("a,b,\nm,s\n1,2\n3,4\n5,6\n", "a,b", "")]
    [TestCase("a,b,Comment\n1,2\n3,4\n", "a,b", "")]
    [TestCase("x,y,k\nu,1.5,2.5,it was a\nv,3.5,1.5,it was b\nv,2.5,2.5,it was a\n", "x,y,k,col3", "col3")]
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

    [TestCase("# rig 7\n# hours 5\n1.5 2.5\n3.5 4.5\n5.5 6.5\n", "col0,col1", 2)]
    [TestCase("# rig 7\n# x y\n1.5 2.5\n3.5 4.5\n5.5 6.5\n", "x,y", 1)]
    [TestCase("#\n   \nx y\n1.5 2.5\n3.5 4.5\n5.5 6.5\n", "x,y", 2)]
    [TestCase("--procs--\nx y\n1.5 2.5\n3.5 4.5\n5.5 6.5\n", "x,y", 1)]
    [TestCase("// rig 7\n1.5,2.5\n3.5,4.5\n5.5,6.5\n", "col0,col1", 1)]
    public void Open_LinesAboveMeasurements_AreNoRows(string text, string names, int lines)
    {
        var file = Open(text);

        Assert.That(string.Join(',', file.Header), Is.EqualTo(names));
        Assert.That(file.HeaderPlace!.LinesAboveNames, Is.EqualTo(lines));
        Assert.That(Read(file), Is.EqualTo(new[] { "1.5,2.5", "3.5,4.5", "5.5,6.5" }));
        Assert.That(file.Place(2), Does.EndWith($"row 2 (line {text.Split('\n').Length - 2})"));
    }

    [TestCase("#,name\n1,x\n2,y\n3,z\n", "#,name")]
    [TestCase("#id,name\nx,a\ny,b\nz,c\n", "#id,name")]
    [TestCase("# time,flow\n1,5\n2,7\n3,6\n", "# time,flow")]
    public void Open_HeaderThatBeginsLikeAComment_IsRead(string text, string names)
    {
        var file = Open(text);

        Assert.That(string.Join(',', file.Header), Is.EqualTo(names));
        Assert.That(Read(file), Has.Length.EqualTo(3));
    }

    /// <summary>Monitors of hardware write such files.</summary>
    [Test]
    public void Open_PathsAboveNames_NamesTheTime()
    {
        var file = Open(",/cpu/0,/gpu/0\nTime,CPU Core,GPU\n01:00,1,5\n01:05,2,6\n01:10,2,7\n01:15,3,8\n");

        Assert.That(file.Header, Is.EqualTo(new[] { "Time", "CPU Core", "GPU" }));
        Assert.That(file.HeaderPlace!.LinesAboveNames, Is.EqualTo(1));
        Assert.That(Read(file)[0], Is.EqualTo("01:00,1,5"));
    }

    /// <summary>SQL Server's sqlcmd writes dashes below the names, and the number of rows below the rows.</summary>
    [TestCase(",", "\n")]
    [TestCase(",", "\r\n")]
    [TestCase("  ", "\r\n")]
    public void Open_ResultOfSqlcmd_HasItsRows(string separator, string lineEnd)
    {
        var rows = Enumerable
            .Range(0, 9000)
            .Select(i => $"{i * 7 % 11}{separator}c{i % 3}{separator}{i % 5}")
            .ToArray();
        string[] lines =
        [
            $"Amount{separator}City{separator}Count",
            $"------{separator}----{separator}-----",
            .. rows,
            "",
            "(9000 rows affected)",
            "",
        ];

        var file = Open(string.Join(lineEnd, lines));

        Assert.That(string.Join(',', file.Header), Is.EqualTo("Amount,City,Count"));
        Assert.That(Read(file), Is.EqualTo(rows.Select(row => row.Replace("  ", ","))));
        Assert.That(file.Place(1), Does.EndWith("row 1 (line 3)"));
    }

    [Test]
    public void Open_ResultOfSqlcmdWithAColumnWithoutAName_HasItsRows() =>
        Assert.That(
            Read(Open("City,\n----,-----------\nRome,7\nParis,8\nOslo,9\n\n(3 rows affected)\n")),
            Is.EqualTo(new[] { "Rome,7", "Paris,8", "Oslo,9" })
        );

    [Test]
    public void Read_RowCountInBlocksOfAnyLength_IsLeftOut([Values(1, 63, 70_000)] int length, [Values] bool hasCount)
    {
        var rows = string.Concat(Enumerable.Range(0, 20_000).Select(i => $"{i},(5)\n"));
        using TextWithoutRowCount text = new(
            new MemoryStream(Encoding.ASCII.GetBytes(rows + (hasCount ? "\n(20000 Zeilen betroffen)\n" : "")))
        );
        using MemoryStream read = new();
        var block = new byte[length];
        for (int count; (count = text.Read(block)) > 0; )
        {
            read.Write(block, 0, count);
        }

        Assert.That(Encoding.ASCII.GetString(read.ToArray()).TrimEnd(), Is.EqualTo(rows.TrimEnd()));
    }

    [Test]
    public void Open_ArffFile_HasTheNamesOfItsAttributes()
    {
        var file = Open(
            """
            % Title: diabetes

            @RELATION 'pima diabetes'
            @attribute preg numeric
            @attribute 'plasma glucose' real
            @attribute class { negative, positive }

            @data
            6,148,positive
            % a comment
            ?,85,negative
            %
            """
        );

        Assert.That(file.Header, Is.EqualTo(new[] { "preg", "plasma glucose", "class" }));
        Assert.That(Read(file), Is.EqualTo(new[] { "6,148,positive", "?,85,negative" }));
        Assert.That(file.Place(2), Does.EndWith("row 2 (line 11)"));
    }

    [TestCase("1 3:0.5 7:2\n-1 2:0.25\n")]
    [TestCase("5\t784\t152:3\t153:18\n0\t784\t38:2\t90:18\n")]
    public void Open_RowsThatLeaveOutZeros_AreRefused(string text) =>
        Assert.That(
            () => Open(text),
            Throws.TypeOf<CommandException>().With.Message.Contains("its rows leave out zeros, and")
        );

    [Test]
    public void Open_Times_AreNoPairs() =>
        Assert.That(Open("10:30,11:45\n10:35,11:50\n10:40,11:55\n").Header, Has.Count.EqualTo(2));

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
        using TextWithoutComments text = new(
            "x.csv",
            new MemoryStream("  a   b \n#x y\n c  \nd #e"u8.ToArray()),
            new(0, 0) { HasBlanks = true, Comment = '#' }
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
