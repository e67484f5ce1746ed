using static TorchSharp.torch;

namespace VaeMlNet.Tests;

/// <summary>Rows of tables and conditions that are given as a tensor.</summary>
public sealed class CellTensorTests
{
    private TrainedVae model = null!;

    [OneTimeSetUp]
    public void Train() =>
        model = new VaeTrainer(SomeTable.Options with { EpochCount = 1, ConditionColumns = ["Job"] }).Fit(
            SomeTable.View(SomeTable.Rows(50, missingShare: 0)),
            ["Income", "Married", "Measures"]
        );

    [OneTimeTearDown]
    public void DisposeModel() => model.Dispose();

    [TestCase(0, float.PositiveInfinity, "Row 7, slot 0 of 'Income' is Infinity, but the model needs finite numbers")]
    [TestCase(1, 0.5f, "Row 7 of 'Married' is 0.5, but must be 0 or 1, or NaN for a missing cell")]
    [TestCase(4, float.NegativeInfinity, "Row 7, slot 2 of 'Measures' is -Infinity")]
    [TestCase(5, float.NaN, "Row 7 has no value in condition column 'Job'")]
    [TestCase(5, 0, "Row 7 of 'Job' is 0, but must be a whole number from 1 to 3. Rows")]
    [TestCase(5, 4, "Row 7 of 'Job' is 4")]
    [TestCase(5, 1.5f, "Row 7 of 'Job' is 1.5")]
    public void Evaluate_CellThatMlNetDataCannotHave_IsRefused(int slot, float cell, string fact)
    {
        using var rows = model.ReadRows(SomeTable.View(SomeTable.Rows(20, missingShare: 0)));
        rows[7, slot] = cell;

        Assert.That(() => model.Evaluate(rows), Throws.TypeOf<VaeRowException>().With.Message.Contain(fact));
        Assert.That(() => model.Diagnose(rows), Throws.TypeOf<VaeRowException>().With.Message.Contain(fact));
    }

    [Test]
    public void Evaluate_RowsOfAView_EqualsTheTensor()
    {
        var view = SomeTable.View(SomeTable.Rows(20, missingShare: 0));
        using var rows = model.ReadRows(view);

        Assert.That(model.Evaluate(rows), Is.EqualTo(model.Evaluate(view)));
    }
}
