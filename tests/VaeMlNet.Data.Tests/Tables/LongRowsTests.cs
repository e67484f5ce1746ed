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

    [Test]
    public void Widen_RowsOfATime_AreOneRow()
    {
        var file = LongRows.Widen(Open(Text), "sensor", "time", "machine", _ => true);

        Assert.That(
            file.Header,
            Is.EqualTo(new[] { "time", "machine", "value[sensor=flow]", "value[sensor=heat]", "value[sensor=a, b]" })
        );
        Assert.That(Read(file), Is.EqualTo(new[] { "1;A;1.5;20;", "1;B;2.5;;", "2;A;;21;", "2;B;;31;", "3;A;;;7" }));
        Assert.That(file.Find(4).Row, Is.EqualTo(5));
        Assert.That(file.Sort([4, 0, 1, 2, 3]).Find(1).Row, Is.EqualTo(7));
    }

    [Test]
    public void WidenFor_OtherFile_HasTheColumnsOfTheModel()
    {
        string[] channels = ["value[sensor=heat]", "value[sensor=flow]"];

        var file = LongRows.WidenFor(Open(Text), channels, "time", "machine");

        Assert.That(file.Header, Is.EqualTo((string[])["time", "machine", .. channels]));
        Assert.That(Read(file)[0], Is.EqualTo("1;A;20;1.5"));
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
            () => LongRows.Widen(Open(Text), "sensor", "time", series: null, _ => true),
            Throws
                .TypeOf<CommandException>()
                .With.Message.Contains("row 3 (line 4): 'value[sensor=flow]' has a second value at the time '1'")
        );

    [Test]
    public void Widen_ColumnsWithoutNumbers_AreRefused() =>
        Assert.That(
            () => LongRows.Widen(Open(Text), "sensor", "time", "machine", name => name == "note"),
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
