using System.IO.Compression;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace VaeMlNet.Data.Tests;

/// <summary>Files that ML.NET wrote.</summary>
internal sealed class DataViewFileTests
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
    public void Open_BinaryFile_HasTheCellsOfTheRows()
    {
        var keys = ml
            .Transforms.Conversion.MapValueToKey("City")
            .Append(ml.Transforms.Categorical.OneHotEncoding("Place", "City"))
            .Fit(Rows())
            .Transform(Rows());
        using (var stream = File.Create(folder["x.idv"]))
        {
            ml.Data.SaveAsBinary(keys, stream);
        }

        var file = CsvFile.Open(folder["x.idv"]);

        Assert.That(
            file.Header,
            Is.EqualTo((string[])["Label", "City", .. Expected[0].Split(',')[2..], "New York", "Rome"])
        );
        Assert.That(Read("x.idv")[1], Is.EqualTo($"{Expected[1]},1,0"));
        Assert.That(Read("x.idv")[300], Does.StartWith("true,Rome,299,"));
    }

    [Test]
    public void Open_DatesAndVectorsOfUnknownLength_AreReadAndLeftOut()
    {
        var rows = ml.Data.LoadFromEnumerable([
            new Times
            {
                At = new(2026, 3, 14, 8, 0, 1),
                Took = TimeSpan.FromHours(51),
                Words = ["a"],
            },
        ]);
        using (var stream = File.Create(folder["x.idv"]))
        {
            ml.Data.SaveAsBinary(rows, stream);
        }

        var file = CsvFile.Open(folder["x.idv"]);

        Assert.That(Read("x.idv"), Is.EqualTo(new[] { "At,Took,Words", "2026-03-14 08:00:01,2.03:00:00," }));
        Assert.That(file.Unreadable.Select(column => column.Name), Is.EqualTo(new[] { "Words" }));
    }

    [Test]
    public void Open_DamagedFile_IsNamed()
    {
        using (var stream = File.Create(folder["x.idv"]))
        {
            ml.Data.SaveAsBinary(Rows(), stream);
            stream.SetLength(stream.Length / 2);
        }

        Assert.That(
            () => Read("x.idv"),
            Throws
                .TypeOf<CommandException>()
                .With.Message.StartWith("ML.NET file '")
                .And.Message.Contains("cannot be read")
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

        public string[] Words { get; set; } = [];
    }
}
