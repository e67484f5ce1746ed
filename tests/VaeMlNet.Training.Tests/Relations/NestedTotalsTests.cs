namespace VaeMlNet.Tests;

/// <summary>A model of a table whose totals are parts of other totals: filled cells and synthetic rows keep all sums.</summary>
public sealed class NestedTotalsTests
{
    private const float Missing = float.NaN;

    private static readonly string[] Columns =
    [
        "Rent",
        "Food",
        "Fuel",
        "Costs",
        "Sales",
        "Fees",
        "Income",
        "Profit",
        "Steel",
        "Wood",
        "Weight",
    ];

    private TrainedRows<Row> model = null!;

    /// <summary>Costs = Rent + Food + Fuel, Income = Sales + Fees, Profit = Income - Costs, and apart from them Weight = Steel + Wood, rounded.</summary>
    public sealed record Row
    {
        public float Rent { get; init; }

        public float Food { get; init; }

        public float Fuel { get; init; }

        public float Costs { get; init; }

        public float Sales { get; init; }

        public float Fees { get; init; }

        public float Income { get; init; }

        public float Profit { get; init; }

        public float Steel { get; init; }

        public float Wood { get; init; }

        public float Weight { get; init; }
    }

    [OneTimeSetUp]
    public void Train() => model = new(Columns, Rows(400, seed: 1), WithGaps(Rows(300, seed: 2), seed: 3));

    [OneTimeTearDown]
    public void DeleteFolder() => model.Dispose();

    [Test]
    public void Relations_OfTheManifest_AreAllSums()
    {
        var equations = model.Manifest.ColumnRelations!.Equations;

        Assert.That(
            equations.Select(equation => string.Join(' ', equation.Columns.Order(StringComparer.Ordinal))),
            Is.EquivalentTo(["Costs Food Fuel Rent", "Fees Income Sales", "Costs Income Profit", "Steel Weight Wood"])
        );
    }

    [Test]
    public void Impute_CellsThatFollowFromOthers_AreExact()
    {
        var truth = Rows(100, seed: 4);

        var filled = model.Fill([
            .. truth.Select(row => row with { Food = Missing, Costs = Missing, Sales = Missing, Wood = Missing }),
        ]);

        Assert.That(filled.Select(row => row.Costs), Is.EqualTo(truth.Select(row => row.Costs)));
        Assert.That(filled.Select(row => row.Food), Is.EqualTo(truth.Select(row => row.Food)));
        Assert.That(filled.Select(row => row.Sales), Is.EqualTo(truth.Select(row => row.Sales)));
        Assert.That(filled.Zip(truth).Max(pair => Math.Abs(pair.First.Wood - pair.Second.Wood)), Is.LessThan(0.51));
    }

    [Test]
    public void Impute_AllPartsAndTotalsMissing_KeepsTheSums() =>
        AssertSums(
            model.Fill([
                .. Rows(100, seed: 5)
                    .Select(row =>
                        new Row { Fuel = row.Fuel, Steel = row.Steel } with
                        {
                            Rent = Missing,
                            Food = Missing,
                            Costs = Missing,
                            Sales = Missing,
                            Fees = Missing,
                            Income = Missing,
                            Profit = Missing,
                            Wood = Missing,
                            Weight = Missing,
                        }
                    ),
            ])
        );

    [Test]
    public void Sample_Rows_KeepTheSums() => AssertSums(model.Draw(500));

    private static void AssertSums(Row[] rows)
    {
        foreach (var row in rows)
        {
            Assert.That(row.Costs, Is.EqualTo(row.Rent + row.Food + row.Fuel), $"{row}");
            Assert.That(row.Income, Is.EqualTo(row.Sales + row.Fees), $"{row}");
            Assert.That(row.Profit, Is.EqualTo(row.Income - row.Costs), $"{row}");
            Assert.That(row.Weight, Is.EqualTo(row.Steel + row.Wood).Within(0.51), $"{row}");
        }
    }

    private static Row[] Rows(int count, int seed) =>
        TrainedRows<Row>.Rows(
            count,
            seed,
            random =>
            {
                Row row = new()
                {
                    Rent = random.Next(500, 900),
                    Food = random.Next(100, 400),
                    Fuel = random.Next(0, 200),
                    Sales = random.Next(1000, 3000),
                    Fees = random.Next(0, 300),
                    Steel = random.Next(100, 900) / 10f,
                    Wood = random.Next(100, 500) / 10f,
                };
                return row with
                {
                    Costs = row.Rent + row.Food + row.Fuel,
                    Income = row.Sales + row.Fees,
                    Profit = row.Sales + row.Fees - row.Rent - row.Food - row.Fuel,
                    Weight = MathF.Round(row.Steel + row.Wood),
                };
            }
        );

    private static Row[] WithGaps(Row[] rows, int seed)
    {
        Random random = new(seed);
        return
        [
            .. rows.Select(row =>
                row with
                {
                    Rent = Gap(row.Rent),
                    Food = Gap(row.Food),
                    Fuel = Gap(row.Fuel),
                    Costs = Gap(row.Costs),
                    Sales = Gap(row.Sales),
                    Fees = Gap(row.Fees),
                    Income = Gap(row.Income),
                    Profit = Gap(row.Profit),
                    Wood = Gap(row.Wood),
                    Weight = Gap(row.Weight),
                }
            ),
        ];

        float Gap(float value) => random.Next(3) == 0 ? Missing : value;
    }
}
