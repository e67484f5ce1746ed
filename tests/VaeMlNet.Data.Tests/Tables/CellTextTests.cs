using System.Globalization;
using System.Text;
using Microsoft.ML.Data;

namespace VaeMlNet.Data.Tests;

/// <summary>The profile of a file and all readers of its cells agree on the text of a cell.</summary>
internal sealed class CellTextTests
{
    private static readonly string[] Space =
    [
        "",
        "",
        " ",
        "\t",
        "\u00a0",
        "\u2003",
        "\u3000",
        "\u2009 ",
        "\v",
        "\u0085",
    ];

    private static readonly string[][] Texts =
    [
        ["south", "north", "so uth", "nord\u00a0ost", "Straße", "ÅNGSTRÖM", "中文"],
        ["yes", "No", "YES", "no", "Yes"],
        ["1", "0", "1.0", "0"],
        ["１", "２", "３-４", "٣", "5-6", "7-8"],
        ["18-24", "25-34", "35-44", "45+", "<18", "１-２"],
        ["low", "LOW", "high", "medium", "NA", "none"],
        ["2024-01-05", "2023-12-31", "2024-02-29"],
        ["1.5", "-2", "3e2", "1000000", "NaN", ""],
        ["12 kg", "3.5 kg", "7kg", "120 kg"],
        ["€ 5", "€ 1,000.50", "€ 12"],
        ["12,5 %", "3,25 %", "0,5 %"],
        ["A-1", "A-1", "B-2", "C-\u0660", "\u017f", "S"],
    ];

    private TemporaryFolder folder = null!;

    [SetUp]
    public void CreateFolder() => folder = new TemporaryFolder();

    [TearDown]
    public void DeleteFolder() => folder.Dispose();

    [Test]
    [Proves(85)]
    public void View_OfTheProfiledFileItself_HasNoUnseenCell([Range(1, 60)] int seed)
    {
        var file = CsvFile.Open(folder.Write("t.csv", RandomTable(new(seed))));
        var table = CsvProfiler.Profile(file, ColumnChoice.All, new VaeProfileOptions(), VaeTable.Advice);
        CsvTableView view = new(file, table.Columns);

        var missing = table.Columns.ToDictionary(column => column.Name, column => CountMissing(view, column));

        Assert.That(view.UnknownTexts, Is.Empty);
        Assert.That(
            missing,
            Is.EqualTo(
                table
                    .Profile.Columns.Where(ProfiledTable.IsModeled)
                    .ToDictionary(column => column.Schema.Name, column => column.MissingCount)
            )
        );
    }

    [TestCase("south\u00a0")]
    [TestCase("\u3000south")]
    [TestCase("\"south \"")]
    [TestCase("\" \u2003south\"\t")]
    [Proves(85)]
    public void Infer_WhiteSpaceAroundATextInQuotesOrNot_IsNoPartOfIt(string cell)
    {
        var file = CsvFile.Open(folder.Write("t.csv", $"Place,Load\n{cell},1\nsouth,2\nnorth,3\nnorth,4\n"));
        var table = CsvProfiler.Profile(file, ColumnChoice.All, new VaeProfileOptions(), VaeTable.Advice);
        CsvTableView view = new(file, table.Columns);

        Assert.That(table.Columns[0].KeyValues, Is.EqualTo(new[] { "north", "south" }));
        Assert.That(view.GetColumn<uint>("Place"), Is.EqualTo(new uint[] { 2, 2, 1, 1 }));
    }

    [Test]
    public void Header_WhiteSpaceAroundNames_IsNoPartOfThem()
    {
        var file = CsvFile.Open(folder.Write("t.csv", "Place\u00a0,\" Load \"\nx,1\n"));

        Assert.That(file.Header, Is.EqualTo(new[] { "Place", "Load" }));
    }

    [Test]
    public void Keep_CellWithWhiteSpace_IsCopiedAsItIs()
    {
        var file = CsvFile.Open(folder.Write("t.csv", "Place\n\" \u00a0south \"\n"));
        using MemoryStream result = new();
        using (var csv = CsvTable.Writer(result))
        {
            foreach (var record in file.ReadRecords())
            {
                file.CopyCell(record, 0, csv);
            }

            csv.EndRecord();
        }

        Assert.That(Encoding.UTF8.GetString(result.ToArray()).TrimEnd('\n'), Is.EqualTo("\" \u00a0south \""));
    }

    private static long CountMissing(CsvTableView view, CsvColumn column) =>
        column.Kind == CsvColumnKind.Category ? view.GetColumn<uint>(column.Name).LongCount(key => key == 0)
        : column.IsVector ? view.GetColumn<float[]>(column.Name).LongCount(row => float.IsNaN(row[0]))
        : view.GetColumn<float>(column.Name).LongCount(float.IsNaN);

    /// <summary>Returns a table whose cells have random white space, some in quotes.</summary>
    private static string RandomTable(Random random)
    {
        var columns = random.GetItems(Texts, 4);
        StringBuilder text = new("a,b,c,d,row\n");
        for (var row = 0; row < 40; row++)
        {
            foreach (var texts in columns)
            {
                var cell = Any(Space) + Any(texts) + Any(Space);
                text.Append(cell.Contains(',') || random.Next(3) == 0 ? $"\"{cell}\"" : cell).Append(',');
            }

            text.Append(CultureInfo.InvariantCulture, $"{random.NextSingle()}\n");
        }

        return text.ToString();

        string Any(string[] from) => from[random.Next(from.Length)];
    }
}
