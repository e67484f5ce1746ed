using System.Globalization;

namespace VaeMlNet.Benchmarks.Tests;

internal sealed class PlantedRunTests
{
    private readonly List<string> progress = [];
    private TemporaryFolder folder = null!;

    [SetUp]
    public void CreateFolder()
    {
        folder = new TemporaryFolder();
        progress.Clear();
        Directory.CreateDirectory(folder["tables"]);
        folder.Write("tables/people.csv", PeopleTable.Csv(300));
    }

    [TearDown]
    public void DeleteFolder() => folder.Dispose();

    [Test]
    public void Run_Detector_RanksGrossCellsFirstAndWritesTheMeans()
    {
        folder.Write("tables/manifest.csv", "name\npeople\n");

        var page = Run();
        var last = page.TrimEnd('\n').Split('\n')[^1];

        Assert.That(last, Does.Match(@"^MEAN gross_aupr=\d\.\d{4} swapped_auroc=\d\.\d{4} swapped_aupr=\d\.\d{4}$"));
        Assert.That(double.Parse(last[16..22], CultureInfo.InvariantCulture), Is.GreaterThan(0.9));
        Assert.That(
            page,
            Does.Contain("| people |").And.Contains("knn").And.EqualTo(File.ReadAllText(folder["out/planted.md"]))
        );
        Assert.That(progress, Has.Count.EqualTo(1).And.All.StartWith("people, seed 1: gross "));
        Assert.That(
            File.ReadAllLines(folder["out/planted.csv"]),
            Has.Some.StartsWith("people,1,gross,detector,").And.Some.StartsWith("people,1,swapped,sqnorm,")
        );
    }

    [Test]
    public void Run_TableThatCannotBeTrained_IsLeftOutAndNamed()
    {
        folder.Write("tables/short.csv", "A,B\n1,2\n");

        var page = Run();

        Assert.That(page, Does.Match("(?m)^Left out: short, seed 1: .*export").And.Contain("| people |"));
        Assert.That(progress, Has.Exactly(1).StartsWith("short, seed 1: left out: "));
        Assert.That(File.ReadAllText(folder["out/planted.csv"]), Does.Not.Contain("short"));
    }

    [Test]
    public void Plant_Numbers_AreOutsideTheirRangeInOneRowOf50()
    {
        var rows = TextTable.Read(folder["tables/people.csv"]);

        var planted = GrossCells.Plant(rows, new Random(1))!;
        int[] marked = [.. Enumerable.Range(0, 300).Where(row => planted[GrossCells.LabelColumn][row] == "1")];
        int[] changed = [.. Enumerable.Range(0, 300).Where(row => Changes(row) == 1)];

        Assert.That(marked, Has.Length.EqualTo(6));
        Assert.That(changed, Is.EqualTo(marked));

        var ages = Array.ConvertAll(rows["Age"], TableCoder.Number);
        var (low, high) = (ages.Min(), ages.Max());
        double[] wild =
        [
            .. marked
                .Where(row => planted["Age"][row] != rows["Age"][row])
                .Select(row => TableCoder.Number(planted["Age"][row])),
        ];

        Assert.That(
            wild,
            Is.Not.Empty.And.All.Matches<double>(age =>
                Math.Max(age - high, low - age) >= (0.5 * (high - low)) - 0.5 && age == Math.Round(age)
            )
        );

        int Changes(int row) => rows.Names.Count(name => planted[name][row] != rows[name][row]);
    }

    [Test]
    public void Plant_TableWithoutNumbers_IsNull()
    {
        var path = folder.Write("words.csv", "A,B\nx,1\ny,2\n");

        Assert.That(GrossCells.Plant(TextTable.Read(path), new Random(1)), Is.Null);
    }

    [TestCase("nowhere")]
    [TestCase("empty")]
    public void Run_FolderWithoutTables_IsRefused(string name)
    {
        Directory.CreateDirectory(folder["empty"]);
        PlantedSettings settings = new(folder[name], [], [1], [], folder["out"]);

        Assert.That(
            () => new PlantedRun(settings, progress.Add).Run(),
            Throws.InstanceOf<CommandException>().With.Message.Contains(folder[name])
        );
    }

    private string Run() =>
        new PlantedRun(new(folder["tables"], [], [1], ["--epochs=20"], folder["out"]), progress.Add).Run();
}
