using Microsoft.ML;
using Microsoft.ML.Data;

namespace VaeMlNet.Tests;

/// <summary>Conditions and constraints of a table whose categories are codes that look like numbers, and whose column has an operator in its name.</summary>
internal sealed class TableConditionTests
{
    private static readonly string[] Codes = ["01", "1", "2"];

    private readonly MLContext ml = new(seed: 1);
    private readonly TemporaryFolder folder = new();
    private VaeModel model = null!;
    private VaeModel prices = null!;

    [OneTimeSetUp]
    public void OpenModel()
    {
        var manifest = VaeModel.ReadManifest(TinyTable.Folder);
        model = VaeModel.Open(
            TinyTable.Copy(
                folder["codes"],
                manifest with
                {
                    Columns =
                    [
                        .. manifest.Columns.Select(column =>
                            column.Name switch
                            {
                                "Job" => column with { KeyValues = Codes },
                                "Age" => column with { Name = "Age>=18", GraphName = "Age" },
                                _ => column,
                            }
                        ),
                    ],
                }
            )
        );
        VaeColumnSchema price = new()
        {
            Name = "Age",
            Kind = VaeColumnKind.Number,
            DecimalMark = ',',
            GroupMark = '.',
            Suffix = " \u20ac",
            Decimals = 2,
            PadsDecimals = true,
        };
        prices = VaeModel.Open(
            TinyTable.Copy(folder["prices"], manifest with { TableSchema = new() { Columns = [price] } })
        );
    }

    [OneTimeTearDown]
    public void Dispose()
    {
        prices.Dispose();
        model.Dispose();
        folder.Dispose();
    }

    [TestCase("Job=1", "1")]
    [TestCase("Job=01", "01")]
    [TestCase("Job=2.0", "2", Description = "the only category with this number")]
    [TestCase("Job!=1", "01", "2")]
    [TestCase("Job<2", "01", "1")]
    [TestCase("Job<=1.0", "01", "1")]
    [TestCase("Job=1..2", "01", "1", "2")]
    public void Conditions_CodesThatAreOneNumber_ChooseTheirCategory(string condition, params string[] codes) =>
        Assert.That(
            Jobs(new() { Conditions = [condition] }, count: 100).Distinct().Select(job => Codes[job - 1]),
            Is.EquivalentTo(codes)
        );

    [Test]
    public void Conditions_NumberOfSeveralCodes_IsRefused() =>
        Assert.That(
            () => Jobs(new() { Conditions = ["Job=1.0"] }, count: 1),
            Throws.ArgumentException.With.Message.Contains("'1.0' is no value of column 'Job'")
        );

    [Test]
    public void Constraints_UniqueCodes_TellCodesOfOneNumberApart() =>
        Assert.That(
            Jobs(new() { Constraints = ["unique Job"], FillsMissingCells = true }, count: 3),
            Is.EquivalentTo(new[] { 1, 2, 3 })
        );

    [Test]
    public void Constraints_TwoColumnsOfCategories_CompareTheirTexts() =>
        Assert.That(
            // The keys of the region are the texts 1 and 2.
            Jobs(new() { Constraints = ["Job=Region"], FillsMissingCells = true }, count: 100).Distinct(),
            Is.EquivalentTo(new[] { 2, 3 })
        );

    [Test]
    public void Conditions_ColumnWithAnOperatorInItsName_IsFound() =>
        Assert.That(
            ml.Data.VaeSample(model, 50, seed: 1, new() { Conditions = ["Age>=18 < 40"] }).GetColumn<float>("Age>=18"),
            Is.All.LessThan(40)
        );

    [TestCase("Age<1.000", 1000)]
    [TestCase("Age<1.000,00", 1000)]
    [TestCase("Age<40,5", 40.5)]
    [TestCase("Age<40,5 \u20ac", 40.5)]
    public void Conditions_NumberInTheMarksOfTheColumn_NeedsNoUnit(string condition, double bound) =>
        Assert.That(
            ml.Data.VaeSample(prices, 50, seed: 1, new() { Conditions = [condition] }).GetColumn<float>("Age"),
            Is.All.LessThan(bound)
        );

    [TestCase("40.5")]
    [TestCase("1,234.5")]
    [TestCase("40.5 \u20ac")]
    public void Conditions_NumberInOtherMarksThanTheColumn_IsRefused(string number) =>
        Assert.That(
            () => ml.Data.VaeSample(prices, 50, seed: 1, new() { Conditions = [$"Age<{number}"] }),
            Throws.ArgumentException.With.Message.Contains($"'{number}'").And.Message.Contains("1.234,50 \u20ac")
        );

    private int[] Jobs(VaeSampleOptions options, int count) =>
        [.. ml.Data.VaeSample(model, count, seed: 1, options).GetColumn<uint>("Job").Select(job => (int)job)];
}
