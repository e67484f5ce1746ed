namespace VaeMlNet.Data.Tests;

internal sealed class ParquetOutputTests
{
    private const int RowsOfGroup = 100_000;

    private TemporaryFolder folder = null!;

    [SetUp]
    public void CreateFolder() => folder = new TemporaryFolder();

    [TearDown]
    public void DeleteFolder() => folder.Dispose();

    [Test]
    public void Write_TextsThatAreAwkwardInCsv_AreTheSame()
    {
        // The first cells of two row groups begin with a byte order mark.
        string[] texts = ["\ufeffa", "", "a \"b\"", "\"", "\"\"", "a,b", "a\rb", "a\nb", "a\r\nb", "c"];
        const int copies = 1 + (RowsOfGroup / 10);

        CsvTable.Write(
            folder["x.parquet"],
            ["text", new("number", WrittenType.Whole)],
            csv =>
            {
                for (var row = 0; row < copies * texts.Length; row++)
                {
                    csv.WriteField(texts[row % texts.Length]);
                    csv.WriteField(row);
                    csv.EndRecord();
                }
            }
        );

        var read = TextTable.Read(folder["x.parquet"]);

        Assert.That(read["text"], Is.EqualTo(Enumerable.Repeat(texts, copies).SelectMany(text => text)));
        Assert.That(read["number"], Is.EqualTo(Enumerable.Range(0, copies * texts.Length).Select(row => $"{row}")));
    }

    [TestCase("1", "2")]
    [TestCase("1", "0")]
    [TestCase("yes", "no")]
    public void Write_BooleansOfAnyTexts_AreThoseOfTheirPlaces(string no, string yes)
    {
        VaeColumnSchema schema = new()
        {
            Name = "b",
            Kind = VaeColumnKind.Boolean,
            Values = [no, yes],
        };

        CsvTable.Write(
            folder["x.parquet"],
            [WrittenColumn.Of("b", schema)],
            csv => Array.ForEach([no, yes, "", yes], text => csv.WriteRecord([text]))
        );

        Assert.That(TextTable.Read(folder["x.parquet"])["b"], Is.EqualTo(new[] { "false", "true", "", "true" }));
    }

    [TestCase("", "Column 2 of the results has no name")]
    [TestCase("a", "more than one column 'a'")]
    public void Write_NameThatParquetCannotHave_IsRefused(string name, string expected)
    {
        var error = Assert.Throws<CommandException>(() => CsvTable.Write(folder["x.parquet"], ["a", name], _ => { }));

        Assert.That(error.Message, Does.Contain(expected).And.Contain("CSV file"));
        Assert.That(File.Exists(folder["x.parquet"]), Is.False);
    }

    [Test]
    public void Write_CopiesOfLargeNumbers_HaveAllDigits()
    {
        string[] names = ["id", "account", "price"];
        WrittenColumn[] columns =
        [
            new("id", WrittenType.Unsigned),
            new("account", WrittenType.Decimal) { Digits = (20, 0) },
            new("price", WrittenType.Decimal) { Digits = (9, 2) },
        ];
        string[][] rows =
        [
            ["18000000000000000001", "98765432109876543210", "12.5"],
            ["18000000000000000002", "98765432109876543211", "-0.25"],
            ["", "", ""],
        ];
        CsvTable.Write(folder["x.parquet"], columns, csv => Array.ForEach(rows, csv.WriteRecord));
        var file = CsvFile.Open(folder["x.parquet"]);

        CsvTable.Write(
            folder["y.parquet"],
            new KeptColumns(file, [KeptColumns.All]).Header([]),
            csv => Array.ForEach(rows, csv.WriteRecord)
        );

        var copy = TextTable.Read(folder["y.parquet"]);

        Assert.That(new ParquetFile(folder["y.parquet"]).Written, Is.EqualTo(columns));
        Assert.That(
            Enumerable.Range(0, rows.Length).Select(row => names.Select(name => copy[name][row])),
            Is.EqualTo(rows)
        );
    }

    [TestCase("1234.5", "-3", "'-3', which is not a whole number of 0 or more")]
    [TestCase("12345.5", "3", "'12345.5', which is not a number of 4 digits before the point")]
    [TestCase("-1e30", "3", "'-1e30', which is not a number of 4 digits before the point")]
    public void Write_NumberThatDoesNotFitItsType_IsRefused(string price, string count, string fact)
    {
        WrittenColumn[] columns =
        [
            new("price", WrittenType.Decimal) { Digits = (5, 1) },
            new("count", WrittenType.Unsigned),
        ];

        Assert.That(
            () => CsvTable.Write(folder["x.parquet"], columns, csv => csv.WriteRecord([price, count])),
            Throws.TypeOf<CommandException>().With.Message.Contains(fact)
        );
    }
}
