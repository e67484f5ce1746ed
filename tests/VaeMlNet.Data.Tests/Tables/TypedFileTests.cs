using System.Globalization;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace VaeMlNet.Data.Tests;

/// <summary>Files with types, whose numbers, Booleans and dates have one meaning, read with the types of a CSV file in another format.</summary>
internal sealed class TypedFileTests
{
    private const int Rows = 90;

    private static readonly string[] Numbers = ["amount", "weight"];
    private static readonly string[] Booleans = ["paid", "flag", "sex"];
    private static readonly DateTime Start = new(2024, 1, 1, 5, 0, 0, DateTimeKind.Utc);

    private readonly MLContext ml = new(seed: 1);
    private TemporaryFolder folder = null!;

    [SetUp]
    public void CreateFolder() => folder = new TemporaryFolder();

    [TearDown]
    public void DeleteFolder() => folder.Dispose();

    [Test]
    public void Load_SameRowsInAFormatWithTypes_HaveTheSameValues(
        [Values("yyyy-MM-dd HH:mm", "dd.MM.yyyy", "MM/dd/yyyy HH:mm:ss", "yyyy-MM-ddTHH:mm:ss'+02:00'")] string format,
        [Values("x.parquet", "x.jsonl")] string name
    )
    {
        var csv = Training(format);
        Write(csv, folder["x.parquet"]);
        folder.Write("x.jsonl", Json(TextTable.Read(folder["x.parquet"]), TextTable.Read(folder["x.csv"])));

        var other = csv.Load(folder[name], marksUnseen: false);

        foreach (var number in Numbers)
        {
            Assert.That(other.GetColumn<float>(number), Is.EqualTo(csv.GetColumn<float>(number)), number);
        }

        foreach (var key in (string[])[.. Booleans, "city"])
        {
            Assert.That(other.GetColumn<uint>(key), Is.EqualTo(csv.GetColumn<uint>(key)), key);
        }

        Assert.That(other.GetColumn<float[]>("when"), Is.EqualTo(csv.GetColumn<float[]>("when")));
    }

    [Test]
    public void Load_NumbersAndTextsInAColumnOfJson_AreEachReadInTheirFormat()
    {
        var json = folder.Write(
            "x.jsonl",
            "{\"amount\":123.456,\"paid\":true,\"flag\":1,\"sex\":true}\n{\"amount\":\"123.456\",\"paid\":\"true\",\"flag\":false,\"sex\":\"1\"}\n"
                + "{\"amount\":5.125,\"paid\":\"yes\"}\n{\"amount\":-999,\"paid\":false}\n{\"amount\":\"n/a\",\"weight\":2.5,\"city\":\"\",\"when\":null}\n"
        );

        var table = Training("dd.MM.yyyy").Load(json);

        Assert.That(
            table.GetColumn<float>("amount"),
            Is.EqualTo(new[] { 123.456f, 123456, 5.125f, float.NaN, float.NaN })
        );
        Assert.That(table.GetColumn<uint>("paid"), Is.EqualTo(new uint[] { 2, 3, 2, 1, 0 }));
        Assert.That(table.GetColumn<uint>("flag").Take(2), Is.EqualTo(new uint[] { 2, 1 }));
        Assert.That(table.GetColumn<uint>("sex").Take(2), Is.EqualTo(new uint[] { 2, 1 }));
        Assert.That(table.GetColumn<float>("weight").Last(), Is.EqualTo(2.5f));
    }

    // As pandas writes whole numbers where one of them is missing.
    [TestCase("1", "2", "{\"a\":1.0}\n{\"a\":2}\n{\"a\":3.0}\n{\"a\":\"1.0\"}\n{}\n", new uint[] { 1, 2, 0, 0, 0 })]
    [TestCase("1.0", "2.0", "{\"a\":1}\n{\"a\":2.0}\n{\"a\":2.00}\n", new uint[] { 1, 2, 2 })]
    [TestCase("01", "1", "{\"a\":1}\n{\"a\":1.0}\n", new uint[] { 2, 0 })]
    [TestCase(
        "12345678901234567",
        "x",
        "{\"a\":12345678901234568}\n{\"a\":1.2345678901234567e16}\n",
        new uint[] { 0, 1 }
    )]
    public void Load_NumbersOfJsonAsCategories_HaveTheOnlyKeyOfTheSameNumber(
        string first,
        string second,
        string json,
        uint[] expected
    )
    {
        folder.Write("x.jsonl", json);
        var column = CsvColumn.Scalar("a", CsvColumnKind.Category, [first, second]);

        var keys = new CsvTableView(CsvFile.Open(folder["x.jsonl"]), [column]).GetColumn<uint>("a");

        Assert.That(keys, Is.EqualTo(expected));
    }

    [Test]
    public void Compare_NumbersOfJsonAsCategories_AreNoOtherCategories()
    {
        string[] codes = ["1", "2"];
        folder.Write("x.csv", $"a,b\n{string.Concat(Enumerable.Range(0, 40).Select(i => $"{codes[i % 2]},{i}\n"))}");
        folder.Write("x.jsonl", "{\"a\":1.0,\"b\":5}\n{\"a\":2.0,\"b\":6}\n{\"a\":3.0,\"b\":7}\n");
        VaeTableSchema given = new()
        {
            Columns =
            [
                new()
                {
                    Name = "a",
                    Kind = VaeColumnKind.Category,
                    Values = codes,
                },
            ],
        };

        var views = new ComparedFiles(CsvFile.Open(folder["x.csv"]), CsvFile.Open(folder["x.jsonl"]), null).Open(
            ColumnChoice.All,
            new() { Schema = given },
            VaeTable.Advice,
            target: null,
            default
        );

        Assert.That(views.Real.Schema["a"].Type, Is.EqualTo(new KeyDataViewType(typeof(uint), 3)));
        Assert.That(views.Synthetic.GetColumn<uint>("a"), Is.EqualTo(new uint[] { 1, 2, 3 }));
    }

    [Test]
    public void Load_WholeNumbersBelow1000BesideDecimalCommas_HaveGroupsInLaterTexts()
    {
        var rows = Enumerable.Range(0, Rows).Select(i => $"{100 + (i * 37 % 50)};{i},{i % 10}5\n");
        var training = ml.Data.LoadVaeTable(folder.Write("x.csv", $"pieces;price\n{string.Concat(rows)}"));
        var csv = folder.Write("new.csv", "pieces;price\n7.570;1.200,50\n12,0;7.570\n");
        var json = folder.Write(
            "new.jsonl",
            "{\"pieces\":7.570,\"price\":1.5}\n{\"pieces\":\"7.570\",\"price\":\"1,5\"}\n"
        );

        Assert.That(training.Load(csv).GetColumn<float>("pieces"), Is.EqualTo(new[] { 7570f, 12 }));
        Assert.That(training.Load(csv).GetColumn<float>("price"), Is.EqualTo(new[] { 1200.5f, 7570 }));
        Assert.That(training.Load(json).GetColumn<float>("pieces"), Is.EqualTo(new[] { 7.57f, 7570 }));
    }

    [Test]
    public void Load_TimesOfDayOfParquet_NeedNotHaveTheFormatOfTraining()
    {
        File.WriteAllBytes(folder["x.parquet"], ParquetBytes.OfDifferences);
        folder.Write("x.csv", TextsOfTimes());

        Assert.That(Read("x.parquet", "HH:mm"), Is.EqualTo(Read("x.csv", "HH:mm:ss")));
        Assert.That(Read("x.parquet", "h:mm tt"), Is.EqualTo(Read("x.csv", "HH:mm:ss")));
        Assert.That(
            () => Read("x.parquet", "yyyy-MM-dd HH:mm"),
            Throws.TypeOf<CommandException>().With.Message.Contains("'10:11:12'")
        );

        static string TextsOfTimes() =>
            "tm\n"
            + string.Concat(
                Enumerable.Range(0, 40).Select(i => i == 2 ? "NA\n" : $"{10 + ((11 + i) / 60)}:{(11 + i) % 60:00}:12\n")
            );

        float[][] Read(string name, string format)
        {
            var column = CsvColumn.Create(
                new()
                {
                    Name = "tm",
                    Kind = VaeColumnKind.Date,
                    DateFormat = format,
                }
            );
            return [.. new CsvTableView(CsvFile.Open(folder[name]), [column]).GetColumn<float[]>("tm")];
        }
    }

    [Test]
    public void Slice_FilesOfSeveralFormats_AreEachReadInTheirs()
    {
        var csv = folder.Write("1.csv", "a,b\n1.500,x\n");
        var json = folder.Write("2.jsonl", "{\"a\":1.500,\"b\":\"x\"}\n");
        var file = CsvFile
            .Open(csv)
            .Slice(new([new(csv, 0, 1, Offset: 4, Bytes: 8), new(json, 0, 1, Offset: 4, Bytes: 10)], 0, csv, 4));
        var column = CsvColumn.Create(Given.Find("amount")! with { Name = "a" });
        CsvTableView view = new(file, [column]);

        Assert.That(view.GetColumn<float>("a"), Is.EqualTo(new[] { 1500, 1.5f }));

        // A block of the second row, read by the cells of the first pass.
        view.File = file.Block("\n1.500,\"x\"\n"u8.ToArray(), firstRow: 1, rowCount: 1);

        Assert.That(view.GetColumn<float>("a"), Is.EqualTo(new[] { 1.5f }));
        Assert.That(new CsvTableView(file.Choose([1]), [column]).GetColumn<float>("a"), Is.EqualTo(new[] { 1.5f }));
    }

    [Test]
    public void Compare_SyntheticRowsWithTypes_HaveTheTextsOfTheRealRows()
    {
        var csv = Training("dd.MM.yyyy");
        Write(csv, folder["x.parquet"]);

        var views = new ComparedFiles(CsvFile.Open(folder["x.csv"]), CsvFile.Open(folder["x.parquet"]), null).Open(
            ColumnChoice.All,
            new() { Schema = Given },
            VaeTable.Advice,
            target: null,
            default
        );

        Assert.That(views.Synthetic.Schema["paid"].Type, Is.EqualTo(csv.Schema["paid"].Type));

        foreach (var key in Booleans)
        {
            Assert.That(views.Synthetic.GetColumn<uint>(key), Is.EqualTo(views.Real.GetColumn<uint>(key)), key);
        }
    }

    /// <summary>The first and the last times of UTC have no date on some clocks.</summary>
    [TestCase("+02:00", "0001-01-01 02:00:00", "9999-12-31 23:59:59")]
    [TestCase("-02:00", "0001-01-01 00:00:00", "9999-12-31 21:30:00")]
    public void Load_LastTimeOfUtc_IsTheLastOfTheClock(string offset, string first, string last)
    {
        DateTime?[] times = [DateTime.MinValue, DateTime.MaxValue.Date.AddHours(23.5)];
        File.WriteAllBytes(folder["x.parquet"], ParquetBytes.Build([("when", times)]));
        var column = CsvColumn.Create(
            new()
            {
                Name = "when",
                Kind = VaeColumnKind.Date,
                DateFormat = $"yyyy-MM-dd HH:mm:ss'{offset}'",
                DateParts = VaeDateParts.Days,
            }
        );
        var file = CsvFile.Open(folder["x.parquet"]);
        CellFormats formats = new(column, file);

        Assert.That(
            file.ReadRecords().Select(record => formats.Translate(record, 0)).ToArray(),
            Is.EqualTo(new[] { first + offset, last + offset })
        );
        Assert.That(
            file.ReadRecords()
                .Select(record =>
                    formats.TryReadInstant(record, 0, out var time)
                        ? time.ToString("yyyy-MM-dd HH:mm:sszzz", CultureInfo.InvariantCulture)
                        : ""
                )
                .ToArray(),
            Is.EqualTo(new[] { first + offset, last + offset })
        );
    }

    private static VaeTableSchema Given { get; } =
        new()
        {
            Columns =
            [
                new()
                {
                    Name = "sex",
                    Kind = VaeColumnKind.Boolean,
                    Values = ["1", "2"],
                },
                new()
                {
                    Name = "amount",
                    Kind = VaeColumnKind.Number,
                    DecimalMark = ',',
                    GroupMark = '.',
                    MissingTexts = ["-999,0"],
                },
            ],
        };

    private VaeTable Training(string format)
    {
        var rows = Enumerable
            .Range(0, Rows)
            .Select(i =>
            {
                var amount = i % 9 == 5 ? "-999" : $"{1 + (i % 3)}.{100 + (i * 7)},{i % 10}5{i % 7}";
                var date = Start.AddHours(i * 31).ToString(format, CultureInfo.InvariantCulture);
                return $"{amount};{10 + (i * 37 % 50)},{i % 10}5 kg;{(i % 2 == 0 ? "yes" : "no")};{i / 3 % 2};{1 + (i / 5 % 2)};{date};{(i % 4 == 0 ? "Rome" : "Oslo")}\n";
            });
        return ml.Data.LoadVaeTable(
            folder.Write("x.csv", $"amount;weight;paid;flag;sex;when;city\n{string.Concat(rows)}"),
            new() { Profile = new() { Schema = Given } }
        );
    }

    // As the tool writes it.
    private void Write(VaeTable table, string path)
    {
        var file = CsvFile.Open(folder["x.csv"]);
        CsvTable.Write(
            path,
            [.. table.Profile.Columns.Select(column => WrittenColumn.Of(column.Name, column.Schema))],
            csv =>
            {
                foreach (var record in file.ReadRecords())
                {
                    for (var i = 0; i < file.Header.Count; i++)
                    {
                        file.CopyCell(record, i, csv);
                    }

                    csv.EndRecord();
                }
            }
        );
    }

    // Numbers and Booleans as such, and dates as the texts of the CSV file.
    private static string Json(TextTable typed, TextTable texts)
    {
        var lines = Enumerable
            .Range(0, typed.RowCount)
            .Select(row =>
            {
                var members = typed.Names.Select(name =>
                    $"\"{name}\":{(name is "when" or "city" ? $"\"{texts[name][row]}\"" : typed[name][row] is { Length: > 0 } cell ? cell : "null")}"
                );
                return $"{{{string.Join(',', members)}}}\n";
            });
        return string.Concat(lines);
    }
}
