using System.Text;
using Microsoft.ML.Data;

namespace VaeMlNet.Data.Tests;

/// <summary>Rows with one of several measurements each.</summary>
internal sealed class LongRowsTests
{
    private const string Text =
        "time,machine,sensor,value,note\n"
        + "1,A,flow,1.5,x\n1,A,heat,20,x\n1,B,flow,2.5,x\n2,A,heat,21,x\n2,B,flow,,x\n2,B,heat,31,x\n3,A,\"a, b\",7,x\n";

    private TemporaryFolder folder = null!;
    private StandardStreams streams = null!;

    [SetUp]
    public void CreateFolder()
    {
        folder = new TemporaryFolder();
        streams = new(() => Stream.Null, () => Stream.Null, default);
    }

    [TearDown]
    public void DeleteFolder()
    {
        streams.Dispose();
        folder.Dispose();
    }

    /// <summary>The temporary files of a worker would stay until it ends.</summary>
    [Test]
    public void WidenFor_Message_StaysInMemory()
    {
        var message = CsvFile.FromMessage("m", Encoding.UTF8.GetBytes(Text), Encoding.UTF8);

        var file = LongRows.WidenFor(message, ["value[sensor=flow]"], "time", "machine");
        streams.Dispose();

        Assert.That(Read(file), Is.EqualTo(new[] { "1;A;1.5;x", "1;B;2.5;x", "2;A;;x", "2;B;;x", "3;A;;x" }));
    }

    [Test]
    public void Widen_RowsOfATime_AreOneRow()
    {
        var (file, channels) = LongRows.Widen(Open(Text), "sensor", "time", "machine", _ => true, new());

        Assert.That(channels, Is.EqualTo(new[] { "value[sensor=flow]", "value[sensor=heat]", "value[sensor=a, b]" }));
        Assert.That(file.Header, Is.EqualTo((string[])["time", "machine", .. channels, "note"]));
        Assert.That(
            Read(file),
            Is.EqualTo(new[] { "1;A;1.5;20;;x", "1;B;2.5;;;x", "2;A;;21;;x", "2;B;;31;;x", "3;A;;;7;x" })
        );
        Assert.That(file.Find(4).Row, Is.EqualTo(5));
        Assert.That(file.Place(4), Does.EndWith("row 5 or a later one with time '2'"));
        Assert.That(file.Sort([4, 0, 1, 2, 3]).Find(1).Row, Is.EqualTo(7));
    }

    [Test]
    public void WidenFor_OtherFile_HasTheColumnsOfTheModel()
    {
        string[] channels = ["value[sensor=heat]", "value[sensor=flow]"];

        var file = LongRows.WidenFor(Open(Text), channels, "time", "machine");

        Assert.That(file.Header, Is.EqualTo((string[])["time", "machine", .. channels, "note"]));
        Assert.That(Read(file)[0], Is.EqualTo("1;A;20;1.5;x"));
    }

    [Test]
    public void WidenFor_ColumnThatChangesWithinATime_IsLeftOut()
    {
        var text = Text.Replace("2,A,heat,21,x", "2,A,heat,21,y").Replace("2,B,heat,31,x", "2,B,heat,31,y");

        string[] Header(string text) =>
            [.. LongRows.WidenFor(Open(text), ["value[sensor=heat]"], "time", "machine").Header];

        Assert.That(Header(text), Has.None.EqualTo("note"));
        Assert.That(Header(text.Replace("2,B,flow,,x", "2,B,flow,,y")), Has.One.EqualTo("note"));
    }

    [Test]
    public void WidenFor_FormatWithTypes_KeepsThoseOfItsColumns()
    {
        CsvTable.Write(
            folder["x.parquet"],
            ["when", "sensor", new("label", WrittenType.Whole), new("value", WrittenType.Double)],
            csv =>
            {
                foreach (var row in (string[])["1,a,0,1.5", "1,b,0,2.5", "2,a,1,3.5"])
                {
                    csv.WriteRecord(row.Split(','));
                }
            }
        );
        var source = CsvFile.Open(folder["x.parquet"]);

        var file = LongRows.WidenFor(source, ["value[sensor=a]", "value[sensor=b]"], "when", series: null);

        Assert.That(file.Header, Is.EqualTo(new[] { "when", "value[sensor=a]", "value[sensor=b]", "label" }));
        Assert.That(file.ColumnOf(2), Is.EqualTo(source.ColumnOf(3) with { Name = "value[sensor=b]" }));
        Assert.That(file.ColumnOf(3), Is.EqualTo(source.ColumnOf(2)));
    }

    [Test]
    public void WidenFor_NumbersOfJson_AreRead()
    {
        var source = CsvFile.Open(
            folder.Write(
                "x.jsonl",
                "{\"when\":1,\"sensor\":\"a\",\"value\":1.125}\n{\"when\":2,\"sensor\":\"a\",\"value\":\"1.125\"}\n"
            )
        );
        VaeColumnSchema schema = new()
        {
            Name = "value[sensor=a]",
            Kind = VaeColumnKind.Number,
            DecimalMark = ',',
            GroupMark = '.',
        };

        var file = LongRows.WidenFor(source, [schema.Name], "when", series: null);

        Assert.That(
            new CsvTableView(file, [CsvColumn.Create(schema)]).GetColumn<float>(schema.Name),
            Is.EqualTo(new[] { 1.125f, 1125 })
        );
    }

    [TestCase("1,5", "2,25", null)]
    [TestCase("1,500", "2,250", ',')]
    [TestCase("1.5 °C", "2.25 °C", null)]
    [TestCase("0", "1", null)]
    public void Widen_NumbersInOtherFormats_AreValues(string value, string other, char? mark)
    {
        var rows = Enumerable
            .Range(0, 40)
            .Select(i => $"{i / 2};{(i % 2 == 0 ? "flow" : "heat")};{(i % 3 == 0 ? value : other)};x\n");

        var (_, channels) = LongRows.Widen(
            Open($"time;sensor;value;note\n{string.Concat(rows)}"),
            "sensor",
            "time",
            series: null,
            _ => true,
            new() { DecimalMark = mark }
        );

        Assert.That(channels, Is.EqualTo(new[] { "value[sensor=flow]", "value[sensor=heat]" }));
    }

    [TestCase("flow", "time", null)]
    [TestCase("value[sensor=flow]", null, null)]
    [TestCase("value[other=flow]", "time", null)]
    [TestCase("value[sensor=flow]", "time", "other")]
    public void WidenFor_ColumnsThatAreNoMeasurements_LeaveTheFile(string channel, string? time, string? series)
    {
        var file = Open(Text);

        Assert.That(LongRows.WidenFor(file, [channel], time, series), Is.SameAs(file));
    }

    [Test]
    public void Widen_TwoValuesAtATime_AreRefused() =>
        Assert.That(
            () => LongRows.Widen(Open(Text), "sensor", "time", series: null, _ => true, new()),
            Throws
                .TypeOf<CommandException>()
                .With.Message.Contains("row 3 (line 4): 'value[sensor=flow]' has a second value at the time '1'")
        );

    [Test]
    public void Widen_ColumnsWithoutNumbers_AreRefused() =>
        Assert.That(
            () => LongRows.Widen(Open(Text), "sensor", "time", "machine", name => name == "note", new()),
            Throws.TypeOf<CommandException>().With.Message.Contains("no column has a number for a value of 'sensor'")
        );

    private CsvFile Open(string text) => CsvFile.Open(folder.Write("x.csv", text));

    private static string[] Read(CsvFile file) =>
        [
            .. file.ReadRecords()
                .Select(record =>
                    string.Join(';', Enumerable.Range(0, file.Header.Count).Select(i => file.Text(record, i)))
                ),
        ];
}
