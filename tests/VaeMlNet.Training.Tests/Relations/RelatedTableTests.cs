using Microsoft.ML;
using Microsoft.ML.Data;
using TorchSharp;
using VaeMlNet.Tests.Shared;

namespace VaeMlNet.Tests;

/// <summary>A model of a table with relations: filled cells, draws and synthetic rows keep them.</summary>
public sealed class RelatedTableTests
{
    private const int Towns = 12;
    private const int States = 3;
    private const float Missing = float.NaN;

    private static readonly string[] Columns =
    [
        "Net",
        "Tax",
        "Total",
        "X",
        "Y",
        "Z",
        "Depth",
        "Low",
        "High",
        "Town",
        "State",
        "Pages",
        "Duration",
        "Bill",
        "Paid",
        "Weight",
        "Size",
    ];

    private static readonly VaeTrainerOptions Options = new()
    {
        EpochCount = 3,
        HiddenDims = [32],
        LatentDim = 4,
    };

    private readonly MLContext ml = new(seed: 1);
    private TemporaryFolder folder = null!;
    private TrainedVae trained = null!;

    /// <summary>A row with a sum, a product, an order, a category that another one determines, a number that is 0 where another one is, two numbers that are equal in half of the rows, and the group of a number.</summary>
    public sealed record Row
    {
        public float Net { get; init; }

        public float Tax { get; init; }

        public float Total { get; init; }

        public float X { get; init; }

        public float Y { get; init; }

        public float Z { get; init; }

        public float Depth { get; init; }

        public float Low { get; init; }

        public float High { get; init; }

        [KeyType(Towns)]
        public uint Town { get; init; }

        [KeyType(States)]
        public uint State { get; init; }

        public float Pages { get; init; }

        public float Duration { get; init; }

        public float Bill { get; init; }

        public float Paid { get; init; }

        public float Weight { get; init; }

        [KeyType(3)]
        public uint Size { get; init; }
    }

    [OneTimeSetUp]
    public void Train()
    {
        folder = new TemporaryFolder();
        trained = new VaeTrainer(Options).Fit(View(Rows(600, seed: 1)), Columns);
        // The export compares both runtimes on rows with missing cells.
        trained.Export(folder["model"], View(WithGaps(Rows(400, seed: 2))));
    }

    [OneTimeTearDown]
    public void DeleteFolder()
    {
        trained.Dispose();
        folder.Dispose();
    }

    [Test]
    public void Relations_OfTheManifest_AreThoseOfTheRows()
    {
        var relations = VaeModel.ReadManifest(folder["model"]).Relations;

        Assert.That(
            relations,
            Is.EqualTo([
                "Total = Net + Tax",
                "Depth = 200 Z / (X + Y)",
                "Town determines State",
                "Weight determines Size",
                "Pages = 0 implies Duration = 0",
                "Low <= High",
                "Paid = Bill in 52 % of the rows",
            ])
        );
    }

    [Test]
    public void Impute_CellsThatFollowFromOthers_AreExact()
    {
        var truth = Rows(100, seed: 3);

        var sums = Filled([
            .. truth.Select(
                (row, i) =>
                    i % 3 == 0 ? row with { Net = Missing }
                    : i % 3 == 1 ? row with { Tax = Missing }
                    : row with { Total = Missing }
            ),
        ]);
        var others = Filled([.. truth.Select(row => row with { Depth = Missing, State = 0, Size = 0 })]);

        Assert.That(sums.Select(row => row.Net), Is.EqualTo(truth.Select(row => row.Net)));
        Assert.That(sums.Select(row => row.Tax), Is.EqualTo(truth.Select(row => row.Tax)));
        Assert.That(sums.Select(row => row.Total), Is.EqualTo(truth.Select(row => row.Total)));
        Assert.That(others.Select(row => row.State), Is.EqualTo(truth.Select(row => row.State)));
        Assert.That(others.Select(row => row.Size), Is.EqualTo(truth.Select(row => row.Size)));
        Assert.That(others.Zip(truth).Max(pair => Math.Abs(pair.First.Depth - pair.Second.Depth)), Is.LessThan(0.11));
    }

    [Test]
    public void Impute_NumberThatAnotherImplies_IsZeroOnlyThere()
    {
        var truth = Rows(100, seed: 9);

        var filled = Filled([.. truth.Select(row => row with { Duration = Missing })]);

        Assert.That(filled.Where(row => row.Pages == 0).Select(row => row.Duration), Is.All.Zero);
        Assert.That(filled.Where(row => row.Pages > 0).Select(row => row.Duration), Has.Some.GreaterThan(0));
    }

    [Test]
    public void Impute_ChainOfRelations_IsFollowed()
    {
        // The total of training is at most 1,400: a part of a larger one is not limited by it.
        var row = Rows(1, seed: 4)[0] with
        {
            Net = 90_000,
            Tax = Missing,
            Total = 91_234,
        };

        Assert.That(Filled([row])[0].Tax, Is.EqualTo(1234));
    }

    [Test]
    public void Impute_CellBelowTheTrainingRangeThatFollowsFromOthers_IsComputed([Values] bool isDrawn)
    {
        var row = Rows(1, seed: 4)[0] with
        {
            Net = -50,
            Tax = 150,
            Total = 100,
            X = 3.5f,
            Y = 5,
            Z = 2.55f,
            Depth = 60,
        };

        var filled = Filled([row with { Net = Missing, X = Missing }], new() { DrawsValues = isDrawn });

        Assert.That(filled, Is.EqualTo([row]));
    }

    [Test]
    public void Impute_SeveralMissingCellsOfARelation_KeepIt()
    {
        var rows = Filled([
            .. Rows(200, seed: 5)
                .Select(
                    (row, i) =>
                        row with
                        {
                            Net = Missing,
                            Total = Missing,
                            Z = Missing,
                            Depth = Missing,
                            Low = Missing,
                            Weight = Missing,
                            Size = i % 2 == 0 ? 0 : row.Size,
                        }
                ),
        ]);

        AssertRelations(rows);

        Assert.That(rows.Select(row => row.Net % 1), Is.All.Zero);
    }

    [Test]
    public void Impute_ObservedCells_DoNotChange()
    {
        var rows = Rows(50, seed: 6)
            .Select(row => row with { Total = row.Total + 7, Depth = 10, Low = 9999 })
            .ToArray();

        Assert.That(Filled(rows), Is.EqualTo(rows));
    }

    [TestCase(true)]
    [TestCase(false)]
    public void Impute_DrawsOrUncertainties_KeepRelations(bool isDrawn)
    {
        var hidden = WithGaps(Rows(200, seed: 7));

        var rows = Filled(hidden, isDrawn ? new() { DrawsValues = true } : new() { UncertaintySuffix = "Doubt" });

        AssertRelations(rows);
    }

    [Test]
    public void Impute_UncertaintyOfAComputedCell_IsZero()
    {
        var data = View([
            Rows(1, seed: 8)[0] with
            {
                Total = Missing,
            },
            Rows(1, seed: 8)[0] with
            {
                Y = Missing,
                X = Missing,
            },
        ]);
        using var step = ml
            .Transforms.VaeImpute(null, folder["model"], new() { UncertaintySuffix = "Doubt" })
            .Fit(data);
        var filled = step.Transform(data);

        Assert.That(filled.GetColumn<float>("TotalDoubt").First(), Is.Zero);
        Assert.That(filled.GetColumn<float>("XDoubt").Last(), Is.GreaterThan(0));
    }

    [Test]
    public void Sample_Rows_KeepRelations()
    {
        var rows = Sampled(1000, new());

        AssertRelations(rows);

        Assert.That(rows.Select(row => row.Total).Distinct().Count(), Is.GreaterThan(50));
        Assert.That(rows.Count(row => row.Pages == 0), Is.InRange(100, 900));
        Assert.That(rows.Where(row => row.Pages == 0).Select(row => row.Duration), Is.All.Zero);
    }

    [Test]
    public void Sample_SharedValues_HaveTheShareAndConditionOfTheRows()
    {
        var rows = Sampled(1000, new());
        var equal = rows.Where(row => row.Paid == row.Bill).ToArray();

        Assert.That(equal, Has.Length.InRange(400, 600));
        Assert.That(equal.Count(row => row.Town <= Towns / 2), Is.GreaterThan(0.9 * equal.Length));
    }

    [Test]
    public void Sample_ConditionOnASharedValue_IsMet() =>
        Assert.That(Sampled(50, new() { Conditions = ["Paid=1234"] }).Select(row => row.Paid), Is.All.EqualTo(1234));

    [Test]
    public void Sample_WithGivenTotal_ComputesAPart()
    {
        var rows = Sampled(50, new() { Conditions = ["Total=700"] });

        Assert.That(rows.Select(row => row.Total), Is.All.EqualTo(700));
        Assert.That(rows.Select(row => row.Net + row.Tax), Is.All.EqualTo(700));
        Assert.That(rows.Select(row => Math.Min(row.Net, row.Tax)), Is.All.GreaterThanOrEqualTo(0));
    }

    [TestCase("Net=40.5", "40,")]
    [TestCase("Weight=1010", "1000,")]
    public void Sample_ConditionOnANumberBetweenTwoSteps_IsRefused(string condition, string closest) =>
        Assert.That(
            () => Sampled(1, new() { Conditions = [condition] }),
            Throws.ArgumentException.With.Message.Contains($"the closest one, {closest}")
        );

    [Test]
    public void Sample_ConditionOnACategoryThatAnotherColumnDetermines_BindsThisColumn()
    {
        var states = Sampled(200, new() { Conditions = ["State=2"] });
        var sizes = Sampled(200, new() { Conditions = ["Size=3"] });

        Assert.That(states.Select(row => 1 + (row.Town % States)), Is.All.EqualTo(2));
        Assert.That(sizes.Select(row => SizeOf(row.Weight)), Is.All.EqualTo(3));
    }

    [TestCase("Town=1", "State=1")]
    [TestCase("Weight=1500", "Size=2")]
    [TestCase("Low=60", "High=50")]
    public void Sample_ConditionsThatContradictARelation_AreRefused(params string[] conditions) =>
        Assert.That(
            () => Sampled(1, new() { Conditions = conditions }),
            Throws.InvalidOperationException.With.Message.Contains("Only 0 of 2")
        );

    [Test]
    public void Impute_DrawsOfAColumnThatDeterminesAnObservedOne_FitIt()
    {
        var hidden = Rows(200, seed: 7).Select(row => row with { Town = 0 }).ToArray();

        var rows = Filled(hidden, new() { DrawsValues = true });

        Assert.That(rows.Count(row => 1 + (row.Town % States) == row.State), Is.GreaterThan(195));
    }

    [Test]
    [Category("Long")]
    public void Sample_FromLatents_KeepsRelations()
    {
        using var ofPrior = new VaeTrainer(Options with { InputNoise = new() }).Fit(View(Rows(600, seed: 1)), Columns);
        ofPrior.Export(folder["prior"], View(Rows(100, seed: 2)));

        AssertRelations(Sampled(300, new(), "prior"));
    }

    [Test]
    public void UsesRelations_False_FindsNone()
    {
        using var other = new VaeTrainer(Options with { UsesRelations = false, EpochCount = 1 }).Fit(
            View(Rows(300, seed: 1)),
            Columns
        );
        other.Export(folder["without"], View(Rows(10, seed: 2)));

        Assert.That(VaeModel.ReadManifest(folder["without"]).Relations, Is.Empty);
        Assert.That(other.Table!.Relations, Is.Null);
    }

    [Test]
    public void Export_SharedValuesAlone_FillsCells()
    {
        using var other = new VaeTrainer(Options with { EpochCount = 1 }).Fit(
            View(Rows(600, seed: 1)),
            ["Town", "Bill", "Paid"]
        );
        other.Export(folder["shared"], View(WithGaps(Rows(100, seed: 2))));
        var hidden = View([.. Rows(20, seed: 3).Select(row => row with { Paid = Missing })]);
        using var step = ml.Transforms.VaeImpute(["Town", "Bill", "Paid"], folder["shared"]).Fit(hidden);

        Assert.That(VaeModel.ReadManifest(folder["shared"]).Relations, Is.EqualTo(["Paid = Bill in 52 % of the rows"]));
        Assert.That(step.Transform(hidden).GetColumn<float>("Paid"), Is.All.Not.NaN);
    }

    /// <summary>A row of a sum and a product, of each of which two numbers determine another column.</summary>
    public sealed record Sale
    {
        public float Net { get; init; }

        public float Fee { get; init; }

        public float Total { get; init; }

        [KeyType(3)]
        public uint Size { get; init; }

        [KeyType(3)]
        public uint Band { get; init; }

        public float Quantity { get; init; }

        public float Price { get; init; }

        public float Amount { get; init; }

        [KeyType(3)]
        public uint Pack { get; init; }

        [KeyType(3)]
        public uint Class { get; init; }
    }

    [Test]
    public void Impute_NumbersOfAnEquationThatDetermineOtherColumns_KeepIt()
    {
        string[] columns = [.. typeof(Sale).GetProperties().Select(property => property.Name)];
        var hidden = View([
            .. Sales(200, seed: 2)
                .Select(
                    (row, i) =>
                        row with
                        {
                            Net = Missing,
                            Total = Missing,
                            Fee = i % 3 == 0 ? Missing : row.Fee,
                            Band = i % 2 == 0 ? 0 : row.Band,
                            Quantity = Missing,
                            Price = Missing,
                            Amount = i % 5 == 0 ? Missing : row.Amount,
                            Class = i % 7 == 0 ? 0 : row.Class,
                        }
                ),
        ]);
        using var other = new VaeTrainer(Options with { EpochCount = 1 }).Fit(View(Sales(600, seed: 1)), columns);
        // The export compares both runtimes.
        other.Export(folder["sales"], hidden);
        using var step = ml.Transforms.VaeImpute(columns, folder["sales"]).Fit(hidden);

        var filled = ml.Data.CreateEnumerable<Sale>(step.Transform(hidden), reuseRowObject: false).ToArray();

        Assert.That(
            VaeModel.ReadManifest(folder["sales"]).Relations,
            Is.EquivalentTo([
                "Total = Net + Fee",
                "Amount = Quantity Price",
                "Net determines Size",
                "Total determines Band",
                "Quantity determines Pack",
                "Price determines Class",
            ])
        );

        foreach (var row in filled)
        {
            Assert.That(row.Total, Is.EqualTo(row.Net + row.Fee), $"{row}");
            Assert.That(
                row.Amount,
                // The price is rounded to cents.
                Is.EqualTo(row.Quantity * row.Price).Within(0.01 + (0.005 * row.Quantity)),
                $"{row}"
            );
            Assert.That(
                (row.Size, row.Band, row.Pack, row.Class),
                Is.EqualTo(
                    (
                        GroupOf(row.Net, 400, 800),
                        GroupOf(row.Total, 500, 1000),
                        GroupOf(row.Quantity, 8, 20),
                        GroupOf(row.Price, 6, 14)
                    )
                ),
                $"{row}"
            );
        }
    }

    private IDataView View(Sale[] sales) =>
        ml.Data.LoadFromEnumerable(
            sales.Select(sale =>
                sale with
                {
                    Size = unchecked(sale.Size - 1),
                    Band = unchecked(sale.Band - 1),
                    Pack = unchecked(sale.Pack - 1),
                    Class = unchecked(sale.Class - 1),
                }
            )
        );

    private static Sale[] Sales(int count, int seed)
    {
        Random random = new(seed);
        return
        [
            .. Enumerable
                .Range(0, count)
                .Select(_ =>
                {
                    var (net, fee) = (random.Next(100, 1200), random.Next(20, 300));
                    var (quantity, price) = (random.Next(1, 40), MathF.Round(2 + (23 * random.NextSingle()), 2));
                    return new Sale
                    {
                        Net = net,
                        Fee = fee,
                        Total = net + fee,
                        Size = GroupOf(net, 400, 800),
                        Band = GroupOf(net + fee, 500, 1000),
                        Quantity = quantity,
                        Price = price,
                        Amount = MathF.Round(quantity * price, 2),
                        Pack = GroupOf(quantity, 8, 20),
                        Class = GroupOf(price, 6, 14),
                    };
                }),
        ];
    }

    private static uint GroupOf(float number, float second, float third) =>
        number < second ? 1u
        : number < third ? 2u
        : 3u;

    [Test]
    public void Checkpoint_WithRelations_KeepsThem()
    {
        trained.SaveCheckpoint(folder["checkpoint"]);

        using var loaded = TrainedVae.LoadCheckpoint(folder["checkpoint"]);

        Assert.That(
            loaded.Table!.Relations!.Describe(RelationNames.Plain),
            Is.EqualTo(trained.Table!.Relations!.Describe(RelationNames.Plain))
        );
    }

    [TestCase("Total = Net + Tax", ", expected ")]
    [TestCase("Depth = 200 Z / (X + Y)", ", expected ")]
    [TestCase("Town determines State", "State 3, expected 2: ")]
    [TestCase("Weight determines Size", "Size 3, expected 1: ")]
    [TestCase("Pages = 0 implies Duration = 0", "Duration 4.5, expected 0: ")]
    [TestCase("Low <= High", "High 20, but ")]
    public void Score_RowThatBreaksARelation_IsAboveAllOthersAndSaysWhich(string relation, string reason)
    {
        var rows = Rows(200, seed: 4);
        var broken = Broken(rows, relation);

        var scored = Scored([.. rows.Where(row => row != broken.Before), broken.After]);

        Assert.That(scored[^1].Score, Is.GreaterThan(scored[..^1].Max(row => row.Score)));
        Assert.That(scored[^1].Reasons[0], Does.Contain(reason).And.EndsWith(relation));
        Assert.That(scored[..^1].SelectMany(row => row.Reasons), Has.None.EndsWith(relation));
    }

    [Test]
    public void Score_CellThatFollowsFromTheOthers_HasNoOtherExpected()
    {
        // A row far from the others, in which all relations hold.
        var row = Rows(1, seed: 4)[0] with
        {
            Net = 1000,
            Tax = 190,
            Total = 1190,
            X = 9,
            Y = 9,
            Z = 5.4f,
            Depth = 60,
        };

        var reasons = Scored([row])[0].Reasons;

        Assert.That(reasons, Is.Not.Empty);

        foreach (
            var relation in (string[][])
                [
                    ["Net", "Tax", "Total"],
                    ["X", "Y", "Z", "Depth"],
                ]
        )
        {
            string[] ofRelation = [.. reasons.Where(reason => relation.Contains(reason.Split(' ')[0]))];

            Assert.That(ofRelation.Length != 1 || !ofRelation[0].Contains("expected about", StringComparison.Ordinal));
        }
    }

    [Test]
    public void Score_RowsThatBreakRelationsAndLackCells_IsThatOfTheNetwork()
    {
        var rows = Rows(60, seed: 5);
        string[] relations = [.. VaeModel.ReadManifest(folder["model"]).Relations.SkipLast(1)];
        Row[] broken = [.. rows, .. relations.SelectMany(relation => WithGaps([Broken(rows, relation).After]))];
        broken =
        [
            .. broken,
            .. WithGaps(broken),
            .. rows.Reverse().Zip(rows, (a, b) => a with { Total = b.Total, State = 0, Y = -b.Y }),
        ];
        using var noGrad = torch.no_grad();
        using var scope = torch.NewDisposeScope();
        var network = trained.Network;
        network.eval();

        var expected = TensorValues.Floats(network.Score(network.EncodeRows(trained.ReadRows(View(broken)))).Score);

        foreach (var (scored, score) in Scored(broken).Zip(expected))
        {
            Assert.That(scored.Score, Is.EqualTo(score).Within(1e-3 + (1e-4 * Math.Abs(score))));
        }
    }

    [Test]
    public void Score_FoldersOfOlderVersions_DoNotTellBrokenRelations()
    {
        var relations = trained.Table!.Relations!;
        var older = trained.Table with
        {
            Relations = relations with
            {
                Equations = [.. relations.Equations.Select(equation => equation with { Breaches = null })],
                Lookups = [.. relations.Lookups.Select(lookup => lookup with { Breaches = null })],
                Orders = [.. relations.Orders.Select(order => order with { Breaches = null })],
            },
        };

        Assert.That(
            trained.Table.RelationMarks.Select(column => column.Name),
            Is.EquivalentTo(["Total", "Depth", "High", "State", "Duration", "Size"])
        );
        Assert.That(older.RelationMarks, Is.Empty);
        Assert.That(older.Width, Is.EqualTo(trained.Table.Width - 6));
    }

    /// <summary>Returns a row, and the same with a cell that breaks a relation.</summary>
    private static (Row Before, Row After) Broken(Row[] rows, string relation)
    {
        var row = rows.First(row => row is { Pages: 0, Weight: < 2000, State: 2, High: > 20 });
        return (
            row,
            relation switch
            {
                "Total = Net + Tax" => row with { Total = row.Total + 7 },
                "Depth = 200 Z / (X + Y)" => row with { Depth = row.Depth + 1.3f },
                "Town determines State" => row with { State = 3 },
                "Weight determines Size" => row with { Size = 3 },
                "Pages = 0 implies Duration = 0" => row with { Duration = 4.5f },
                _ => row with { Low = 21, High = 20 },
            }
        );
    }

    private Explained[] Scored(Row[] rows)
    {
        var data = View(rows);
        using var step = ml
            .Transforms.VaeScore(
                "Score",
                Columns,
                folder["model"],
                new VaeScoreOptions { ReasonsColumnName = "Reasons" }
            )
            .Fit(data);
        return [.. ml.Data.CreateEnumerable<Explained>(step.Transform(data), reuseRowObject: false)];
    }

    private sealed class Explained
    {
        public float Score { get; set; }

        public string[] Reasons { get; set; } = [];
    }

    private static void AssertRelations(IEnumerable<Row> rows)
    {
        foreach (var row in rows)
        {
            Assert.That(row.Total, Is.EqualTo(row.Net + row.Tax), $"{row}");
            Assert.That(row.Depth, Is.EqualTo(200 * row.Z / (row.X + row.Y)).Within(0.06), $"{row}");
            Assert.That(row.Low, Is.LessThanOrEqualTo(row.High), $"{row}");
            Assert.That(row.State, Is.EqualTo(1 + (row.Town % States)), $"{row}");
            Assert.That(row.Size, Is.EqualTo(SizeOf(row.Weight)), $"{row}");
        }
    }

    private Row[] Filled(Row[] rows, VaeImputeOptions? options = null)
    {
        var data = View(rows);
        using var step = ml.Transforms.VaeImpute(null, folder["model"], options ?? new()).Fit(data);
        return [.. ml.Data.CreateEnumerable<Row>(step.Transform(data), reuseRowObject: false)];
    }

    private Row[] Sampled(int count, VaeSampleOptions options, string name = "model")
    {
        var rows = ml.Data.VaeSample(folder[name], count, seed: 1, options with { FillsMissingCells = true });
        return [.. ml.Data.CreateEnumerable<Row>(rows, reuseRowObject: false)];
    }

    // ML.NET reads the keys of objects from 0, takes others as missing, and writes them from 1.
    private IDataView View(Row[] rows) =>
        ml.Data.LoadFromEnumerable(
            rows.Select(row =>
                row with
                {
                    Town = unchecked(row.Town - 1),
                    State = unchecked(row.State - 1),
                    Size = unchecked(row.Size - 1),
                }
            )
        );

    /// <summary>Hides cells, at most two of each relation, and never a town whose state is known.</summary>
    private static Row[] WithGaps(Row[] rows) =>
        [
            .. rows.Select(
                (row, i) =>
                    (i % 6) switch
                    {
                        0 => row with { Total = Missing, Z = Missing, Size = 0 },
                        1 => row with { Net = Missing, Depth = Missing, State = 0 },
                        2 => row with { Net = Missing, Tax = Missing, X = Missing, Z = Missing },
                        3 => row with { Tax = Missing, Total = Missing, Depth = Missing, Z = Missing },
                        4 => row with { Low = Missing, Town = 0, State = 0, Weight = Missing },
                        _ => row with
                        {
                            High = Missing,
                            Net = Missing,
                            Tax = Missing,
                            Total = Missing,
                            Weight = Missing,
                            Size = 0,
                        },
                    }
            ),
        ];

    private static uint SizeOf(float weight) => 1 + (uint)((weight - 1000) / 1000);

    private static Row[] Rows(int count, int seed)
    {
        Random random = new(seed);
        Random ofWeights = new(seed);
        return
        [
            .. Enumerable
                .Range(0, count)
                .Select(_ =>
                {
                    var (net, tax) = (random.Next(1000), random.Next(400));
                    var (x, y) = (Round(4 + (2 * random.NextSingle())), Round(4 + (2 * random.NextSingle())));
                    var z = Round((x + y) * (0.28f + (0.04f * random.NextSingle())));
                    var low = random.Next(100);
                    var town = (uint)(1 + random.Next(Towns));
                    var bill = random.Next(8000);
                    var weight = 50 * ofWeights.Next(20, 80);
                    var pages = Math.Max(0, random.Next(-4, 6));
                    return new Row
                    {
                        Net = net,
                        Tax = tax,
                        Total = net + tax,
                        X = x,
                        Y = y,
                        Z = z,
                        Depth = MathF.Round(200 * z / (x + y), 1),
                        Low = low,
                        High = low + random.Next(50),
                        Town = town,
                        State = 1 + (town % States),
                        Pages = pages,
                        Duration = pages > 0 ? random.Next(20) / 2f : 0,
                        Bill = bill,
                        Paid = town <= Towns / 2 ? bill : random.Next(4000),
                        Weight = weight,
                        Size = SizeOf(weight),
                    };
                }),
        ];

        static float Round(float value) => MathF.Round(value, 2);
    }
}
