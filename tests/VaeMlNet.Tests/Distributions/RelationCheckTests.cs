using System.Text.Json;

namespace VaeMlNet.Tests;

/// <summary>The check whether a row breaks a relation.</summary>
internal sealed class RelationCheckTests
{
    private const float Missing = float.NaN;

    private static readonly ColumnRelations Relations = new()
    {
        Columns = RelatedCellsTests.WholeNumbers("Net", "Tax", "Total", "X", "Y", "Area", "Town", "State"),
        Equations =
        [
            new()
            {
                Factors = [new(1, [new("Total", 1), new("Net", -1), new("Tax", -1)])],
                Constant = 0,
                Target = "Total",
                Breaches = [new(1.5, 4), new(6, 2)],
            },
            new()
            {
                Factors = [new(1, [new("Area", 1)]), new(-1, [new("X", 1)]), new(-1, [new("Y", 1)])],
                Constant = 1,
                Target = "Area",
                Breaches = [new(1.5, 4)],
            },
        ],
        Lookups =
        [
            new()
            {
                Source = "Town",
                Target = "State",
                Values = [1, 2],
                Targets = [7, 8],
                Breaches = [new(0.5, 3)],
            },
        ],
        Orders = [new("Net", "Total") { Breaches = [new(0, 5)] }],
    };

    [TestCase(5, 3, 8, 0)]
    [TestCase(5, 3, 9, 0, TestName = "IsBroken_SumThatIsRoundedOtherwise_IsNot")]
    [TestCase(5, 3, 11, 4)]
    [TestCase(5, 3, 20, 6, TestName = "IsBroken_SumFarOff_CountsAllTolerances")]
    [TestCase(5, 3, 2, 9, TestName = "IsBroken_TotalBelowAPart_BreaksSumAndOrder")]
    [TestCase(5, Missing, 20, 0)]
    public void IsBroken_Sum_IsAddedInNats(float net, float tax, float total, double nats) =>
        Assert.That(Nats(net, tax, total, 2, 3, 6, 1, 7), Is.EqualTo(nats));

    [TestCase(2, 3, 6, 0)]
    [TestCase(2, 3, 7, 0)]
    [TestCase(2, 3, 9, 4)]
    [TestCase(-2, 3, 9, 0, TestName = "IsBroken_ProductOfANegativeNumber_IsNotChecked")]
    [TestCase(2, Missing, 9, 0)]
    public void IsBroken_Product_IsAddedInNats(float x, float y, float area, double nats) =>
        Assert.That(Nats(5, 3, 8, x, y, area, 1, 7), Is.EqualTo(nats));

    [TestCase(2, 8, 0)]
    [TestCase(2, 7, 3)]
    [TestCase(3, 7, 0, TestName = "IsBroken_SourceThatTrainingLacks_IsNotChecked")]
    [TestCase(2, Missing, 0)]
    [TestCase(Missing, 7, 0)]
    public void IsBroken_Lookup_IsAddedInNats(float town, float state, double nats) =>
        Assert.That(Nats(5, 3, 8, 2, 3, 6, town, state), Is.EqualTo(nats));

    [TestCase(1, 4, true)]
    [TestCase(1, Missing, false)]
    [TestCase(2, 4, false)]
    [TestCase(2, Missing, false, TestName = "IsBroken_MissingCellWhereCellsHaveValues_IsNot")]
    [TestCase(1, float.PositiveInfinity, true, TestName = "IsBroken_UnseenCategoryWhereCellsAreMissing_Is")]
    [TestCase(3, 4, false)]
    [TestCase(Missing, 4, false)]
    public void IsBroken_Gap_IsAValueThatIsMissingInTraining(float owns, float brand, bool isBroken)
    {
        ColumnRelations relations = new()
        {
            Columns = [],
            Gaps =
            [
                new()
                {
                    Source = "Owns",
                    Target = "Brand",
                    MissingAt = [1],
                    KnownAt = [2],
                    Breaches = [new(0, 5)],
                },
            ],
        };

        Assert.That(RelationCheck.CreateAll(relations).Single().IsBroken([owns, brand]), Is.EqualTo(isBroken));
    }

    [Test]
    public void Expected_OfTheTarget_IsWhatTheOthersGive()
    {
        float[] cells = [5, 3, 20, 2, 3, 9, 2, 7];

        var expected = RelationCheck.CreateAll(Relations).Select(check => check.Expected(cells));

        Assert.That(expected, Is.EqualTo(new float?[] { 8, 8, 6, 8, null }));
    }

    [Test]
    public void Breaches_AsJson_AreKept()
    {
        var json = JsonSerializer.Serialize(Relations);

        Assert.That(
            JsonSerializer.Deserialize<ColumnRelations>(json)!.Equations[0].Breaches,
            Is.EqualTo(Relations.Equations[0].Breaches)
        );
    }

    [TestCase(double.NaN, 3)]
    [TestCase(-1, 3)]
    [TestCase(1, double.PositiveInfinity)]
    [TestCase(1, 1000)]
    public void Complaint_WrongBreaches_NamesTheRelation(double tolerance, double nats)
    {
        var wrong = Relations with { Orders = [new("Net", "Total") { Breaches = [new(tolerance, nats)] }] };

        Assert.That(Relations.Complaint(_ => (true, 0), _ => true), Is.Null);
        Assert.That(wrong.Complaint(_ => (true, 0), _ => true), Does.Contain("Net <= Total"));
    }

    [TestCase(8, ExpectedResult = true)]
    [TestCase(7, ExpectedResult = false)]
    public bool Complaint_LookupOfKeysThatAColumnLacks_IsOne(int keyCount)
    {
        var ofKeys = Relations with
        {
            Columns =
            [
                .. Relations.Columns.Select(column =>
                    column.Name == "State" ? column with { KeyCount = keyCount } : column
                ),
            ],
        };

        return ofKeys.Complaint(name => (name != "State", name == "State" ? keyCount : 0), _ => true) is null;
    }

    private static double Nats(params float[] cells) =>
        RelationCheck.CreateAll(Relations).Where(check => check.IsBroken(cells)).Sum(check => check.Nats);
}
