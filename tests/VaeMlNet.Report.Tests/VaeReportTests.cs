using Microsoft.ML;
using Microsoft.ML.Data;

namespace VaeMlNet.Report.Tests;

internal sealed class VaeReportTests
{
    private static readonly MLContext Ml = new(seed: 1);
    private static readonly string Mnist = Repository.PathOf("onnx", "mnist");
    private static readonly string Patients = Repository.PathOf("tests", "VaeMlNet.Tests", "Fixtures", "table");

    private VaeModel mnist = null!;
    private VaeModel patients = null!;
    private TemporaryFolder folder = null!;

    [OneTimeSetUp]
    public void OpenModels() => (mnist, patients) = (VaeModel.Open(Mnist), VaeModel.Open(Patients));

    [OneTimeTearDown]
    public void CloseModels()
    {
        mnist.Dispose();
        patients.Dispose();
    }

    [SetUp]
    public void CreateFolder() => folder = new TemporaryFolder();

    [TearDown]
    public void DeleteFolder() => folder.Dispose();

    [Test]
    public void Write_TableWithAColumnOfBooleans_RanksTheAnomalies()
    {
        var path = folder["new", "page.html"];

        var count = VaeReport.Write(
            Patients,
            Draw(Patients, 60),
            path,
            new()
            {
                LabelColumnName = "Smoker",
                RowCount = 25,
                DataName = "some <patients>",
            }
        );

        ReadPage page = new(path);

        Assert.That(count, Is.EqualTo(60));
        Assert.That(page.Sections, Does.Contain("columns").And.Contain("anomalies"));
        Assert.That(page.Charts.Keys, Is.SupersetOf(new[] { "roc", "precision-recall" }));
        Assert.That(page.Markup, Does.Contain("some &lt;patients&gt;").And.Contain("Vitals.Oxygen"));
        Assert.That(folder.Entries, Has.None.Contains(".tmp"));
    }

    [TestCase("0", "All rows are labeled normal: ", "the rows above the threshold are false alarms")]
    [TestCase("1", "All rows are labeled as anomalies: ", "the share of anomalies that it finds")]
    public void Write_EqualLabels_SaysSoBesideTheShareAboveTheThreshold(string label, string expected, string meaning)
    {
        var page = Write(Patients, new() { Labels = Enumerable.Repeat(label, 30) });

        Assert.That(
            page.Markup,
            Does.Match(expected + "[0-9]+ of 30 rows")
                .And.Contain(meaning)
                .And.Not.Contain("not known without labels")
                .And.Not.Contain("If you know some anomalies")
                .And.Not.Contain("If most are anomalies")
        );
    }

    [Test]
    public void Write_LabelsThatAreKeys_ShowsTheirTexts()
    {
        var page = Write(Patients, new() { LabelColumnName = "Job" });

        var labels = Texts(page, "labels");

        Assert.That(labels.Distinct(), Is.SubsetOf(new[] { "clerk", "nurse", "smith", "" }));
        Assert.That(labels.Distinct().Count(), Is.GreaterThan(1));
        Assert.That(page.Charts.Keys, Has.None.EqualTo("roc"), "labels of classes rank nothing");
        Assert.That(page.Markup, Does.Contain("has other labels than 1, true, yes, y, t or on for anomalies"));
    }

    [Test]
    public void Write_LabelsThatAreKeysWithoutTextsOrNumbers_ShowsNumbers()
    {
        var ofKeys = Write(Patients, new() { LabelColumnName = "Region" });
        var ofNumbers = Write(Patients, new() { LabelColumnName = "Age" });

        Assert.That(Texts(ofKeys, "labels").Distinct(), Is.SubsetOf(new[] { "0", "1", "2" }));
        Assert.That(
            Texts(ofNumbers, "labels"),
            Has.All.Matches<string>(text => float.TryParse(text, out _)).And.None.EqualTo("NaN")
        );
    }

    [Test]
    public void Write_ImagesWithLabelsInTheirOrder_GivesEachRowOfTheMapItsOwn()
    {
        string[] labels = [.. Enumerable.Range(0, 30).Select(row => $"class {row}")];

        var page = Write(
            Mnist,
            new()
            {
                Image = new(1, 28, 28),
                Labels = labels,
                LabelName = "digit",
                RowCount = 12,
            }
        );

        var rows = page.Data.GetProperty("rows");

        Assert.That(rows.GetProperty("label").GetString(), Is.EqualTo("digit"));
        Assert.That(
            Texts(page, "labels"),
            Is.EqualTo(rows.GetProperty("numbers").EnumerateArray().Select(row => labels[row.GetInt64() - 1]))
        );
        Assert.That(rows.GetProperty("pictures").GetProperty("width").GetInt32(), Is.EqualTo(28));
    }

    [Test]
    public void Write_FewerLabelsThanRows_LeavesTheOthersWithout()
    {
        var page = Write(Patients, new() { Labels = ["a", "b"] });

        Assert.That(Texts(page, "labels"), Is.EqualTo(new[] { "a", "b" }.Concat(Enumerable.Repeat("", 28))));
    }

    [Test]
    public void Write_FeaturesWithoutAnImage_ShowsColumns()
    {
        var page = Write(Mnist, new());

        Assert.That(page.Sections, Does.Contain("columns"));
        Assert.That(page.Markup, Does.Contain("784 columns").And.Contain("Report of mnist"));
    }

    [Test]
    public void Write_OnlyTheScoresDiffer_AdvisesToReadTheHighest()
    {
        Random random = new(1);
        Row[] noise =
        [
            .. Enumerable
                .Range(0, 40)
                .Select(_ => new Row { Features = [.. Enumerable.Range(0, 784).Select(_ => random.NextSingle())] }),
        ];

        VaeReport.Write(Mnist, Ml.Data.LoadFromEnumerable(noise), folder["x.html"], new() { Image = new(1, 28, 28) });

        var page = new ReadPage(folder["x.html"]).Markup;

        Assert.That(page, Does.Contain("its scores are higher than those of the calibration rows"));
        Assert.That(
            page,
            Does.Contain("Next:</strong> read the highest scores below. If new data will look like this")
        );
        Assert.That(page, Does.Not.Contain("look at the columns that have drifted"));
    }

    [Test]
    public void Write_OpenedModelTwice_IsTheSamePage()
    {
        using MemoryStream first = new();
        using MemoryStream second = new();

        VaeReport.Write(patients, Draw(Patients, 30), first);
        VaeReport.Write(patients, Draw(Patients, 30), second);

        Assert.That(second.ToArray(), Is.EqualTo(first.ToArray()));
        Assert.That(first.CanWrite, Is.True, "the stream stays open");
    }

    [Test]
    public void Write_DataWithoutRows_ReportsIt()
    {
        var none = Ml.Data.LoadFromEnumerable(Array.Empty<Row>());

        Assert.That(
            () => VaeReport.Write(Mnist, none, folder["x.html"], new() { DataName = "empty.csv" }),
            Throws.InvalidOperationException.With.Message.Contain("'empty.csv' has no rows")
        );
        Assert.That(folder.Entries, Is.Empty);
    }

    [Test]
    public void Write_OptionsThatDoNotFit_NamesThem()
    {
        Assert.That(
            () => Write(Patients, new() { LabelColumnName = "Nobody" }),
            Throws.ArgumentException.With.Message.Contain("'Nobody'").And.Message.Contain("'Smoker'")
        );
        Assert.That(
            () => Write(Mnist, new() { Image = new(1, 28, 27) }),
            Throws.ArgumentException.With.Message.Contain("28x27").And.Message.Contain("784")
        );
        Assert.That(
            () => Write(Patients, new() { LabelColumnName = "Job", Labels = [] }),
            Throws.ArgumentException.With.Message.Contain("LabelColumnName")
        );
        Assert.That(() => Write(Patients, new() { RowCount = 0 }), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => Write(Patients, new() { TopCount = 0 }), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(
            () => Write(Patients, new() { ExampleCount = 0 }),
            Throws.InstanceOf<ArgumentOutOfRangeException>()
        );
        Assert.That(folder.Entries, Is.Empty);
    }

    [Test]
    public void Write_ColumnThatTheDataLacks_IsMissingOnlyWhereThatIsAllowed()
    {
        var data = Draw(Patients, 30);
        var without = Ml.Transforms.DropColumns("Age").Fit(data).Transform(data);

        Assert.That(
            () => VaeReport.Write(Patients, without, folder["x.html"]),
            Throws.InstanceOf<ArgumentException>().With.Message.Contain("'Age'")
        );

        VaeReport.Write(Patients, without, folder["y.html"], new() { AllowMissingColumns = true });

        Assert.That(new ReadPage(folder["y.html"]).Markup, Does.Contain("100 %"), "missing cells");
    }

    [Test]
    public void Write_Canceled_LeavesNothing()
    {
        using CancellationTokenSource source = new();
        source.Cancel();

        Assert.That(
            () => VaeReport.Write(Patients, Draw(Patients, 30), folder["x.html"], null, source.Token),
            Throws.InstanceOf<OperationCanceledException>()
        );
        Assert.That(folder.Entries, Is.Empty);
    }

    [Test]
    public void ReadReasons_Canceled_StopsBeforeTheFirstRow()
    {
        DetailPass details = new(new(patients, Draw(Patients, 3), new()));
        using CancellationTokenSource source = new();

        Assert.That(details.ReadReasons(Ml, [0, 2], source.Token).Keys, Is.EqualTo(new long[] { 0, 2 }));

        source.Cancel();

        Assert.That(
            () => details.ReadReasons(Ml, [0, 2], source.Token),
            Throws.InstanceOf<OperationCanceledException>()
        );
    }

    private static string[] Texts(ReadPage page, string name) =>
        [.. page.Data.GetProperty("rows").GetProperty(name).EnumerateArray().Select(text => text.GetString()!)];

    private IDataView Draw(string modelFolder, int count) =>
        Ml.Data.VaeSample(modelFolder == Mnist ? mnist : patients, count, seed: 3, new() { FillsMissingCells = true });

    private ReadPage Write(string modelFolder, VaeReportOptions options)
    {
        VaeReport.Write(modelFolder, Draw(modelFolder, 30), folder["x.html"], options);
        return new ReadPage(folder["x.html"]);
    }

    private sealed class Row
    {
        [VectorType(784)]
        public float[] Features { get; set; } = [];
    }
}
