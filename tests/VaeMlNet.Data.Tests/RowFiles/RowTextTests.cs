using System.IO.Compression;
using System.Text;

namespace VaeMlNet.Data.Tests;

/// <summary>Files of other formats than CSV, as rows.</summary>
internal sealed class RowTextTests
{
    // What apache-arrow 21.2 for JavaScript writes of a table with a dictionary of texts, d, and texts, n.
    private const string Schema =
        "/////9AAAAAQAAAAAAAKABAADgAHAAgACgAAAAAAAAEIAAAAAAAEAHT///8EAAAAAgAAAFAAAAAUAAAAEAAYAAQACwATABQAAAAMABAAAAAUAAAAAAAAARQAAAAAAAAF"
        + "FAAAAAEAAABuAAAAAAAAAMT///8QABwACAAPABcAGAAEABAAEAAAADQAAAAUAAAAAAAAARQAAAAAAAAFFAAAAAEAAABkAAAAAAAAAAQABAAEAAAACAAIAAAABAAI"
        + "AAAADAAAAAgADAAIAAcACAAAAAAAAAEgAAAA";

    private const string Table = "a,b\n1,x\n2,\"y, z\"\n3,\n";

    private static readonly (string, Array)[] Columns =
    [
        ("number", new double?[] { 1.5, null, 3.125, double.NaN }),
        ("small", new float?[] { 0.1f, 1e-7f, null, 2f }),
        ("count", new long?[] { 7, long.MaxValue, null, -1 }),
        ("flag", new bool?[] { true, false, null, true }),
        ("price", new decimal?[] { 12.50m, null, 0.01m, 3m }),
        (
            "when",
            new DateTime?[]
            {
                new(2024, 2, 29, 12, 30, 15, 250, DateTimeKind.Utc),
                null,
                new(2024, 3, 1, 0, 0, 0, DateTimeKind.Utc),
                new(1969, 7, 20, 20, 17, 40, DateTimeKind.Utc),
            }
        ),
        ("text", new[] { "a, b", "say \"yes\"", null, "two\nlines" }),
    ];

    private static readonly string[] Rows =
    [
        "1.5|0.1|7|true|12.5|2024-02-29 12:30:15.25|a, b",
        "|1E-07|9223372036854775807|false||2024-02-29 12:30:15.25|say \"yes\"",
        "3.125||||0.01|2024-03-01 00:00:00|",
        "|2|-1|true|3|1969-07-20 20:17:40|two\nlines",
    ];

    private TemporaryFolder folder = null!;

    [SetUp]
    public void CreateFolder() => folder = new TemporaryFolder();

    [TearDown]
    public void DeleteFolder() => folder.Dispose();

    [Test]
    public void ReadRecords_ParquetOfAllTypes_HasTheirInvariantTexts([Values(1, 3, 100)] int groupRows)
    {
        var file = CsvFile.Open(folder.Write("x.parquet", ParquetBytes.Build(Columns, groupRows)));

        string[] expected =
        [
            Rows[0],
            Rows[1].Replace("|2024-02-29 12:30:15.25|", "||", StringComparison.Ordinal),
            .. Rows[2..],
        ];

        Assert.That(file.Header, Is.EqualTo(Columns.Select(column => column.Item1)));
        Assert.That(Read(file), Is.EqualTo(expected));
        Assert.That(file.Name, Is.EqualTo($"Parquet file '{folder["x.parquet"]}'"));
    }

    [Test]
    public void ReadRecords_DatesAndDecimalsAsDifferences_HaveTheirInvariantTexts()
    {
        var rows = Read(CsvFile.Open(folder.Write("x.parquet", ParquetBytes.OfDifferences)));

        string[] expected =
        [
            "2024-02-29 10:11:12.5|2024-02-29|0|0|10:11:12",
            "|2024-03-01|1.25|12345678901.25|10:12:12",
            "2024-03-02 10:11:12.5|2024-03-02|2.5|24691357802.5|",
        ];

        Assert.That(rows, Has.Length.EqualTo(40));
        Assert.That(rows[..3], Is.EqualTo(expected));
        Assert.That(rows[39], Is.EqualTo("2024-04-08 10:11:12.5|2024-04-08|48.75|481481477148.75|10:50:12"));
    }

    [Test]
    public void Profile_TimesOfDayOfParquet_AreDates()
    {
        var file = CsvFile.Open(folder.Write("x.parquet", ParquetBytes.OfDifferences));

        var profile = CsvProfiler.Profile(file, ColumnChoice.All, new(), VaeTable.Advice).Profile;

        Assert.That(profile.Columns.Single(column => column.Name == "tm").Kind, Is.EqualTo(VaeColumnKind.Date));
    }

    [Test]
    public void Profile_Parquet_HasTheKindsOfItsTypes()
    {
        var cells = Enumerable.Range(0, 60).ToArray();
        var file = CsvFile.Open(
            folder.Write(
                "x.parquet",
                ParquetBytes.Build(
                    [
                        // With three decimals each, this would be unclear as "1,125".
                        ("number", cells.Select(i => (double?)(i + 0.125)).ToArray()),
                        ("flag", cells.Select(i => (bool?)(i % 2 == 0)).ToArray()),
                        (
                            "when",
                            cells
                                .Select(i =>
                                    (DateTime?)new DateTime(2024, 1, 1, i % 24, i, 0, DateTimeKind.Utc).AddDays(i)
                                )
                                .ToArray()
                        ),
                        ("city", cells.Select(i => i % 3 == 0 ? "Rome" : "Oslo").ToArray()),
                    ],
                    groupRows: 25
                )
            )
        );

        var profile = CsvProfiler.Profile(file, ColumnChoice.All, new(), VaeTable.Advice).Profile;

        Assert.That(
            profile.Columns.Select(column => column.Kind),
            Is.EqualTo(
                new[] { VaeColumnKind.Number, VaeColumnKind.Boolean, VaeColumnKind.Date, VaeColumnKind.Category }
            )
        );
    }

    [Test]
    public void Profile_DictionaryOfArrow_IsACategory()
    {
        // Texts of five words and more are prose to the profile, unless they are known to be categories.
        var texts = Enumerable.Range(0, 60).Select(i => $"a text with {i} or more words in it").ToArray();
        Dictionary<string, string> metadata = new() { [ArrowSchema.Key] = Schema };
        var bytes = ParquetBytes.Build([("d", texts), ("n", texts)], metadata: metadata);

        var table = CsvProfiler.Survey(CsvFile.Open(folder.Write("x.parquet", bytes)), ColumnChoice.All, new());

        Assert.That(
            table.Profile.Columns.Select(column => column.Kind),
            Is.EqualTo(new[] { VaeColumnKind.Category, VaeColumnKind.Text })
        );
    }

    [Test]
    public void OpenAt_RowOfParquet_StartsThere([Values(0, 1, 2, 3)] int row)
    {
        ParquetFile file = new(folder.Write("x.parquet", ParquetBytes.Build(Columns, groupRows: 2)));
        using StreamReader all = new(file.Open());
        var text = all.ReadToEnd();
        var records = CsvFile.Open(file.Path).ReadRecords().Select(record => record.ByteOffset).ToArray();

        using StreamReader rest = new(file.OpenAt(records[row], row));

        Assert.That(rest.ReadToEnd(), Is.EqualTo(text[(int)records[row]..]));
    }

    [Test]
    public void Read_ColumnOfBytes_IsAnErrorUnlessItIsIgnored()
    {
        var path = folder.Write(
            "x.parquet",
            ParquetBytes.Build([("a", new long?[] { 1, 2 }), ("blob", new byte[]?[] { [1], [2] })])
        );

        Assert.That(
            () => CsvFeatureFile.Open(path),
            Throws
                .TypeOf<CommandException>()
                .With.Message.Contains("column 'blob' cannot be read")
                .And.Message.Contains("Leave the column out")
        );
        Assert.That(
            CsvFeatureFile.Open(path, new(null, ["blob"])).ReadRows().Select(row => row[0]),
            Is.EqualTo(new[] { 1f, 2f })
        );
    }

    [Test]
    public void ReadRecords_EmptyParquet_HasNoRows() =>
        Assert.That(
            Read(CsvFile.Open(folder.Write("x.parquet", ParquetBytes.Build([("a", Array.Empty<long?>())])))),
            Is.Empty
        );

    [Test]
    public void ReadRecords_MissingCellsOfOneColumn_AreRows() =>
        Assert.That(
            Read(CsvFile.Open(folder.Write("x.parquet", ParquetBytes.Build([("a", new long?[] { null, 1, null })])))),
            Is.EqualTo(new[] { "", "1", "" })
        );

    [TestCase("x.csv.gz")]
    [TestCase("x.csv.zip")]
    [TestCase("x.gz")]
    [TestCase("-without-ending")]
    public void ReadRecords_PackedCsv_HasItsRows(string name)
    {
        var file = CsvFile.Open(
            folder.Write(name, name.EndsWith(".zip", StringComparison.Ordinal) ? Zip(("t/x.csv", Table)) : Gzip(Table))
        );

        Assert.That(Read(file), Is.EqualTo(new[] { "1|x", "2|y, z", "3|" }));
        Assert.That(file.Name, Is.EqualTo($"CSV file '{folder[name]}'"));
    }

    [Test]
    public void ReadRecords_PackedWindows1252_IsDecoded()
    {
        var bytes = TextEncodings.Windows1252.GetBytes("a;b\n1;Köln\n");

        Assert.That(Read(CsvFile.Open(folder.Write("x.csv.gz", Gzip(bytes)))), Is.EqualTo(new[] { "1|Köln" }));
    }

    [Test]
    public void ReadRecords_SeveralGzipMembers_AreOneText() =>
        Assert.That(
            Read(CsvFile.Open(folder.Write("x.csv.gz", [.. Gzip(Table), .. Gzip("4,w\n")]))),
            Is.EqualTo(new[] { "1|x", "2|y, z", "3|", "4|w" })
        );

    [TestCase("x.jsonl")]
    [TestCase("x.ndjson")]
    [TestCase("x.jsonl.gz")]
    [TestCase("x.zip")]
    [TestCase("x")]
    public void ReadRecords_JsonLines_HasTheMembersOfAllObjects(string name)
    {
        const string text =
            "\ufeff{\"a\":1,\"b\":\"x, \\\"y\\\"\\u00e9\"}\n\n{\"b\":null,\"c\":true,\"a\":2.5e3}\r\n{\"c\":false}";

        var file = CsvFile.Open(
            folder.Write(
                name,
                name.EndsWith(".gz", StringComparison.Ordinal) ? Gzip(text)
                    : name.EndsWith(".zip", StringComparison.Ordinal) ? Zip(("x.jsonl", text))
                    : Encoding.UTF8.GetBytes(text)
            )
        );

        Assert.That(file.Header, Is.EqualTo(new[] { "a", "b", "c" }));
        Assert.That(Read(file), Is.EqualTo(new[] { "1|x, \"y\"é|", "2.5e3||true", "||false" }));
    }

    [Test]
    public void ReadRecords_LongJsonLines_AreWhole()
    {
        var text = string.Concat(
            Enumerable
                .Range(0, 500)
                .Select(i => $"{{\"a\":{i},\"b\":\"{new string((char)('a' + (i % 26)), i * 7 % 3000)}\"}}\n")
        );

        var rows = Read(CsvFile.Open(folder.Write("x.jsonl", text)));

        Assert.That(
            rows.Select(row => row.Length - row.IndexOf('|') - 1),
            Is.EqualTo(Enumerable.Range(0, 500).Select(i => i * 7 % 3000))
        );
    }

    [TestCase("{\"a\":1}\n[1]\n", "line 2", "an array")]
    [TestCase("{\"a\":1}\n\n7\n", "line 3", "a number")]
    [TestCase("{\"a\":1}\n{\"a\":}\n", "line 2 is damaged")]
    [TestCase("{\"a\":1}\n{\"a\":1", "line 2 is damaged")]
    [TestCase("{\"a\":1} x\n", "line 1 is damaged")]
    [TestCase("{}\n", "is empty")]
    [TestCase("", "is empty")]
    public void Open_WrongJsonLines_NamesTheLine(string text, params string[] facts) =>
        Assert.That(() => CsvFile.Open(folder.Write("x.jsonl", text)), Refused(["x.jsonl", .. facts]));

    [TestCase("""[{"a":1,"b":"x, [y]"},{"b":"2\"}","a":null}]""")]
    [TestCase("\uFEFF \n[\n  {\n    \"a\": 1,\r\n    \"b\": \"x, [y]\"\n  },\n  {\"b\": \"2\\\"}\", \"a\": null}\n]\n")]
    public void ReadRecords_JsonArray_HasTheMembersOfAllObjects(string text)
    {
        string[] expected = ["1|x, [y]", "|2\"}"];

        Assert.That(Read(CsvFile.Open(folder.Write("x.json", text))), Is.EqualTo(expected));
        Assert.That(Read(CsvFile.Open(folder.Write("x.json.gz", Gzip(text)))), Is.EqualTo(expected));
        Assert.That(Read(CsvFile.Open(folder.Write("y.json", Encoding.Unicode.GetBytes(text)))), Is.EqualTo(expected));
    }

    [TestCase("""[{"a":1}, 7]""", "object 2", "a number")]
    [TestCase("""[{"a":1}, {"a":}]""", "object 2 is damaged")]
    [TestCase("""[{"a":1} {"a":2}]""", "object 1 is damaged")]
    [TestCase("""[{"a":1}, {"a":2}""", "its array has no end")]
    [TestCase("""[{"a":1}, {"a":2""", "its array has no end")]
    [TestCase("""[{"a":1}] x""", "object 2 is damaged")]
    [TestCase("""[{}]""", "is empty")]
    public void Open_WrongJsonArray_NamesTheObject(string text, params string[] facts) =>
        Assert.That(() => CsvFile.Open(folder.Write("x.json", text)), Refused(["JSON file", "x.json", .. facts]));

    [Test]
    public void Open_CsvWithTheEndingOfJson_IsRead() =>
        Assert.That(Read(CsvFile.Open(folder.Write("x.json", "a,b\n1,2\n"))), Is.EqualTo(["1|2"]));

    [TestCase("[]", "is empty", "array")]
    [TestCase(" [ ]\n", "is empty", "array")]
    [TestCase("""[["a","b"],[1,2],[3,4]]""", "object 1", "found an array")]
    [TestCase("[1,2]", "object 1", "found a number")]
    [TestCase("{\n  \"a\": 1\n}\n", "an object over several lines", "expected an array of objects")]
    public void Open_JsonThatIsNoArrayOfObjects_IsNamed(string text, params string[] facts)
    {
        string[] all = ["JSON file", "x.json", .. facts];

        Assert.That(() => CsvFile.Open(folder.Write("x.json", text)), Refused(all));
        Assert.That(() => CsvFile.Open(folder.Write("x.json.gz", Gzip(text))), Refused(all));
        Assert.That(() => CsvFile.Open(folder.Write("x.json.zip", Zip(("x.json", text)))), Refused(all));
    }

    [Test]
    public void ReadRecords_JsonLinesWithTheEndingOfJson_AreRows() =>
        Assert.That(
            Read(CsvFile.Open(folder.Write("x.json", "{\"a\":1}\n{\"a\":2}\n"))),
            Is.EqualTo(new[] { "1", "2" })
        );

    [Test]
    public void ReadRecords_LongJsonArray_IsWhole()
    {
        var objects = Enumerable.Range(0, 20_000).Select(i => $$"""{"a":{{i}},"b":"{{new string('x', i % 50)}}"}""");

        var rows = Read(CsvFile.Open(folder.Write("x.json", $"[{string.Join(",\n", objects)}]")));

        Assert.That(rows, Has.Length.EqualTo(20_000));
        Assert.That(rows[^1], Is.EqualTo($"19999|{new string('x', 49)}"));
    }

    [Test]
    public void ReadRecords_CsvWhoseHeaderStartsWithABracket_IsCsv() =>
        Assert.That(Read(CsvFile.Open(folder.Write("x.csv", "[a],[b]\n1,2\n"))), Is.EqualTo(new[] { "1|2" }));

    [Test]
    public void Open_TextOfJsonThatIsNotUtf8_NamesTheLine() =>
        Assert.That(
            () => Read(CsvFile.Open(folder.Write("x.jsonl", [.. "{\"a\":\""u8, 0xFF, .. "\"}\n"u8]))),
            Refused("line 1 is damaged", "UTF-8")
        );

    [TestCase(
        """{"id":1,"t":{"in":{"a":1,"b":"x"},"out":2},"end":3}"""
            + "\n"
            + """{"id":2,"end":4,"t":{"out":5,"in":{"b":"y","a":6}}}""",
        "id|t.in.a|t.in.b|t.out|end",
        "1|1|x|2|3",
        "2|6|y|5|4"
    )]
    [TestCase("""{"a.b" : {"c":1}, "a":{ "b.c" :{},"d":2}}""" + "\n", "a.b.c|a.d", "1|2")]
    [TestCase("""{"t":null,"x":null,"y":1}""" + "\n" + """{"t":{"a":2},"x":null}""", "x|y|t.a", "|1|", "||2")]
    [TestCase("""{"t":7}""" + "\n" + """{"t":{"a":2}}""", "t|t.a", "7|", "|2")]
    [TestCase("""{"t":{},"a":1}""", "a", "1")]
    public void ReadRecords_ObjectsInObjects_AreColumnsWithTheirNamesAndPoints(
        string text,
        string header,
        params string[] rows
    )
    {
        var file = CsvFile.Open(folder.Write("x.jsonl", text));

        Assert.That(string.Join('|', file.Header), Is.EqualTo(header));
        Assert.That(Read(file), Is.EqualTo(rows));
    }

    [Test]
    public void Open_DeepJson_IsReadOrRefused()
    {
        static string Nested(int depth) =>
            string.Concat(Enumerable.Repeat("{\"a\":", depth)) + "1" + new string('}', depth);

        Assert.That(CsvFile.Open(folder.Write("x.jsonl", Nested(200))).Header, Has.Count.EqualTo(1));
        Assert.That(() => CsvFile.Open(folder.Write("y.jsonl", Nested(300))), Refused("line 1 is damaged"));
    }

    [Test]
    public void ReadRecords_JsonObjectWithANameTwice_IsDamaged()
    {
        var file = CsvFile.Open(folder.Write("twice.jsonl", "{\"a\":1,\"b\":2}\n{\"a\":1,\"b\":2,\"a\":3}\n"));

        Assert.That(() => file.ReadRecords().Count(), Refused("line 2 is damaged: it has 'a' twice"));
    }

    /// <summary>The lines are as dotnet-counters 9 writes them; the last counter of a second comes behind the first one of the next.</summary>
    [Test]
    public void ReadRecords_CountersOfDotnet_AreARowForEachTime()
    {
        const string text =
            "Timestamp,Provider,Counter Name,Counter Type,Mean/Increment\n"
            + "06/24/2026 16:13:52,System.Runtime,dotnet.process.memory.working_set (By),Metric,46000000\n"
            + "06/24/2026 16:13:52,System.Runtime,dotnet.gc.collections ({collection} / 1 sec)[gc.heap.generation=gen0],Rate,3\n"
            + "06/24/2026 16:13:53,System.Runtime,dotnet.process.memory.working_set (By),Metric,49000000\n"
            + "06/24/2026 16:13:52,Shop,orders,Metric,2.5\n"
            + "06/24/2026 16:13:54,Shop,orders,Metric,7\n";

        foreach (var file in new[] { folder.Write("x.csv", text), folder.Write("x.csv.gz", Gzip($"\ufeff{text}")) })
        {
            var counters = CsvFile.Open(file);

            Assert.That(
                counters.Header,
                Is.EqualTo(
                    (string[])
                        [
                            "Timestamp",
                            "System.Runtime/dotnet.process.memory.working_set (By)",
                            "System.Runtime/dotnet.gc.collections ({collection} / 1 sec)[gc.heap.generation=gen0]",
                            "Shop/orders",
                        ]
                )
            );
            Assert.That(
                Read(counters),
                Is.EqualTo(
                    (string[])
                        [
                            "06/24/2026 16:13:52|46000000|3|2.5",
                            "06/24/2026 16:13:53|49000000||",
                            "06/24/2026 16:13:54|||7",
                        ]
                )
            );
            Assert.That(counters.Place(2), Does.EndWith("row 2"));
        }
    }

    [TestCase("06/24/2026 16:13:52,Shop,orders\n", "line 2 has 3 cells instead of the 5")]
    [TestCase("06/24/2026 16:13:52,Shop,\"orders,Metric,3\n", "line 2")]
    public void Open_WrongCounters_NamesTheLine(string line, string fact) =>
        Assert.That(
            () =>
                CsvFile.Open(
                    folder.Write("x.csv", $"Timestamp,Provider,Counter Name,Counter Type,Mean/Increment\n{line}")
                ),
            Refused("x.csv", fact)
        );

    [Test]
    public void Pick_JsonWithArrays_IsAnErrorUnlessItIsIgnored()
    {
        var file = CsvFile.Open(folder.Write("x.jsonl", "{\"a\":1,\"b\":[2]}\n{\"a\":2,\"b\":{\"c\":[{}]}}\n"));

        Assert.That(() => ColumnChoice.All.Pick(file), Refused("column 'b' cannot be read", "line 1 has an array"));
        Assert.That(new ColumnChoice(null, ["b", "b.c"]).Pick(file), Is.EqualTo(new[] { 0 }));
        Assert.That(ColumnChoice.All.PickReadable(file), Is.EqualTo(new[] { 0 }));
        Assert.That(
            () => new ColumnChoice(["a", "b.c"], []).PickReadable(file),
            Refused("column 'b.c' cannot be read", "line 2 has an array")
        );
        Assert.That(
            () => ColumnChoice.All.PickReadable(CsvFile.Open(folder.Write("y.jsonl", "{\"b\":[2]}"))),
            Refused("column 'b' cannot be read")
        );
    }

    [Test]
    public void Place_JsonLines_IsTheLine()
    {
        var path = folder.Write("x.jsonl", "{\"a\":1}\n\n{\"a\":\"x\"}\n");

        Assert.That(
            () => CsvFeatureFile.Open(path).ReadRows().Count(),
            Refused("row 2 (line 3)", "'x' is not a finite number")
        );
    }

    [Test]
    public void Place_Parquet_IsTheRowGroup()
    {
        var path = folder.Write("x.parquet", ParquetBytes.Build([("a", new[] { "1", "2", "x" })], groupRows: 2));

        Assert.That(
            () => CsvFeatureFile.Open(path).ReadRows().Count(),
            Refused("row 3 (row group 2)", "'x' is not a finite number")
        );
    }

    [TestCase(10)]
    [TestCase(400)]
    [TestCase(2000)]
    public void Read_GzipThatIsCutOff_IsDamaged(int missing)
    {
        var bytes = Gzip(LongTable);

        Assert.That(
            () => Read(CsvFile.Open(folder.Write("x.csv.gz", bytes[..^missing]))),
            Refused("x.csv.gz", "is damaged after", "unpacked bytes")
        );
    }

    [TestCase("x.csv.gz", "", "line 1: Record 1 is longer than MaxRecordSize (67108864 bytes)")]
    [TestCase("x.jsonl.gz", "{\"a\":\"", "line 1 has more than 67108864 bytes")]
    public void Open_PackedRowWithoutEnd_IsRefusedBeforeItIsInMemory(string name, string start, string fact)
    {
        using MemoryStream packed = new();
        using (GZipStream gzip = new(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            gzip.Write(Encoding.UTF8.GetBytes(start));
            var block = new byte[1 << 20];
            block.AsSpan().Fill((byte)'a');
            for (var i = 0; i < 200; i++)
            {
                gzip.Write(block);
            }
        }

        Assert.That(() => Read(CsvFile.Open(folder.Write(name, packed.ToArray()))), Refused(name, fact));
    }

    [Test]
    public void Read_GzipWithOtherBytes_IsDamaged()
    {
        var bytes = Gzip(LongTable);
        bytes[^6] ^= 1;

        Assert.That(() => Read(CsvFile.Open(folder.Write("x.csv.gz", bytes))), Refused("x.csv.gz", "is damaged after"));
    }

    [Test]
    public void Read_ZipWithOtherBytes_IsDamaged()
    {
        // Stored without compression, only the checksum shows it.
        using MemoryStream stream = new();
        using (ZipArchive archive = new(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            using var entry = archive.CreateEntry("x.csv", CompressionLevel.NoCompression).Open();
            entry.Write("a,b\n1,2\n3,4\n"u8);
        }

        var bytes = stream.ToArray();
        bytes[bytes.AsSpan().IndexOf("3,4"u8)] = (byte)'5';

        Assert.That(
            () => Read(CsvFile.Open(folder.Write("x.zip", bytes))),
            Refused("x.zip", "is damaged after", "checksum")
        );
    }

    [Test]
    public void Open_ZipOfTwoTables_NamesThem() =>
        Assert.That(
            () => CsvFile.Open(folder.Write("x.zip", Zip(("a.csv", Table), ("b.csv", Table)))),
            Refused("contains 2 files", "'a.csv', 'b.csv'")
        );

    [Test]
    public void Open_ZipOfTableAndNotesOfMacOS_IsTheTable() =>
        Assert.That(
            Read(CsvFile.Open(folder.Write("x.zip", Zip(("a.csv", Table), ("__MACOSX/._a.csv", "\0\0"))))),
            Has.Length.EqualTo(3)
        );

    [Test]
    public void Open_EmptyZip_IsRefused() =>
        Assert.That(() => CsvFile.Open(folder.Write("x.zip", Zip())), Refused("x.zip", "contains no file"));

    [Test]
    public void Open_ZipWithAPassword_SaysSo()
    {
        var bytes = Zip(("x.csv", Table));
        bytes[bytes.AsSpan().IndexOf("PK\u0001\u0002"u8) + 8] |= 1; // the mark in the list of files

        Assert.That(() => CsvFile.Open(folder.Write("x.zip", bytes)), Refused("x.zip", "has a password. Unpack it"));
    }

    [Test]
    public void Open_Workbook_IsNamed() =>
        Assert.That(
            () => CsvFile.Open(folder.Write("x.xlsx", Zip(("[Content_Types].xml", "<a/>"), ("xl/a.xml", "<a/>")))),
            Refused("Excel")
        );

    [Test]
    public void Open_PackedParquet_IsRefused() =>
        Assert.That(
            () => CsvFile.Open(folder.Write("x.parquet.gz", Gzip(ParquetBytes.Build(Columns)))),
            Refused("x.parquet.gz", "Unpack it first")
        );

    [TestCase("x.parquet", "Parquet")]
    [TestCase("x.csv.gz", "gzip")]
    [TestCase("x.zip", "zip archive")]
    public void Open_EndingOfAnotherFormat_IsNamed(string name, string format) =>
        Assert.That(() => CsvFile.Open(folder.Write(name, Table)), Refused(name, $"is not a {format}", "612C620A"));

    [TestCase("x.csv")]
    [TestCase("x")]
    public void Open_ParquetWithAnotherEnding_IsRead(string name) =>
        Assert.That(Read(CsvFile.Open(folder.Write(name, ParquetBytes.Build(Columns)))), Has.Length.EqualTo(4));

    [TestCase(0.5)]
    [TestCase(0.99)]
    public void Open_ParquetThatIsCutOff_SaysSo(double share)
    {
        var bytes = ParquetBytes.Build(Columns);

        Assert.That(
            () => CsvFile.Open(folder.Write("x.parquet", bytes[..(int)(share * bytes.Length)])),
            Refused("x.parquet", "is damaged", "cut off")
        );
    }

    [Test]
    public void Read_ParquetWithDamagedPage_NamesRowGroupAndColumn()
    {
        var texts = Enumerable.Range(0, 2000).Select(i => $"text {i * 7919 % 2003}").ToArray();
        var bytes = ParquetBytes.Build([("a", texts), ("b", texts)], groupRows: 1000);
        bytes.AsSpan(bytes.Length / 8, 40).Fill(0xFF);

        Assert.That(
            () => Read(CsvFile.Open(folder.Write("x.parquet", bytes))),
            Refused("x.parquet", "is damaged in row group 1, column 'a'")
        );
    }

    [Test]
    public void Divide_Parquet_HasTheRowsOfTheFile()
    {
        var file = CsvFile.Open(
            folder.Write(
                "x.parquet",
                ParquetBytes.Build([("a", Enumerable.Range(0, 1000).Select(i => (long?)i).ToArray())], groupRows: 300)
            )
        );
        List<string> rows = [];
        foreach (var block in CsvBlock.Divide(file, batchSize: 64, leastBytes: 100, progress: null))
        {
            using (block)
            {
                rows.AddRange(Read(block.Rows));
            }
        }

        Assert.That(rows, Is.EqualTo(Enumerable.Range(0, 1000).Select(i => $"{i}")));
    }

    private static string LongTable { get; } =
        "a,b\n" + string.Concat(Enumerable.Range(0, 3000).Select(i => $"{i * 7919 % 10007},{i * 104729 % 1009}\n"));

    private static string[] Read(CsvFile file) =>
        [
            .. file.ReadRecords()
                .Select(record =>
                    string.Join('|', Enumerable.Range(0, file.Header.Count).Select(i => file.Text(record, i)))
                ),
        ];

    private static byte[] Gzip(string text) => Gzip(Encoding.UTF8.GetBytes(text));

    private static byte[] Gzip(byte[] bytes)
    {
        using MemoryStream packed = new();
        using (GZipStream gzip = new(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            gzip.Write(bytes);
        }

        return packed.ToArray();
    }

    private static byte[] Zip(params (string Name, string Text)[] entries)
    {
        using MemoryStream stream = new();
        using (ZipArchive archive = new(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, text) in entries)
            {
                using var entry = archive.CreateEntry(name).Open();
                entry.Write(Encoding.UTF8.GetBytes(text));
            }
        }

        return stream.ToArray();
    }

    private static NUnit.Framework.Constraints.Constraint Refused(params string[] facts) =>
        facts.Aggregate(
            (NUnit.Framework.Constraints.Constraint)Throws.TypeOf<CommandException>(),
            (constraint, fact) => constraint.With.Message.Contains(fact)
        );
}
