using Microsoft.ML;
using Microsoft.ML.Data;

namespace VaeMlNet.Tests;

/// <summary>The texts of reasons: values in the user's units, usual ranges, counts, and expected values.</summary>
public sealed class ReasonTextTests
{
    private static readonly TableRow Plain = new()
    {
        Age = 50,
        Vitals = [120, 0.5f],
        Job = 0,
        Region = 0,
    };

    private readonly MLContext ml = new(seed: 1);
    private TemporaryFolder folder = null!;

    [SetUp]
    public void CreateFolder() => folder = new TemporaryFolder();

    [TearDown]
    public void DeleteFolder() => folder.Dispose();

    [Test]
    public void Number_OutsideTheUsualRange_IsToldWithTheRange()
    {
        var reasons = Reasons("Age", row => row.Age = 230.8f);

        Assert.That(reasons, Is.EqualTo(new[] { "Age 230.8, usually 20 to 81" }));
    }

    [Test]
    public void Number_OfAVector_HasTheNameOfItsSlot()
    {
        var reasons = Reasons("Vitals.Oxygen", row => row.Vitals = [120, -3]);

        Assert.That(reasons, Is.EqualTo(new[] { "Vitals.Oxygen -3, usually 0.01 to 0.99" }));
    }

    [Test]
    public void Number_UsualAlone_IsToldWithTheValueThatTheOtherColumnsSuggest()
    {
        var reasons = Reasons("Age", row => row.Age = 79);

        Assert.That(reasons, Has.Length.EqualTo(1));
        Assert.That(reasons[0], Does.Match(@"^Age 79, expected about \d+ from the other columns$"));
    }

    [Test]
    public void Number_Hidden_DoesNotChangeWhatIsExpected()
    {
        var (first, second) = (Reasons("Age", row => row.Age = 79)[0], Reasons("Age", row => row.Age = 22)[0]);

        Assert.That(second["Age 22".Length..], Is.EqualTo(first["Age 79".Length..]));
    }

    [Test]
    public void Number_Missing_IsToldWithItsCount()
    {
        var reasons = Reasons("Age", row => row.Age = float.NaN);

        Assert.That(reasons, Is.EqualTo(new[] { "Age missing: 350 of 1,400 rows" }));
    }

    [Test]
    public void Category_Rare_IsToldWithItsCount()
    {
        var reasons = Reasons("Job", row => row.Job = 2);

        Assert.That(reasons, Is.EqualTo(new[] { "Job smith: 14 of 1,400 rows" }));
    }

    [TestCase(0.01, 3, true)]
    [TestCase(0.011, 3, false)]
    [TestCase(0.0088, 116, false, TestName = "Category_AsFrequentAsTheOthersOfMany_IsNotRare")]
    [TestCase(0.002, 116, true)]
    public void Category_Share_IsRareBesideThoseOfTheOthers(double share, int count, bool isRare) =>
        Assert.That(CategoryReason.IsRare(share, count), Is.EqualTo(isRare));

    [Test]
    public void Category_WithOneThatItRarelyOccursWith_IsToldWithTheCountOfBoth()
    {
        var reasons = Reasons("Job", row => row.Region = 1);

        Assert.That(reasons, Is.EqualTo(new[] { "Job clerk with Region 2: 0 of 1,400 rows" }));
    }

    [Test]
    public void Category_SecondOfAPair_IsToldWithTheSameCount()
    {
        var reasons = Reasons("Region", row => row.Region = 1);

        Assert.That(reasons, Is.EqualTo(new[] { "Region 2 with Job clerk: 0 of 1,400 rows" }));
    }

    [Test]
    public void Category_ThatTrainingDidNotHave_IsToldWithItsText()
    {
        string[] known = ["clerk", "nurse", "smith", "pilot"];
        var rows = ml.Data.LoadFromEnumerable([new { Text = "pilot" }, new { Text = "clerk" }]);
        var keys = ml.Data.LoadFromEnumerable(known.Select(text => new { Text = text }));
        var withKeys = ml.Transforms.Conversion.MapValueToKey("Job", "Text", keyData: keys).Fit(rows).Transform(rows);
        var model = UsualTable.Make(folder["m"], "Job");
        using var scorer = ml
            .Transforms.VaeScore(
                "Score",
                TinyTable.Names,
                model,
                new() { ReasonsColumnName = "Reasons", AllowMissingColumns = true }
            )
            .Fit(WithSmokerAndRegion(withKeys));

        var reasons = scorer.Transform(WithSmokerAndRegion(withKeys)).GetColumn<string[]>("Reasons").First();

        Assert.That(reasons, Is.EqualTo(new[] { "Job 'pilot' was never seen in training" }));
    }

    [Test]
    public void Boolean_Rare_IsToldWithItsCount()
    {
        var reasons = Reasons("Smoker", row => row.Smoker = true);

        Assert.That(reasons, Is.EqualTo(new[] { "Smoker true: 7 of 1,400 rows" }));
    }

    [Test]
    public void Reasons_OfSeveralColumns_BeginWithTheLargestAndAreAtMostThree()
    {
        var model = UsualTable.Make(folder["m"], "Age", "Job", "Vitals.Pressure", "Smoker");
        var reasons = ReasonsOf(
            model,
            new()
            {
                Age = 900,
                Vitals = [500, 0.5f],
                Smoker = true,
                Job = 2,
                Region = 0,
            }
        );

        string[] columns = [.. reasons.Select(reason => reason.Split(' ')[0])];

        Assert.That(columns, Has.Length.EqualTo(3));
        Assert.That(columns, Is.SubsetOf(new[] { "Age", "Job", "Vitals.Pressure", "Smoker" }));
    }

    [Test]
    public void Reasons_NoColumnAboveItsUsualContribution_AreNone() =>
        Assert.That(ReasonsOf(UsualTable.Make(folder["m"]), Plain), Is.Empty);

    [Test]
    public void Reasons_ModelThatDoesNotSayWhatIsUsual_TellValues()
    {
        var reasons = ReasonsOf(
            TinyTable.Folder,
            new()
            {
                Age = 4000,
                Vitals = [120, 0.5f],
                Job = 0,
                Region = 0,
            }
        );

        Assert.That(reasons[0], Does.Match("^Age 4000, expected about [0-9]+ from the other columns$"));
    }

    [TestCase(1, "Age 79, expected about 50")]
    [TestCase(2, "Age 79, expected about 50 from the other columns")]
    public void Number_OfATable_NamesOtherColumnsOnlyWhereThereAre(int columns, string expected)
    {
        var manifest = VaeModel.ReadManifest(UsualTable.Make(folder["m"]));
        RowReasons reasons = new(manifest with { Columns = [.. manifest.Columns.Take(columns)] });
        using OneColumn row = new(1);
        row.Slots[0] = 79;

        var texts = reasons.Tell([0], new(row, 0, new float[2], [50, 0, 0], new([null], [null])));

        Assert.That(texts.Select(text => text.ToString()), Is.EqualTo(new[] { expected }));
    }

    private string[] Reasons(string column, Action<TableRow> change)
    {
        TableRow row = new()
        {
            Age = Plain.Age,
            Vitals = [.. Plain.Vitals],
            Job = Plain.Job,
            Region = Plain.Region,
        };
        change(row);
        return ReasonsOf(UsualTable.Make(folder[$"m{Guid.NewGuid():N}"], column), row);
    }

    private string[] ReasonsOf(string model, TableRow row)
    {
        var data = TinyTable.View([row]);
        using var scorer = ml
            .Transforms.VaeScore("Score", TinyTable.Names, model, new() { ReasonsColumnName = "Reasons" })
            .Fit(data);
        return scorer.Transform(data).GetColumn<string[]>("Reasons").Single();
    }

    private IDataView WithSmokerAndRegion(IDataView rows) =>
        ml
            .Transforms.CustomMapping<Input, Others>(
                (_, others) =>
                {
                    others.Smoker = false;
                    others.Region = 0;
                },
                contractName: null
            )
            .Fit(rows)
            .Transform(rows);

    private sealed class Input
    {
        public string Text { get; set; } = "";
    }

    private sealed class Others
    {
        public bool Smoker { get; set; }

        [KeyType(2)]
        public uint Region { get; set; }
    }
}
