using System.IO.Compression;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace VaeMlNet.Data.Tests;

/// <summary>Text that ML.NET saved.</summary>
internal sealed class SavedTextFileTests
{
    private readonly MLContext ml = new(1);
    private TemporaryFolder folder = null!;

    [SetUp]
    public void CreateFolder() => folder = new TemporaryFolder();

    [TearDown]
    public void DeleteFolder() => folder.Dispose();

    /// <summary>ML.NET leaves out the zeros of rows that have many, unless it is asked not to.</summary>
    [TestCase(false, '\t')]
    [TestCase(true, '\t')]
    [TestCase(false, ',')]
    public void Open_SavedText_HasTheCellsOfTheRows(bool isDense, char separator)
    {
        using (var stream = File.Create(folder["x.txt"]))
        {
            ml.Data.SaveAsText(Rows(), stream, separator, forceDense: isDense);
        }

        Assert.That(Read("x.txt"), Is.EqualTo(Expected));
    }

    [Test]
    public void Open_PackedText_HasTheCellsOfTheRows()
    {
        using (GZipStream stream = new(File.Create(folder["x.txt.gz"]), CompressionLevel.Fastest))
        {
            ml.Data.SaveAsText(Rows(), stream);
        }

        Assert.That(Read("x.txt.gz"), Is.EqualTo(Expected));
    }

    [Test]
    public void Open_CategoriesAsVectors_HaveTheirNames()
    {
        var rows = ml
            .Transforms.Categorical.OneHotEncoding("Place", "City")
            .Append(ml.Transforms.DropColumns("Features"))
            .Fit(Rows())
            .Transform(Rows());
        using (var stream = File.Create(folder["x.txt"]))
        {
            ml.Data.SaveAsText(rows, stream);
        }

        Assert.That(
            Read("x.txt").Take(2),
            Is.EqualTo(new[] { "Label,City,Age,New York,Rome", "false,New York,0,1,0" })
        );
    }

    [Test]
    public void Open_Keys_AreThoseOfTheText()
    {
        folder.Write(
            "x.txt",
            "#@ TextLoader{\n#@   sep=tab\n#@   header+\n#@   col=Key:U4[10]:0\n#@   col=Group:U8[18446744073709551614]:1\n#@ }\nKey\tGroup\n0\t7\n9\t\n"
        );

        Assert.That(Read("x.txt"), Is.EqualTo(new[] { "Key,Group", "0,7", "9," }));
    }

    [Test]
    public void Open_DatesAndDurations_AreRead()
    {
        var rows = ml.Data.LoadFromEnumerable([
            new Times { At = new(2026, 3, 14, 8, 0, 1), Took = TimeSpan.FromHours(51) },
        ]);
        using (var stream = File.Create(folder["x.txt"]))
        {
            ml.Data.SaveAsText(rows, stream);
        }

        Assert.That(Read("x.txt"), Is.EqualTo(new[] { "At,Took", "2026-03-14T08:00:01.0000000,2.03:00:00" }));
    }

    [Test]
    public void Open_TextsWithSeparatorsAndQuotes_AreWhole()
    {
        string[] texts = ["", "a\tb", "say \"x\"", " c ", "1:2"];
        var rows = ml.Data.LoadFromEnumerable(texts.Select((text, i) => new Row { City = text, Age = i }));
        using (var stream = File.Create(folder["x.txt"]))
        {
            ml.Data.SaveAsText(ml.Transforms.SelectColumns("City", "Age").Fit(rows).Transform(rows), stream);
        }

        Assert.That(
            Read("x.txt").Skip(1),
            Is.EqualTo(texts.Select((text, i) => FormattableString.Invariant($"{text.Trim()},{i}")))
        );
    }

    [TestCase("col=A:R4:x", "cannot be read")]
    [TestCase("col=A:R4:0-2000000000", "has 2000000001 cells in each row")]
    public void Open_WrongDescription_IsNamed(string column, string message)
    {
        File.WriteAllText(folder["x.txt"], $"#@ TextLoader{{\n#@   sep=tab\n#@   {column}\n#@ }}\n1\t2\n");

        Assert.That(
            () => Read("x.txt"),
            Throws.TypeOf<CommandException>().With.Message.StartsWith("text file '").And.Message.Contains(message)
        );
    }

    [Test]
    public void Open_BinaryFile_IsRefused()
    {
        using (var stream = File.Create(folder["x.idv"]))
        {
            ml.Data.SaveAsBinary(Rows(), stream);
        }

        Assert.That(
            () => CsvFile.Open(folder["x.idv"]),
            Throws.TypeOf<CommandException>().With.Message.Contains("it is in ML.NET's binary format")
        );
    }

    private static string[] Expected =>
        [
            "Label,City,Age,Features_0,Features_1,Features_2,Features_3,Features_4",
            .. Enumerable
                .Range(0, 300)
                .Select(i =>
                    $"{(i % 2 == 1 ? "true" : "false")},{City(i)},{i},{(i % 3 == 0 ? $"{i}.5" : "0")},0,0,0,{i % 2}"
                ),
        ];

    private static string City(int i) => i % 3 == 0 ? "New York" : "Rome";

    private IDataView Rows() =>
        ml.Data.LoadFromEnumerable(
            Enumerable
                .Range(0, 300)
                .Select(i => new Row
                {
                    Label = i % 2 == 1,
                    City = City(i),
                    Age = i,
                    Features = [i % 3 == 0 ? i + 0.5f : 0, 0, 0, 0, i % 2],
                })
        );

    private string[] Read(string name)
    {
        var file = CsvFile.Open(folder[name]);
        return
        [
            string.Join(',', file.Header),
            .. file.ReadRecords()
                .Select(record =>
                    string.Join(',', Enumerable.Range(0, file.Header.Count).Select(i => file.Text(record, i)))
                ),
        ];
    }

    private sealed class Row
    {
        public bool Label { get; set; }

        public string City { get; set; } = "";

        public float Age { get; set; }

        [VectorType(5)]
        public float[] Features { get; set; } = [];
    }

    private sealed class Times
    {
        public DateTime At { get; set; }

        public TimeSpan Took { get; set; }
    }
}
