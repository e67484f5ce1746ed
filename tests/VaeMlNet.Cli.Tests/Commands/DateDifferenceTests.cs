using System.Globalization;

namespace VaeMlNet.Cli.Tests;

/// <summary>All verbs on a table with dates that are close to those of another column.</summary>
internal sealed class DateDifferenceTests
{
    private const int RowCount = 400;
    private const string Header = "ordered,shipped,paid,days,amount";

    private static readonly Lazy<string> Model = new(Export);
    private static TemporaryFolder? shared;

    private TemporaryFolder folder = null!;

    [OneTimeTearDown]
    public void DeleteShared() => shared?.Dispose();

    [SetUp]
    public void CreateFolder() => folder = new TemporaryFolder();

    [TearDown]
    public void DeleteFolder() => folder.Dispose();

    [Test]
    public void Synthesize_DatesSinceOthers_KeepTheirOrderAndTheirRelations()
    {
        ToolRun.Run("synthesize", Model.Value, "--rows=200", $"--out={folder["s.csv"]}").Succeeded();

        Assert.That(Rows(folder["s.csv"]), Has.Exactly(200).Items.And.All.Matches<Row>(row => row!.Holds));
    }

    [TestCase("shipped>=2022-06-01", "2022-06-01", "9999-01-01")]
    [TestCase("paid=2022-03-01..2022-04-01", "2022-02-01", "2022-04-01")]
    public void Synthesize_Condition_IsOnTheDate(string condition, string first, string last)
    {
        ToolRun
            .Run("synthesize", Model.Value, "--rows=20", $"--where={condition}", $"--out={folder["s.csv"]}")
            .Succeeded();

        Assert.That(Rows(folder["s.csv"]).Select(row => row.Shipped), Is.All.InRange(Date(first), Date(last)));
    }

    [Test]
    public void Synthesize_Constraint_ComparesTheDates()
    {
        ToolRun
            .Run("synthesize", Model.Value, "--rows=20", "--constraint=paid<=ordered", $"--out={folder["s.csv"]}")
            .Failed(1, "Only 0 of");
    }

    [Test]
    public void Impute_MissingDates_FitTheOthers()
    {
        var data = folder.Write(
            "x.csv",
            $"{Header}\n2022-05-01,,2022-05-20,4,10.0\n,2022-05-03,,2,10.0\n,2022-05-09,2022-05-24,5,10.0\n,,2022-05-24,,10.0\n"
        );

        ToolRun.Run("impute", Model.Value, $"--data={data}", $"--out={folder["i.csv"]}").Succeeded();

        var rows = Rows(folder["i.csv"]);

        Assert.That(rows[0].Shipped, Is.EqualTo(Date("2022-05-05")));
        Assert.That(rows[1], Is.EqualTo(new Row(Date("2022-05-01"), Date("2022-05-03"), Date("2022-05-16"), 2)));
        Assert.That(rows[2].Ordered, Is.EqualTo(Date("2022-05-09")), "paid is always 15 days later");
        Assert.That(rows[3].Ordered, Is.EqualTo(Date("2022-05-09")));
        Assert.That(rows[3].Shipped, Is.EqualTo(rows[3].Ordered.AddDays(rows[3].Days)));
    }

    [Test]
    public void Score_ShippedBeforeOrdered_HasTheReason()
    {
        var data = folder.Write("x.csv", $"{Header}\n2022-05-10,2022-04-01,2022-05-25,3,10.0\n");

        ToolRun.Run("score", Model.Value, $"--data={data}", "--top=1", $"--out={folder["s.csv"]}").Succeeded();

        Assert.That(File.ReadAllText(folder["s.csv"]), Does.Contain("shipped - ordered -39 days"));
    }

    [Test]
    public void Score_FileWithoutTheDatesToCountFrom_TakesBothAsMissing()
    {
        var data = folder.Write("x.csv", "shipped,paid,days,amount\n2022-04-01,2022-05-25,3,10.0\n");

        ToolRun
            .Run("score", Model.Value, $"--data={data}", "--allow-missing-columns", $"--out={folder["s.csv"]}")
            .Succeeded();

        Assert.That(File.ReadAllLines(folder["s.csv"]), Has.Length.EqualTo(2));
    }

    [Test]
    public void Report_DatesSinceOthers_AreNumbersOfDays()
    {
        ToolRun.Run("report", Model.Value, $"--data={shared!["orders.csv"]}", $"--out={folder["r.html"]}").Succeeded();

        Assert.That(File.ReadAllText(folder["r.html"]), Does.Contain("shipped - ordered (days)"));
    }

    [Test]
    public void Info_Model_HasTheRelationsOfDates() =>
        Assert.That(ToolRun.Run("info", Model.Value).Succeeded().Output, Does.Contain("shipped - ordered = days"));

    private static string Export()
    {
        shared = new TemporaryFolder();
        Random random = new(5);
        var rows = Enumerable
            .Range(0, RowCount)
            .Select(_ =>
            {
                var ordered = new DateTime(2022, 1, 1).AddDays(random.Next(365));
                var days = random.Next(12);
                return FormattableString.Invariant(
                    $"{ordered:yyyy-MM-dd},{ordered.AddDays(days):yyyy-MM-dd},{ordered.AddDays(15):yyyy-MM-dd},{days},{random.Next(500) / 10.0:0.0}\n"
                );
            });
        var data = shared.Write("orders.csv", $"{Header}\n{string.Concat(rows)}");
        var run = ToolRun.Run("export", $"--data={data}", "--epochs=20", $"--out={shared["m"]}").Succeeded();

        Assert.That(run.Output, Does.Contain("The dates are counted from those of 'ordered'"));

        return shared["m"];
    }

    private static DateTime Date(string text) => DateTime.Parse(text, CultureInfo.InvariantCulture);

    private static Row[] Rows(string path) =>
        [
            .. File.ReadAllLines(path)
                .Skip(1)
                .Select(line => line.Split(','))
                .Select(cells => new Row(
                    Date(cells[0]),
                    Date(cells[1]),
                    Date(cells[2]),
                    double.Parse(cells[3], CultureInfo.InvariantCulture)
                )),
        ];

    private sealed record Row(DateTime Ordered, DateTime Shipped, DateTime Paid, double Days)
    {
        public bool Holds => Shipped == Ordered.AddDays(Days) && Days >= 0 && Paid == Ordered.AddDays(15);
    }
}
