namespace VaeMlNet.Tests;

public sealed class SlotGroupTests
{
    private static readonly object[] Rows =
    [
        new object[] { nameof(AllowedValues.OneHot), new float[] { 0, 1, 0 }, -1 },
        new object[] { nameof(AllowedValues.OneHot), new float[] { 0, 0, 0 }, -1 },
        new object[] { nameof(AllowedValues.OneHot), new float[] { 0, 1, 1 }, 2 },
        new object[] { nameof(AllowedValues.OneHot), new float[] { 0.5f, 0, 0 }, 0 },
        new object[] { nameof(AllowedValues.OneHot), new float[] { 0, -1, 0 }, 1 },
        new object[] { nameof(AllowedValues.OneHot), new float[] { 0, 0, float.NaN }, 2 },
        new object[] { nameof(AllowedValues.Counts), new float[] { 0, 3, 1 << 24 }, -1 },
        new object[] { nameof(AllowedValues.Counts), new float[] { 0, 1.5f, 0 }, 1 },
        new object[] { nameof(AllowedValues.Counts), new float[] { -1, 0, 0 }, 0 },
        new object[] { nameof(AllowedValues.Counts), new float[] { 0, 0, (1 << 24) + 2 }, 2 },
        new object[] { nameof(AllowedValues.Counts), new float[] { 0, float.PositiveInfinity, 0 }, 1 },
        new object[] { nameof(AllowedValues.Counts), new float[] { float.NaN, 0, 0 }, 0 },
        new object[] { nameof(AllowedValues.Positive), new float[] { 1e-30f, 3, 0 }, 2 },
        new object[] { nameof(AllowedValues.Positive), new float[] { 2, -1, 3 }, 1 },
        new object[] { nameof(AllowedValues.NonNegative), new float[] { 0, 2.5f, 1e30f }, -1 },
        new object[] { nameof(AllowedValues.NonNegative), new float[] { 0, float.PositiveInfinity, -1 }, 1 },
        new object[] { nameof(AllowedValues.UnitInterval), new float[] { 0, 0.5f, 1.5f }, 2 },
        new object[] { nameof(AllowedValues.Finite), new float[] { -1e30f, 0, float.NegativeInfinity }, 2 },
    ];

    [TestCaseSource(nameof(Rows))]
    public void FindRefused_Slots_GivesTheFirst(string values, float[] slots, int expected) =>
        Assert.That(
            new SlotGroup(slots.Length, Enum.Parse<AllowedValues>(values)).FindRefused(slots),
            Is.EqualTo(expected)
        );

    [TestCaseSource(nameof(Rows))]
    public void Copy_Slots_CopiesAllAndAgreesWithFindRefused(string values, float[] slots, int expected)
    {
        var copy = new float[slots.Length];

        var areAllowed = new SlotGroup(slots.Length, Enum.Parse<AllowedValues>(values)).Copy(slots, copy);

        Assert.That(areAllowed, Is.EqualTo(expected < 0));
        Assert.That(copy, Is.EqualTo(slots));
    }

    [Test]
    public void Check_ColumnsOfSeveralLikelihoods_HasEachGroupInItsRange()
    {
        var some = VaeManifestTests.Some().Columns[0];
        var manifest = VaeManifestTests.Some() with
        {
            Columns =
            [
                some with
                {
                    Width = 5,
                    Likelihood = ColumnLikelihood.Categorical,
                    Groups = [2, 3],
                },
                some with
                {
                    Width = 2,
                    Likelihood = ColumnLikelihood.Multinomial,
                },
                some with
                {
                    Width = 1,
                    Likelihood = StudentTFormula.Kind,
                },
            ],
        };
        var range = new InputRange(manifest, "onnx/some");

        Assert.That(() => range.Check([0, 1, 1, 0, 0, 7, 0, -3.5f], "x", 0), Throws.Nothing);
        Assert.That(
            () => range.Check([0, 1, 1, 0, 1, 7, 0, -3.5f], "x", 4),
            Throws
                .TypeOf<VaeRowException>()
                .With.Message.Contains("Row 4, slot 4 of 'x' is 1")
                .And.Message.Contains("one 1 and otherwise 0 in each group, here of 3 slots")
        );
        Assert.That(
            () => range.Check([0, 1, 1, 0, 0, 7, 0.5f, -3.5f], "x", 0),
            Throws.TypeOf<VaeRowException>().With.Message.Contains("slot 6").And.Message.Contains("whole numbers")
        );
        Assert.That(
            () => range.Check([0, 1, 1, 0, 0, 7, float.NaN, -3.5f], "x", 0),
            Throws.TypeOf<VaeRowException>().With.Message.Contains("'onnx/some' needs finite values")
        );
    }
}
