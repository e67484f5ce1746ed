using MathNet.Numerics.LinearAlgebra;

namespace VaeMlNet.Tests;

/// <summary>The search for relations between columns: true ones are found, and others are not.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class RelationSearchTests
{
    private const int RowCount = 400;

    private readonly Random random = new(1);

    [Test]
    public void Find_SumOfSkewedPartsWithManyZeros_IsFound()
    {
        var repair = Numbers(4000, _ => random.Next(10) == 0 ? random.Next(1, 100_000) : 0);
        var other = Numbers(4000, _ => random.Next(20) == 0 ? random.Next(1, 1000) : 0);
        var found = Find(("Repair", repair), ("Other", other), ("Total", Zip(repair, other, (a, b) => a + b)));

        Assert.That(found!.Describe(RelationNames.Plain), Is.EqualTo(["Total = Repair + Other"]));
        Assert.That(found.Equations[0].Computed, Is.EqualTo("Total"));
    }

    [TestCase(0, 4.9f, 9.9f)]
    [TestCase(3.9f, 4.9f, 9.9f)]
    [TestCase(0, 0, 4.9f, 9.9f, 12.9f)]
    [TestCase(0, 4.9f)]
    [TestCase(0, 0, 0, 4.9f)]
    public void Find_SumWithAPartOfFewValues_IsFoundAndNoProductOfItsTotal(params float[] values)
    {
        var quantity = Numbers(1200, _ => random.Next(1, 40));
        var price = Numbers(1200, _ => MathF.Round(MathF.Exp(2 + random.NextSingle()), 2));
        var net = Zip(quantity, price, (q, p) => MathF.Round(q * p, 2));
        var shipping = Numbers(1200, _ => values[random.Next(values.Length)]);

        var found = Find(
            ("Quantity", quantity),
            ("Price", price),
            ("Net", net),
            ("Shipping", shipping),
            ("Gross", Zip(net, shipping, (n, s) => MathF.Round(n + s, 2)))
        )!;

        Assert.That(
            found.Equations.Select(equation => equation.Describe(RelationNames.Plain)),
            Is.EqualTo(["Gross = Net + Shipping", "Net = Quantity Price"])
        );
        Assert.That(found.Equations.Select(equation => equation.Computed), Is.EqualTo(["Gross", "Net"]));
    }

    [Test]
    public void Find_IndicatorsBesideNumbers_AreInNoSumByChance([Values(100, 400, 4000)] int rowCount)
    {
        var size = Numbers(rowCount, _ => random.Next(1, 50));
        var marks = Enumerable
            .Range(0, 20)
            .Select(i =>
                (
                    $"Mark{i}",
                    Numbers(
                        rowCount,
                        row =>
                            i < 10 ? random.Next(i + 2) / (i + 1)
                            : size[row] > 2 * i ? 1
                            : 0
                    )
                )
            );

        var found = Find([
            ("Size", size),
            ("Double", Array.ConvertAll(size, number => 2 * number)),
            ("Grade", Array.ConvertAll(size, number => MathF.Floor(number / 12))),
            ("Weight", Numbers(rowCount, row => MathF.Round(size[row] + random.NextSingle(), 2))),
            .. marks,
        ])!;

        Assert.That(found.Equations, Is.Empty); // The double of few sizes is a lookup.
    }

    [TestCase(5, 7, 19)]
    [TestCase(5, 7, 7, 19, 19, 19, 19, 19, 19, 21, TestName = "Find_TaxOfAFrequentRate_IsFound")]
    public void Find_TaxOfFewRates_IsFound(params int[] rates)
    {
        var net = Numbers(1200, _ => MathF.Round(1 + (500 * random.NextSingle()), 2));
        var rate = Numbers(1200, _ => rates[random.Next(rates.Length)]);

        var found = Find(("Net", net), ("Rate", rate), ("Tax", Zip(net, rate, (n, r) => MathF.Round(n * r / 100, 2))));

        Assert.That(found!.Equations.Single().Columns, Is.EquivalentTo(["Net", "Rate", "Tax"]));
    }

    /// <summary>The coefficients of such sums are refused, because they are not finite.</summary>
    [Test]
    public void Solve_SingularMatrix_GivesNoFiniteNumbers()
    {
        var matrix = Matrix<double>.Build.DenseOfArray(
            new double[,]
            {
                { 1, 2 },
                { 2, 4 },
            }
        );

        Assert.That(
            matrix.Solve(Vector<double>.Build.DenseOfArray([1, 3])),
            Has.Some.Matches<double>(number => !double.IsFinite(number))
        );
    }

    [TestCase(0.5)]
    [TestCase(0.1)]
    [TestCase(0.9)]
    public void Find_BalanceAfterADebitOrACredit_IsComputedFromBoth(double debitShare)
    {
        var debit = Numbers(800, _ => random.NextDouble() < debitShare ? -random.Next(100, 50_000) / 100f : float.NaN);
        var credit = Array.ConvertAll(
            debit,
            number => float.IsNaN(number) ? random.Next(100, 50_000) / 100f : float.NaN
        );
        var old = Numbers(800, _ => random.Next(1_000_000, 5_000_000) / 100f);
        var balance = Numbers(800, i => Rounded((double)old[i] + (float.IsNaN(debit[i]) ? credit[i] : debit[i])));

        var found = Find(("Debit", debit), ("Credit", credit), ("Old", old), ("New", balance))!;

        Assert.That(
            found.Equations.Select(equation => equation.Columns.Order()),
            Is.EquivalentTo(
                (string[][])
                    [
                        ["Debit", "New", "Old"],
                        ["Credit", "New", "Old"],
                    ]
            )
        );
        Assert.That(found.Equations.Select(equation => equation.Computed), Is.EqualTo(["New", "New"]));
    }

    [Test]
    public void Find_CostOfDistancesOfFewCities_IsComputedAndNotTheDistance()
    {
        float[] distances = [113, 206, 240, 294, 318, 350, 400, 440, 512, 580, 660];
        var distance = Numbers(700, _ => distances[random.Next(distances.Length)]);
        var weight = Numbers(700, _ => MathF.Round(MathF.Exp(4 + random.NextSingle()), 1));

        var found = Find(
            ("Distance", distance),
            ("Weight", weight),
            ("Cost", Zip(distance, weight, (d, w) => Rounded(35 + (0.9 * d) + (0.12 * w))))
        )!;

        Assert.That(found.Equations.Single().Columns, Is.EquivalentTo(["Distance", "Weight", "Cost"]));
        Assert.That(found.Equations.Single().Computed, Is.EqualTo("Cost"));
    }

    /// <summary>Grades are few, and most have no bonus: a synthetic row keeps both, and computes what is paid.</summary>
    [Test]
    public void Find_PayOfFewGradesAndBonuses_ComputesNeither()
    {
        float[] grades = [2400, 2800, 3200, 3900, 4600, 5500, 7200];
        var grade = Numbers(900, _ => grades[random.Next(grades.Length)]);
        var bonus = Numbers(900, _ => random.Next(5) < 3 ? 0 : Rounded(random.Next(1000, 60_000) / 100.0));
        var gross = Zip(grade, bonus, (g, b) => Rounded(g + b));
        var tax = Array.ConvertAll(gross, g => Rounded(g * (random.Next(2) == 0 ? 0.14 : 0.25)));
        var social = Array.ConvertAll(gross, g => Rounded(0.2 * g));
        var net = Numbers(900, row => Rounded(gross[row] - tax[row] - social[row]));

        var found = Find(
            ("Grade", grade),
            ("Bonus", bonus),
            ("Gross", gross),
            ("Tax", tax),
            ("Social", social),
            ("Net", net),
            ("Age", Numbers(900, _ => random.Next(18, 65)))
        )!;

        Assert.That(
            found.Equations.Select(equation => equation.Computed).OfType<string>(),
            Is.EquivalentTo(["Gross", "Social", "Net"])
        );
    }

    [Test]
    public void Find_WholeDaysOfAStay_AreComputedFromIt()
    {
        var stay = Numbers(700, _ => 0.6f + (15 * random.NextSingle()));

        var found = Find(("Stay", stay), ("Days", Array.ConvertAll(stay, MathF.Round)))!;

        Assert.That(found.Equations.Select(equation => equation.Computed), Is.EqualTo(["Days"]));
    }

    [Test]
    public void Find_ChargeOfWholeDays_ComputesTheDaysAndTheyTheStay()
    {
        var stay = Numbers(700, _ => 0.6f + (15 * random.NextSingle()));
        var days = Array.ConvertAll(stay, MathF.Round);
        var charge = Array.ConvertAll(days, day => (640 * day) + (random.Next(3) == 0 ? 2500 : 0));

        var found = Find(("Stay", stay), ("Days", days), ("Charge", charge))!;

        Assert.That(found.Describe(RelationNames.Plain), Is.SupersetOf(["Days = Stay", "Charge determines Days"]));
        Assert.That(found.Equations.Select(equation => equation.Computed), Is.EqualTo(["Stay"]));
        Assert.That(found.Lookups.Single(lookup => lookup.Target == "Days").IsComputed, Is.True);
        Assert.That(found.DescribeUnkept(RelationNames.Plain), Is.Empty);
    }

    [Test]
    public void Find_WeightedSumWithConstant_HasItsCoefficients()
    {
        var celsius = Numbers(RowCount, _ => random.Next(-200, 400) / 10f);
        var found = Find(("C", celsius), ("F", Array.ConvertAll(celsius, c => MathF.Round((1.8f * c) + 32, 2))));

        Assert.That(found!.Describe(RelationNames.Plain), Is.EqualTo(["F = 1.8 C + 32"]));
    }

    [Test]
    public void Find_AmountsWithReturns_AreQuantityTimesPriceAndTaxesAPartOfThem()
    {
        var quantity = Numbers(1000, _ => random.Next(1, 20) * (random.Next(12) == 0 ? -1 : 1));
        var price = Numbers(1000, _ => MathF.Round(MathF.Exp(2 + random.NextSingle()), 2));
        var amount = Zip(quantity, price, (q, p) => MathF.Round(q * p, 2));
        var tax = Array.ConvertAll(amount, a => MathF.Round(0.19f * a, 2));

        var found = Find(("Quantity", quantity), ("Price", price), ("Amount", amount), ("Tax", tax))!;

        Assert.That(
            found.Describe(RelationNames.Plain).Take(2),
            Is.EqualTo(["Tax = 0.19 Amount", "Amount = Quantity Price"])
        );
        Assert.That(found.Equations.Select(equation => equation.Computed), Is.EqualTo(["Tax", "Amount"]));
    }

    [Test]
    public void Find_RoundedTax_IsComputedFromThePriceAndNotThePriceFromIt()
    {
        Random random = new(4);
        float[] net =
        [
            .. Enumerable.Range(0, 500).Select(_ => (float)Math.Round(Math.Exp(3 + (1.5 * random.NextDouble())), 2)),
        ];
        float[] tax = [.. net.Select(price => (float)Math.Round(0.19 * price, 2))];

        Assert.That(Find(("Net", net), ("Tax", tax))!.Describe(RelationNames.Plain), Is.EqualTo(["Tax = 0.19 Net"]));
    }

    [Test]
    public void Find_MultipleWithMissingCells_HasItsFactor()
    {
        var net = Numbers(600, _ => MathF.Round(5 + (195 * random.NextSingle()), 2));
        var total = Array.ConvertAll(net, n => MathF.Round(n + MathF.Round(0.19f * n, 2), 2));

        var found = Find(("Net", WithGaps(net)), ("Total", WithGaps(total)))!;

        Assert.That(found.Describe(RelationNames.Plain), Is.EqualTo(["Total = 1.19 Net"]));

        float[] WithGaps(float[] values) => Array.ConvertAll(values, value => random.Next(8) == 0 ? float.NaN : value);
    }

    /// <summary>Sums of fewer columns are nearly the same, but the rounding of each part adds to their errors.</summary>
    [TestCase(600, 0)]
    [TestCase(600, 0.1)]
    [TestCase(80, 0)]
    public void Find_SumWithPartsInAFixedProportion_IsFoundAndTheProportionsBeforeIt(int rowCount, double missingShare)
    {
        var amount = Numbers(rowCount, _ => Rounded(Math.Exp(3 + (0.5 * random.NextNormal()))));
        var tip = Array.ConvertAll(amount, a => Rounded(0.15 * a));
        var surcharge = Array.ConvertAll(amount, a => Rounded(0.035 * a));
        var fee = Numbers(rowCount, _ => Rounded(1 + (8 * random.NextDouble())));
        var total = Numbers(rowCount, row => Rounded(amount[row] + (double)tip[row] + surcharge[row] + fee[row]));

        var found = Find(
            ("Amount", WithGaps(amount)),
            ("Tip", WithGaps(tip)),
            ("Surcharge", WithGaps(surcharge)),
            ("Fee", WithGaps(fee)),
            ("Total", WithGaps(total))
        )!;

        Assert.That(found.Equations[^1].Columns, Is.EquivalentTo(["Total", "Amount", "Tip", "Surcharge", "Fee"]));
        Assert.That(
            found.Equations.Select(equation => equation.Computed).OfType<string>(),
            Is.EquivalentTo(["Tip", "Surcharge", "Total"])
        );

        float[] WithGaps(float[] values) =>
            Array.ConvertAll(values, value => random.NextDouble() < missingShare ? float.NaN : value);
    }

    [Test]
    public void Find_SumWhosePartsAreAllInAFixedProportion_IsFound()
    {
        var amount = Numbers(600, _ => Rounded(Math.Exp(3 + (0.5 * random.NextNormal()))));
        var tip = Array.ConvertAll(amount, a => Rounded(0.15 * a));
        var fee = Array.ConvertAll(amount, a => Rounded(0.03 * a));
        var total = Numbers(600, row => Rounded(amount[row] + (double)tip[row] + fee[row]));

        var found = Find(("Amount", amount), ("Tip", tip), ("Fee", fee), ("Total", total))!;

        Assert.That(found.Describe(RelationNames.Plain)[^1], Is.EqualTo("Total = Amount + Tip + Fee"));
        Assert.That(found.Equations.Count(equation => equation.Computed is not null), Is.EqualTo(3));
    }

    /// <summary>Rounding to cents and a small fee are a tiny share of the variance of large amounts.</summary>
    [Test]
    public void Find_SumOfLargeAmountsInAFixedProportion_IsFound([Values(40, 400, 4000)] int size)
    {
        var amount = Numbers(500, _ => Rounded(size * Math.Exp(0.6 * random.NextNormal())));
        var tip = Array.ConvertAll(amount, a => Rounded(0.15 * a));
        var fee = Numbers(500, _ => 1.5f + (0.5f * random.Next(4)));
        var total = Numbers(500, row => Rounded(amount[row] + (double)tip[row] + fee[row]));

        var found = Find(("Amount", amount), ("Tip", tip), ("Fee", fee), ("Total", total))!;

        Assert.That(found.Describe(RelationNames.Plain), Does.Contain("Tip = 0.15 Amount"));
        Assert.That(found.Equations[^1].IsPlain);
        Assert.That(found.Equations[^1].Columns, Is.EquivalentTo(["Total", "Amount", "Tip", "Fee"]));
        Assert.That(found.Equations[^1].Computed, Is.EqualTo("Total"));
    }

    /// <summary>Each of two sums can replace columns of the other one, so that their coefficients are not unique.</summary>
    [Test]
    public void Find_TwoSumsOfColumnsInAFixedProportion_AreFound()
    {
        var salary = Numbers(500, _ => Rounded(2000 + (7000 * random.NextDouble())));
        var pension = Array.ConvertAll(salary, s => Rounded(0.093 * s));
        var health = Array.ConvertAll(salary, s => Rounded(0.073 * s));
        var tax = Array.ConvertAll(salary, s => Rounded(0.2 * s));
        var deductions = Numbers(500, row => Rounded(pension[row] + (double)health[row] + tax[row]));
        var net = Numbers(500, row => Rounded(salary[row] - (double)deductions[row]));

        var found = Find(
            ("Salary", salary),
            ("Pension", pension),
            ("Health", health),
            ("Tax", tax),
            ("Deductions", deductions),
            ("Net", net)
        )!;

        Assert.That(
            found.Equations.Where(equation => equation.IsPlain).Select(equation => equation.Columns),
            Is.EqualTo(
                (string[][])
                    [
                        ["Deductions", "Tax", "Pension", "Health"],
                        ["Salary", "Net", "Deductions"],
                    ]
            )
        );
    }

    /// <summary>The sum is found first, and would compute the gross amount from taxes that follow from it.</summary>
    [Test]
    public void Find_NetAmountAfterTaxesOfTheGrossAmount_IsComputedFromThem()
    {
        var gross = Numbers(600, _ => random.Next(1000, 90_000));
        var tax = Array.ConvertAll(gross, g => MathF.Floor((0.18f * g) + 0.5f));
        var duty = Array.ConvertAll(gross, g => MathF.Floor((0.05f * g) + 0.5f));
        var net = Numbers(600, row => gross[row] - tax[row] - duty[row]);

        var found = Find(("Gross", gross), ("Tax", tax), ("Duty", duty), ("Net", net))!;

        Assert.That(
            found.Equations.Select(equation => equation.Describe(RelationNames.Plain)),
            Is.EquivalentTo(["Tax = 0.18 Gross", "Duty = 0.05 Gross", "Net = 0.77 Gross", "Gross = Net + Tax + Duty"])
        );
        Assert.That(found.Equations[^1].Computed, Is.EqualTo("Net"));
    }

    /// <summary>In few rows, other coefficients have smaller errors than the true ones.</summary>
    [Test]
    public void Find_RoundedMultiplesInFewRows_HaveTheirFactors([Values(60, 150, 600)] int rowCount)
    {
        var net = Numbers(rowCount, _ => random.Next(100_000) / 100f);
        foreach (var percent in (int[])[4, 7, 16, 19, 23])
        {
            var tax = Array.ConvertAll(net, n => Rounded(percent / 100.0 * n));

            Assert.That(
                Find(("Net", net), ("Tax", tax))!.Describe(RelationNames.Plain),
                Is.EqualTo([$"Tax = {percent / 100.0} Net"])
            );
        }
    }

    [Test]
    public void Find_IntegersThatAreNearMultiples_AreNoSumsByChance()
    {
        for (var seed = 1; seed <= 20; seed++)
        {
            Random own = new(seed);
            var size = Numbers(50, _ => own.Next(2000));
            double[] factors = [0.4, 0.61, 1, 1.37, 2.2];
            var found = Find([
                .. factors.Select((factor, i) => ($"N{i}", Array.ConvertAll(size, x => (float)Math.Round(factor * x)))),
                .. Enumerable.Range(0, 6).Select(i => ($"Other{i}", Numbers(50, _ => own.Next(3 + (40 * i))))),
            ]);

            Assert.That(
                found!
                    .Equations.Where(equation => equation.Columns.Count() > 2)
                    .Select(equation => equation.Describe(RelationNames.Plain)),
                Is.Empty,
                $"seed {seed}"
            );
        }
    }

    [Test]
    public void Find_DifferenceOfFourColumns_IsFound()
    {
        float[][] parts = [.. Enumerable.Range(0, 3).Select(_ => Numbers(RowCount, _ => random.Next(1000)))];
        var rest = Numbers(RowCount, row => parts[0][row] + parts[1][row] - parts[2][row]);

        var found = Find(("A", parts[0]), ("B", parts[1]), ("C", parts[2]), ("D", rest));

        Assert.That(found!.Equations, Has.Count.EqualTo(1));
        Assert.That(found.Equations[0].Columns, Is.EquivalentTo(["A", "B", "C", "D"]));
    }

    [Test]
    public void Find_TotalOfTwelveMonths_IsFound()
    {
        (string Name, float[] Values)[] months =
        [
            .. Enumerable.Range(1, 12).Select(month => ($"M{month}", Numbers(RowCount, _ => random.Next(1000)))),
        ];
        var total = Numbers(RowCount, row => months.Sum(month => month.Values[row]));

        var found = Find([.. months, ("Total", total), ("Other", Numbers(RowCount, _ => random.Next(1000)))]);

        Assert.That(found!.Equations.Single().Computed, Is.EqualTo("Total"));
        Assert.That(found.Equations[0].Columns, Is.EquivalentTo([.. months.Select(month => month.Name), "Total"]));
        Assert.That(found.Describe(RelationNames.Plain)[0], Does.StartWith("Total = M").And.Not.Contain("."));
    }

    [Test]
    public void Find_TotalsOfTotalsThatAllRise_AreComputedFromTheirParts()
    {
        const int few = 120;
        var parts = Enumerable
            .Range(1, 9)
            .Select(part => Numbers(few, row => (100 * part) + (row * part) + random.Next(60)))
            .ToArray();
        var goods = Numbers(few, row => parts[0][row] + parts[1][row] + parts[2][row]);
        var trade = Numbers(few, row => parts[3][row] + parts[4][row]);
        var services = Numbers(few, row => trade[row] + parts[5][row] + parts[6][row] + parts[7][row] + parts[8][row]);
        var all = Zip(goods, services, (a, b) => a + b);

        var found = Find([
            ("All", all),
            .. parts.Select((part, i) => ($"Part{i}", part)),
            ("Services", services),
            ("Goods", goods),
            ("Trade", trade),
        ]);

        Assert.That(
            found!.Equations.Select(equation => equation.Computed),
            Is.EquivalentTo(["Trade", "Goods", "Services", "All"])
        );
        Assert.That(
            found.Equations.Select(equation => equation.Columns.Count()),
            Is.EquivalentTo([3, 4, 6, 3]),
            string.Join('\n', found.Describe(RelationNames.Plain))
        );
    }

    [Test]
    public void Find_TotalThatIsRoundedAfterTheSum_HasCoefficientsOfOne()
    {
        float[][] parts = [.. Enumerable.Range(0, 3).Select(_ => Numbers(120, _ => random.Next(20_000) / 10f))];
        var total = Numbers(120, row => MathF.Round(parts.Sum(part => part[row])));

        var found = Find(("A", parts[0]), ("B", parts[1]), ("C", parts[2]), ("Total", total));

        Assert.That(found!.Describe(RelationNames.Plain).Single(), Does.StartWith("Total = ").And.Not.Contain("."));
    }

    [Test]
    public void Find_RunningTotals_AreAsManyAsTheImputerCanHave()
    {
        List<(string Name, float[] Values)> columns = [("Total0", Numbers(RowCount, _ => random.Next(1000)))];
        for (var i = 1; i <= 30; i++)
        {
            var change = Numbers(RowCount, _ => random.Next(1000));
            columns.Add(($"Change{i}", change));
            columns.Add(
                (
                    $"Total{i}",
                    Zip(columns.Find(column => column.Name == $"Total{i - 1}").Values, change, (a, b) => a + b)
                )
            );
        }

        var found = Find([.. columns])!;

        Assert.That(found.Equations, Has.Count.InRange(8, 29));
        Assert.That(new RelatedCells(found).NodeCount, Is.LessThanOrEqualTo(2500));
    }

    [Test]
    public void Find_ProductWithSumRoundedAndWithWrongCells_IsFound()
    {
        var x = Numbers(2000, _ => 4 + (random.Next(300) / 100f));
        var y = Array.ConvertAll(x, value => MathF.Round(value + (random.Next(-10, 10) / 100f), 2));
        var z = Array.ConvertAll(x, value => MathF.Round((value * 0.6f) + (random.Next(-20, 20) / 100f), 2));
        var depth = Numbers(2000, row => row % 100 == 7 ? 50 : MathF.Round(200 * z[row] / (x[row] + y[row]), 1));

        var found = Find(("X", x), ("Y", y), ("Z", z), ("Depth", depth));

        Assert.That(found!.Describe(RelationNames.Plain)[0], Is.EqualTo("Depth = 200 Z / (X + Y)"));
        Assert.That(found.Equations[0].Computed, Is.EqualTo("Z"));
    }

    [Test]
    public void Find_RelationWithWrongCells_TellsHowRareTheyAre()
    {
        var parts = Numbers(1000, _ => random.Next(1000));
        var others = Numbers(1000, _ => random.Next(1000));
        ColumnEquation Sum(float error) =>
            Find(
                ("A", parts),
                ("B", others),
                ("Total", Numbers(1000, row => parts[row] + others[row] + (row % 100 == 7 ? error : 0)))
            )!.Equations[0];

        Assert.That(Sum(0).Breaches, Has.Count.EqualTo(1));
        Assert.That(Sum(0).Breaches![0].Nats, Is.EqualTo(-Math.Log(0.5 / 1001)).Within(1e-6));
        Assert.That(Sum(0).Breaches![0].Tolerance, Is.EqualTo(1.5));
        // Ten rows are off by 3, and none by more than 6.
        Assert.That(Sum(3).Breaches!.Select(breach => breach.Tolerance), Is.EqualTo([1.5, 6]));
        Assert.That(Sum(3).Breaches![0].Nats, Is.EqualTo(-Math.Log(10.5 / 1001)).Within(1e-6));
        Assert.That(Sum(3).Breaches!.Sum(breach => breach.Nats), Is.EqualTo(-Math.Log(0.5 / 1001)).Within(1e-6));
    }

    [Test]
    public void Find_EachWrongCellMore_MakesTheOthersALittleLessRare()
    {
        var parts = Numbers(1000, _ => random.Next(1000));
        var others = Numbers(1000, _ => random.Next(1000));
        var country = Numbers(1000, _ => 1 + random.Next(4));
        (double Sum, double Lookup) Nats(int wrong)
        {
            var found = Find([
                Number("A", parts),
                Number("B", others),
                Number("Total", Numbers(1000, row => parts[row] + others[row] + (row < wrong ? 2 : 0))),
                Key("Country", country, 4),
                Key("Currency", Numbers(1000, row => row < wrong ? 5 : country[row]), 5),
            ])!;
            return (
                found.Equations[0].Breaches!.Sum(breach => breach.Nats),
                found.Lookups.First(lookup => lookup.Target == "Currency").Breaches!.Sum(breach => breach.Nats)
            );
        }

        var nats = Enumerable.Range(0, 7).Select(Nats).ToArray();

        Assert.That(nats[0].Sum, Is.EqualTo(-Math.Log(3 * 0.5 / 1001)).Within(1e-6)); // of Total, Currency and Country
        Assert.That(nats[0].Lookup, Is.EqualTo(nats[0].Sum));

        foreach (var (before, after) in nats.Zip(nats.Skip(1)))
        {
            Assert.That(before.Sum - after.Sum, Is.InRange(0, 1.7));
            Assert.That(before.Lookup - after.Lookup, Is.InRange(0, 1.7));
        }

        Assert.That(nats[^1].Sum, Is.GreaterThan(3));
        Assert.That(nats[^1].Lookup, Is.InRange(1.5, 3));
    }

    [Test]
    public void Find_RelationsOfTheSameColumn_CountAsOne()
    {
        var town = Numbers(1000, _ => 1 + random.Next(12));
        var state = Array.ConvertAll(town, key => 1f + (int)(key % 3));
        var found = Find([
            Key("Town", town, 12),
            Key("Code", Array.ConvertAll(town, key => 13 - key), 12),
            Key("State", state, 3),
        ])!;

        Assert.That(found.Lookups.Count(lookup => lookup.Target == "State"), Is.EqualTo(2));
        Assert.That(
            found.Lookups.Select(lookup => lookup.Breaches!.Single().Nats),
            Is.All.EqualTo(-Math.Log(3 * 0.5 / 1001)).Within(1e-6)
        );
    }

    [TestCase(100, false)]
    [TestCase(20, true)]
    public void Find_AmountThatDeterminesItsFactor_IsScoredWhereManyRowsHaveTheSameOne(int amounts, bool isScored)
    {
        var factor = Numbers(amounts, _ => random.Next(5));
        var amount = Numbers(RowCount, _ => random.Next(amounts));
        var found = Find(
            ("Amount", Array.ConvertAll(amount, number => number + 0.25f)),
            ("Factor", Array.ConvertAll(amount, number => factor[(int)number]))
        )!;

        Assert.That(found.Lookups.Single().Breaches is not null, Is.EqualTo(isScored));
    }

    [Test]
    public void Find_SumWithAFeeOfTwoUsualGroups_IsFound()
    {
        // Of the rows without the usual fee, nearly all have the second one.
        var fee = Numbers(
            RowCount,
            _ =>
                random.Next(100) is var share && share < 58 ? 25
                : share < 96 ? 12.5f
                : 0
        );
        var fine = Numbers(RowCount, _ => 1.5f * random.Next(6));
        var found = Find(("Fee", fee), ("Fine", fine), ("Total", Zip(fee, fine, (a, b) => a + b)));

        Assert.That(
            found!.Describe(RelationNames.Plain),
            Has.Some.EqualTo("Fee = Total - Fine").Or.Some.EqualTo("Total = Fee + Fine")
        );
    }

    [TestCase(1, 36500, "Interest = Principal Rate Days / 36500")]
    [TestCase(3, 1, "Interest = 3 Principal Rate Days")]
    public void Find_ProductOfThreeColumns_IsFound(float factor, float divisor, string expected)
    {
        var principal = Numbers(RowCount, _ => 1000 + random.Next(50000));
        var rate = Numbers(RowCount, _ => 1 + (random.Next(700) / 100f));
        var days = Numbers(RowCount, _ => 10 + random.Next(350));
        var interest = Enumerable
            .Range(0, RowCount)
            .Select(row => MathF.Round((float)((double)factor * principal[row] * rate[row] * days[row] / divisor), 2))
            .ToArray();

        Assert.That(
            Find(
                ("Interest", interest),
                ("Principal", principal),
                ("Other", Numbers(RowCount, _ => 5 + random.NextSingle())),
                ("Rate", rate),
                ("Days", days)
            )!
                .Equations.Single()
                .Describe(RelationNames.Plain),
            Is.EqualTo(expected)
        );
    }

    [Test]
    public void Find_RatioOfFourColumns_IsFoundWithWrongCells()
    {
        var volts = Numbers(RowCount, _ => 220 + (random.Next(200) / 10f));
        var amperes = Numbers(RowCount, _ => 1 + (random.Next(900) / 100f));
        var share = Numbers(RowCount, _ => 0.7f + (random.Next(300) / 1000f));
        var watts = Numbers(RowCount, row => MathF.Round(volts[row] * amperes[row] * share[row], 1));
        watts[7] *= 10;

        Assert.That(
            Find(("Volts", volts), ("Amperes", amperes), ("Watts", watts), ("Share", share))!
                .Equations.Single()
                .Describe(RelationNames.Plain),
            Is.EqualTo("Watts = Volts Amperes Share")
        );
    }

    [Test]
    public void Find_WeightByHeightSquared_IsFound()
    {
        var height = Numbers(RowCount, _ => 1.5f + (random.Next(500) / 1000f));
        var weight = Numbers(RowCount, _ => 50 + (random.Next(500) / 10f));
        var found = Find(
            ("Height", height),
            ("Weight", weight),
            ("Index", Zip(weight, height, (w, h) => MathF.Round(w / (h * h), 1)))
        );

        Assert.That(found!.Describe(RelationNames.Plain), Is.EqualTo(["Index = Weight / Height^2"]));
    }

    /// <summary>Cells are exchanged in 10 of 900 rows, and a column that has nothing to do with the product has many gaps.</summary>
    [Test]
    public void Find_ProductWithWrongCellsBesideAColumnWithGaps_IsFound()
    {
        var height = Numbers(900, _ => MathF.Round(170 + (9 * random.NextNormal())));
        var weight = Array.ConvertAll(height, h => MathF.Round((25 + (4 * random.NextNormal())) * h * h / 10000, 1));
        var index = Zip(height, weight, (h, w) => MathF.Round(10000 * w / (h * h), 1));
        var other = Numbers(900, _ => random.Next(3) == 0 ? MathF.Round(6 + random.NextNormal(), 1) : float.NaN);
        for (var row = 0; row < 900; row += 90)
        {
            (height[row], weight[row]) = (weight[row], height[row]);
        }

        Assert.That(
            Find(("Height", height), ("Weight", weight), ("Index", index), ("Other", other))!
                .Equations.Single()
                .Describe(RelationNames.Plain),
            Is.EqualTo("Index = 10000 Weight / Height^2")
        );
    }

    [Test]
    public void Find_RatioWithFinerStepsThanItsParts_IsSolvedForTheRatio()
    {
        // Each of the three follows from the others to its last digit.
        var height = Numbers(RowCount, _ => 150 + random.Next(50));
        var weight = Numbers(RowCount, _ => 50 + random.Next(50));
        var found = Find(
            ("Height", height),
            ("Weight", weight),
            ("Index", Zip(weight, height, (w, h) => MathF.Round(10_000 * w / (h * h), 2)))
        );

        Assert.That(found!.Describe(RelationNames.Plain), Is.EqualTo(["Index = 10000 Weight / Height^2"]));
    }

    [Test]
    public void Find_CategoryThatDeterminesAnother_IsFoundInOneDirection()
    {
        var town = Numbers(RowCount, _ => 1 + random.Next(12));
        var state = Array.ConvertAll(town, key => 1 + (int)(key % 3f) * 1f);

        var found = Find([Key("Town", town, 12), Key("State", state, 3)]);

        Assert.That(found!.Describe(RelationNames.Plain), Is.EqualTo(["Town determines State"]));
        Assert.That(found.Lookups[0].IsComputed);
    }

    [TestCase(0)]
    [TestCase(16)]
    [TestCase(60)]
    public void Find_CategoryThatDeterminesAnotherWithARareThirdValue_IsFound(int rareCount)
    {
        var town = Numbers(2000, row => row < rareCount ? 21 : 1 + random.Next(20));
        var zone = Array.ConvertAll(
            town,
            key =>
                key > 20 ? 3f
                : key > 12 ? 2
                : 1
        );

        var found = Find([Key("Town", town, 21), Key("Zone", zone, 3)]);

        Assert.That(found!.Describe(RelationNames.Plain), Is.EqualTo(["Town determines Zone"]));
    }

    [Test]
    public void Find_CodesOfCategories_AreFoundInBothDirectionsAndComputedInOne()
    {
        var level = Numbers(RowCount, _ => 1 + random.Next(5));
        var code = Array.ConvertAll(level, key => new[] { 0, 4f, 2, 8, 6, 9 }[(int)key]);

        var found = Find([Key("Level", level, 5), Number("Code", code)]);

        Assert.That(found!.Lookups.Select(lookup => lookup.Source), Is.EqualTo(["Level", "Code"]));
        Assert.That(found.Lookups.Count(lookup => lookup.IsComputed), Is.EqualTo(1));
    }

    [Test]
    public void Find_LogarithmOfANumber_IsInterpolated()
    {
        // With some seeds, numbers are missing where the curve is far from a line.
        var rows = new Random(2);
        var people = Numbers(RowCount, _ => rows.Next(300) * 7);
        var found = Find(("People", people), ("Log", Array.ConvertAll(people, p => MathF.Log(p + 20))));

        var lookup = found!.Lookups.Single(lookup => lookup.Source == "People");

        Assert.That(lookup.Interpolates);
        Assert.That(lookup.Find(703.5f), Is.EqualTo(Math.Log(723.5)).Within(0.01));
        Assert.That(lookup.Find(-1f), Is.Null);

        // Numbers that training has not lie a little beside the lines.
        var check = RelationCheck.Create(lookup, lookup.Breaches![0], found);
        bool Breaks(int number, float error) => check.IsBroken([number, MathF.Log(number + 20) + error]);

        Assert.That(Enumerable.Range(100, 1900).Where(number => Breaks(number, 0)), Is.Empty);
        Assert.That(Enumerable.Range(100, 1900).Where(number => !Breaks(number, 0.1f)), Is.Empty);
    }

    [Test]
    public void Find_LogarithmOfRareNumbers_ToleratesWhatLiesBesideTheLines()
    {
        var times = Numbers(300, _ => MathF.Round(MathF.Exp(1 + (6 * random.NextSingle()))));
        var found = Find(("Time", times), ("Log", Array.ConvertAll(times, MathF.Log)))!;
        var others = Numbers(1000, _ => MathF.Round(MathF.Exp(1 + (6 * random.NextSingle()))));

        var checks = RelationCheck.CreateAll(found);
        var broken = others.Count(time => checks.Any(check => check.IsBroken([time, MathF.Log(time)])));

        Assert.That(found.Lookups.Where(lookup => lookup.Breaches is not null), Is.Not.Empty);
        Assert.That(broken, Is.LessThan(30));
        Assert.That(checks.Any(check => check.IsBroken([300, MathF.Log(300) + 1])));
    }

    [TestCase(0)]
    [TestCase(2)]
    public void Find_GroupsOfANumber_AreFoundForNumbersThatTrainingHasNot(int wrongCells)
    {
        var grams = Numbers(RowCount, _ => 1000 + (random.NextSingle() * 3000));
        var isLow = Array.ConvertAll(grams, g => g < 2500 ? 2f : 1);
        var band = Array.ConvertAll(grams, g => 1 + MathF.Floor((g - 1000) / 1000));
        Array.Fill(band, 3f, 0, wrongCells);

        var found = Find([Number("Grams", grams), Key("Low", isLow, 2), Key("Band", band, 3)])!;

        Assert.That(found.Describe(RelationNames.Plain), Is.EqualTo(["Grams determines Low", "Grams determines Band"]));
        Assert.That(found.Lookups.Select(lookup => lookup.IsComputed), Is.All.True);
        Assert.That(
            new[] { 1600f, 2400, 2600, 3400 }.Select(found.Lookups[0].Find),
            Is.EqualTo(new float?[] { 2, 2, 1, 1 })
        );
        Assert.That(
            new[] { 1600f, 2400, 2600, 3400 }.Select(found.Lookups[1].Find),
            Is.EqualTo(new float?[] { 1, 2, 2, 3 })
        );
        Assert.That(new[] { 2499.9f, 2500 }.Select(found.Lookups[0].Find), Is.EqualTo(new float?[] { 2, 1 }));
        Assert.That(found.Lookups[1].Find(500), Is.Null);
        Assert.That(
            found.Lookups.SelectMany(lookup => lookup.Values.Select(value => lookup.Find(value))),
            Is.All.Matches<float?>(value => value == MathF.Round(value!.Value))
        );
    }

    [Test]
    public void Find_GroupsOfANumberWithManyWrongCells_AreNone()
    {
        var grams = Numbers(RowCount, _ => random.NextSingle());
        var band = Array.ConvertAll(grams, g => random.Next(6) == 0 ? 1f + random.Next(3) : 1 + MathF.Floor(g * 3));

        Assert.That(Find([Number("Grams", grams), Key("Band", band, 3)]), Is.Null);
    }

    [TestCase(0, ExpectedResult = true)]
    [TestCase(0.15, ExpectedResult = false)]
    public bool Find_LookupWhoseRareValueIsOftenTheMostFrequentOne_IsLeftOut(double wrongShare)
    {
        var codes = Numbers(4000, _ => 1 + random.Next(100));
        var tolls = Array.ConvertAll(codes, code => code <= 5 && random.NextDouble() >= wrongShare ? 6f : 0);

        var found = Find([Key("Code", codes, 100), Number("Toll", tolls)]);

        return found?.Lookups.Any(lookup => lookup is { Source: "Code", Target: "Toll" }) == true;
    }

    [Test]
    public void Find_NumbersInOrder_AreFoundWithoutThoseThatFollow()
    {
        var low = Numbers(RowCount, _ => random.Next(100));
        var middle = Array.ConvertAll(low, value => value + random.Next(40));
        var high = Array.ConvertAll(middle, value => value + random.Next(40));

        var found = Find(("Low", low), ("Middle", middle), ("High", high));

        Assert.That(found!.Describe(RelationNames.Plain), Is.EqualTo(["Low <= Middle", "Middle <= High"]));
    }

    [Test]
    public void Find_OrderThatASumDoesNotImply_IsFound()
    {
        var low = Numbers(RowCount, _ => random.Next(100));
        var half = Array.ConvertAll(low, _ => (float)random.Next(40));

        var found = Find(
            ("Low", low),
            ("Middle", [.. low.Zip(half, (value, width) => value + width)]),
            ("High", [.. low.Zip(half, (value, width) => value + (2 * width))])
        );

        Assert.That(
            found!.Describe(RelationNames.Plain),
            Is.EqualTo(["High = 2 Middle - Low", "Low <= Middle", "Middle <= High"])
        );
    }

    [Test]
    public void Find_OrderThatAProductDoesNotImply_IsFound()
    {
        var width = Numbers(RowCount, _ => random.Next(2, 100));
        var length = Array.ConvertAll(width, value => value + random.Next(40));

        var found = Find(
            ("Width", width),
            ("Length", length),
            ("Area", [.. width.Zip(length, (side, other) => side * other)])
        );

        Assert.That(found!.Describe(RelationNames.Plain), Is.EqualTo(["Area = Width Length", "Width <= Length"]));
    }

    [TestCase(0)]
    [TestCase(1)]
    public void Find_OrderThatASumImplies_IsLeftOut(int leastTax)
    {
        var net = Numbers(RowCount, _ => random.Next(100, 900));
        var tax = Numbers(RowCount, _ => random.Next(leastTax, 200));

        var found = Find(("Net", net), ("Tax", tax), ("Total", [.. net.Zip(tax, (one, other) => one + other)]));

        Assert.That(found!.Describe(RelationNames.Plain), Is.EqualTo(["Total = Net + Tax"]));
    }

    [TestCase(0, ExpectedResult = "Pages = 0 implies Duration = 0")]
    [TestCase(1, ExpectedResult = "")]
    public string Find_NumberThatIsZeroWhereAnotherIs_IsImpliedWithoutAnException(int exceptions)
    {
        var pages = Numbers(RowCount, _ => Math.Max(0, random.Next(-4, 6)));
        var duration = Array.ConvertAll(pages, count => count > 0 ? random.Next(20) / 2f : 0);
        var zeros = Enumerable.Range(0, RowCount).Where(row => pages[row] == 0);
        foreach (var row in zeros.Take(exceptions))
        {
            duration[row] = 3;
        }

        return string.Join("; ", Find(("Pages", pages), ("Duration", duration))?.Describe(RelationNames.Plain) ?? []);
    }

    [Test]
    public void Find_NumberThatTwoOthersImply_IsComputedFromBoth()
    {
        var a = Numbers(RowCount, _ => Math.Max(0, random.Next(-4, 6)));
        var b = Numbers(RowCount, _ => Math.Max(0, random.Next(-4, 6)));
        var c = Zip(a, b, (x, y) => x > 0 && y > 0 ? random.Next(40) / 4f : 0);

        var found = Find(("A", a), ("B", b), ("C", c))!;

        Assert.That(found.Describe(RelationNames.Plain), Is.EqualTo(["A = 0 implies C = 0", "B = 0 implies C = 0"]));
        Assert.That(found.Lookups.Select(lookup => lookup.IsComputed), Is.All.True);
    }

    [Test]
    public void Find_CategoriesWithOneValueOfAnother_ImplyIt()
    {
        var species = Numbers(RowCount, _ => random.Next(1, 4));
        var island = Array.ConvertAll(species, own => own == 1 ? random.Next(1, 4) : own);
        var tip = Array.ConvertAll(island, own => own == 1 ? 0 : random.Next(1, 40) / 4f);

        var found = Find([Key("Species", species, 3), Key("Island", island, 3), Number("Tip", tip)])!;

        Assert.That(
            found.Describe(RelationNames.Plain),
            Is.SupersetOf(["Species = 2, 3 implies Island = 2, 3", "Island = 1 implies Tip = 0"])
        );
    }

    [Test]
    public void Find_ValuesThatImplyEachOther_ImplyTheNextOneAndAThirdOnce()
    {
        var kind = Numbers(RowCount, _ => random.Next(1, 4));
        var limit = Array.ConvertAll(kind, own => own == 1 ? 1f : random.Next(2, 5));
        var isHurt = Array.ConvertAll(kind, own => own == 1 ? 1f : random.Next(1, 3));

        var found = Find([Key("Kind", kind, 3), Key("Limit", limit, 4), Key("Hurt", isHurt, 2)])!;

        Assert.That(
            found.Describe(RelationNames.Plain),
            Is.EqualTo(["Kind = 1 implies Limit = 1", "Kind = 1 implies Hurt = 1", "Limit = 1 implies Kind = 1"])
        );
    }

    [Test]
    public void Find_RuleBesideUnrelatedGaps_IsFound()
    {
        var isRegistered = Numbers(RowCount, _ => random.Next(1, 3));
        var visits = Array.ConvertAll(isRegistered, own => own == 1 ? float.NaN : Math.Max(0, random.Next(-9, 10)));
        var purchases = Array.ConvertAll(visits, own => own == 0 ? 0f : random.Next(4));
        var last = Array.ConvertAll(purchases, own => own == 0 ? float.NaN : random.Next(50));

        var found = Find([
            Key("Registered", isRegistered, 2),
            Number("Visits", visits),
            Number("Purchases", purchases),
            Number("Last", last),
        ])!;

        Assert.That(
            found.Describe(RelationNames.Plain),
            Is.SupersetOf([
                "Visits = 0 implies Purchases = 0",
                "Visits is missing where Registered = 1, not where Registered = 2",
                "Last is missing where Purchases = 0, not where Purchases = 1, 2, 3",
            ])
        );
    }

    [Test]
    public void Find_ValueThatFollowsWhereAnotherIsMissing_IsFound()
    {
        var hours = Numbers(1000, _ => Math.Max(0, random.Next(-9, 10)));
        var pay = Array.ConvertAll(hours, own => own == 0 ? 0 : Math.Max(0f, random.Next(-4, 10)));
        var bonus = Zip(
            hours,
            pay,
            (h, p) =>
                h == 0 ? float.NaN
                : p == 0 ? 0
                : random.Next(1, 50)
        );

        var found = Find(("Bonus", bonus), ("Hours", hours), ("Pay", pay))!;

        Assert.That(
            found.Describe(RelationNames.Plain),
            Is.SupersetOf(["Bonus = 0 implies Pay = 0", "Pay = 0 implies Bonus = 0", "Hours = 0 implies Pay = 0"])
        );
    }

    [TestCase(0, ExpectedResult = "Brand is missing where Owns = 1, not where Owns = 2")]
    [TestCase(1, ExpectedResult = "Brand is missing where Owns = 1, not where Owns = 2")]
    [TestCase(40, ExpectedResult = "")]
    public string Find_CellsThatAreMissingWhereAnotherHasAValue_AreGaps(int exceptions)
    {
        var owns = Numbers(1000, row => row % 2 == 0 ? 1 : 2);
        var brand = Array.ConvertAll(owns, own => own == 1 ? float.NaN : random.Next(1, 5));
        for (var i = 0; i < exceptions; i++)
        {
            (brand[2 * i], brand[(2 * i) + 1]) = (random.Next(1, 5), float.NaN);
        }

        var found = Find([Key("Owns", owns, 2), Key("Brand", brand, 4)]);

        return string.Join("; ", found?.Describe(RelationNames.Plain) ?? []);
    }

    [Test]
    public void Find_CellsThatAreMissingTogether_AreGapsOfOneColumn()
    {
        var first = Numbers(RowCount, _ => random.Next(2) == 0 ? float.NaN : random.NextSingle());
        var second = Array.ConvertAll(first, own => float.IsNaN(own) ? own : random.NextSingle());
        var other = Numbers(RowCount, _ => random.Next(2) == 0 ? float.NaN : random.NextSingle());

        var found = Find(("First", first), ("Second", second), ("Other", other))!;

        Assert.That(
            found.Describe(RelationNames.Plain),
            Is.EqualTo(["First is missing where Second is missing, not where Second has a value"])
        );
        Assert.That(found.Complaint(_ => null, _ => true), Is.Null);
        Assert.That(found.Complaint(_ => null, name => name != "Second"), Is.Not.Null);
    }

    [Test]
    public void Find_NumbersThatAreOftenEqual_ShareValuesByACondition()
    {
        Random own = new(2);
        var isPaid = Numbers(1000, _ => own.Next(3) == 0 ? 1 : 0);
        var bill = Numbers(1000, _ => own.Next(10_000));
        var paid = Numbers(1000, row => isPaid[row] > 0 ? bill[row] : own.Next(5000));

        var found = Find(("Kind", isPaid), ("Bill", bill), ("Paid", paid))!;

        var shared = found.SharedValues!.Single();

        Assert.That((shared.Target, shared.Source), Is.EqualTo(("Paid", "Bill")));
        Assert.That(shared.Share, Is.EqualTo(isPaid.Average()).Within(0.01));
        Assert.That(found.Complaint(_ => (true, 0), _ => true), Is.Null);

        float ProbabilityOf(float kind) =>
            shared.Probability(Array.ConvertAll(shared.Columns, column => column == "Kind" ? kind : 3000));

        Assert.That(ProbabilityOf(1), Is.GreaterThan(0.99));
        Assert.That(ProbabilityOf(0), Is.LessThan(0.01));
    }

    [Test]
    public void Find_NumbersEqualByChance_ShareNoValues()
    {
        Random own = new(2);
        var rating = Numbers(4000, _ => own.Next(10));
        var year = Numbers(4000, _ => own.Next(300));
        var price = Numbers(4000, _ => own.Next(3) == 0 ? own.Next(100_000) : 0);
        var found = Find(
            ("Rating", rating),
            ("OtherRating", Array.ConvertAll(rating, value => value + (own.Next(3) == 0 ? 1 : 0))),
            ("Year", year),
            ("OtherYear", Array.ConvertAll(year, value => value + own.Next(-4, 5))),
            ("Price", price),
            ("OtherPrice", Numbers(4000, _ => own.Next(3) == 0 ? own.Next(100_000) : 0))
        );

        Assert.That(found?.SharedValues, Is.Null);
    }

    [Test]
    public void Find_SharedValueInAnEquation_IsTakenByAPartThatIsNotComputed()
    {
        Random own = new(2);
        var bill = Numbers(1000, _ => own.Next(10_000));
        var paid = Numbers(1000, row => row % 3 == 0 ? bill[row] : own.Next(5000));
        var fee = Numbers(1000, _ => own.Next(100));

        var found = Find(("Bill", bill), ("Paid", paid), ("Fee", fee), ("Sum", Zip(paid, fee, (a, b) => a + b)))!;

        var equation = found.Equations.Single();
        var shared = found.SharedValues!.Single();

        Assert.That((shared.Source, shared.Target), Is.EqualTo(("Bill", "Paid")));
        Assert.That((equation.Target, equation.Computed), Is.EqualTo(("Sum", "Sum")));
        Assert.That(
            Find(("Bill", bill), ("Paid", paid), ("Fee", fee), ("Rest", Zip(paid, fee, (a, b) => a - b)))!
                .SharedValues!.Select(taken => taken.Target),
            Has.None.AnyOf(equation.Target, "Rest")
        );
    }

    [Test]
    public void Find_YearsThatAreOftenEqual_ShareValuesThoughEachIsFrequent()
    {
        Random own = new(2);
        var built = Numbers(1000, _ => 2010 - (int)(70 * own.NextDouble() * own.NextDouble()));
        var garage = Array.ConvertAll(built, year => own.Next(4) == 0 ? Math.Min(2010, year + own.Next(3, 40)) : year);

        var shared = Find(("Built", built), ("Garage", garage))!.SharedValues!.Single();

        Assert.That(shared.Share, Is.EqualTo(0.75).Within(0.06));
    }

    [Test]
    public void Find_MissingCellsInEveryColumn_StillFindsRelations()
    {
        var a = Numbers(RowCount, _ => random.Next(1000));
        var b = Numbers(RowCount, _ => random.Next(1000));
        var sum = Zip(a, b, (x, y) => x + y);
        foreach (var column in (float[][])[a, b, sum])
        {
            for (var row = 0; row < RowCount; row++)
            {
                column[row] = random.Next(5) == 0 ? float.NaN : column[row];
            }
        }

        Assert.That(
            Find(("A", a), ("B", b), ("Sum", sum))!.Describe(RelationNames.Plain).Single(),
            Does.Contain("Sum")
        );
    }

    [TestCase(30)]
    [TestCase(60)]
    [TestCase(200)]
    [TestCase(2000, Category = "Long")]
    public void Find_RandomTables_HaveNoRelations(int rowCount)
    {
        for (var seed = 1; seed <= 20; seed++)
        {
            Random own = new(seed);
            List<(TableColumn Column, float[] Values)> columns = [];
            for (var i = 0; i < 12; i++)
            {
                var digits = i % 3;
                columns.Add(Number($"Coarse{i}", Numbers(rowCount, _ => own.Next(2 + (2 * i)))));
                columns.Add(Number($"Normal{i}", Numbers(rowCount, _ => MathF.Round(own.NextNormal(), digits))));
                columns.Add(Key($"Key{i}", Numbers(rowCount, _ => 1 + own.Next(2 + (3 * i))), 2 + (3 * i)));
            }

            columns.Add(Number("Constant", Numbers(rowCount, _ => 5)));
            columns.Add(Number("Identifier", Numbers(rowCount, row => (row * 7919 % rowCount) + 1000)));
            columns.Add(Key("Rare", Numbers(rowCount, row => row % 50 == 0 ? 2 : 1), 2));

            Assert.That(Find([.. columns])?.Describe(RelationNames.Plain) ?? [], Is.Empty, $"seed {seed}");
        }
    }

    [Test]
    public void Find_RowsThatRepeat_AreEvidenceOnce([Values(1, 2, 5)] int copies)
    {
        (string Name, float[] Values)[] columns =
        [
            .. Enumerable.Range(0, 6).Select(i => ($"N{i}", Numbers(700, _ => random.NextNormal()))),
        ];
        int[] order = [.. Enumerable.Range(0, 700 * copies).Select(row => row / copies)];
        random.Shuffle(order);

        Assert.That(Repeated(columns), Is.Null);
        Assert.That(
            Repeated([.. columns, ("Sum", Zip(columns[0].Values, columns[1].Values, (a, b) => a + b))])!
                .Describe(RelationNames.Plain),
            Is.EqualTo(["Sum = N0 + N1"])
        );

        ColumnRelations? Repeated((string Name, float[] Values)[] of) =>
            Find([.. of.Select(column => (column.Name, Array.ConvertAll(order, row => column.Values[row])))]);
    }

    /// <summary>A third of the pairs of columns has the same number in one of the groups.</summary>
    [Test]
    public void Find_NumbersOfFewGroups_ShareNoValues()
    {
        for (var seed = 1; seed <= 20; seed++)
        {
            Random own = new(seed);
            (string Name, float[] Values)[] groups =
            [
                .. Enumerable.Range(0, 8).Select(i => ($"Group{i}", Numbers(25, _ => own.Next(1, 61)))),
            ];

            var found = Find([
                ("Own", Numbers(1000, _ => own.NextNormal())),
                .. groups.Select(column => (column.Name, Numbers(1000, row => column.Values[row % 25]))),
            ]);

            Assert.That(found?.SharedValues, Is.Null, $"seed {seed}");
        }
    }

    /// <summary>The given number of 500 totals lacks its decimal separator.</summary>
    [Test]
    public void Find_SumWithTotalsTenTimesTooLarge_IsFound([Values(3, 5, 8, 15)] int wrongCount)
    {
        var net = Amounts(100);
        var tax = Amounts(20);
        var shipping = Amounts(10);
        var total = Numbers(
            500,
            row =>
                Rounded(
                    (net[row] + (double)tax[row] + shipping[row]) * (row % 30 == 0 && row < 30 * wrongCount ? 10 : 1)
                )
        );

        Assert.That(
            Find(("Net", net), ("Tax", tax), ("Shipping", shipping), ("Total", total))!
                .Equations.Single()
                .Describe(RelationNames.Plain),
            Is.EqualTo("Total = Net + Tax + Shipping")
        );

        float[] Amounts(double mean) =>
            Numbers(500, _ => Rounded(-mean * Math.Log((1 - random.NextDouble()) * (1 - random.NextDouble()))));
    }

    [Test]
    public void Find_TimesOfWorkOfWhichFewAreExchanged_AreASum()
    {
        var start = Numbers(800, _ => MathF.Round(34 + (2.4f * random.NextNormal())) / 4);
        var hours = Numbers(800, _ => MathF.Round(31 + (4 * random.NextNormal())) / 4);
        var pause = Numbers(800, _ => random.Next(20) == 0 ? 0 : 15 * random.Next(2, 5));
        var end = Numbers(800, row => start[row] + hours[row] + (pause[row] / 60));
        foreach (var row in (int[])[10, 300, 500, 700])
        {
            (start[row], end[row]) = (end[row], start[row]);
        }

        Assert.That(
            Find(("Start", start), ("End", end), ("Break", pause), ("Hours", hours))!.Equations.Single().Columns,
            Is.EquivalentTo(["Start", "End", "Break", "Hours"])
        );
    }

    [Test]
    public void Find_NoisySum_IsNone()
    {
        var a = Numbers(RowCount, _ => random.NextNormal());
        var b = Numbers(RowCount, _ => random.NextNormal());

        Assert.That(
            Find(("A", a), ("B", b), ("C", Zip(a, b, (x, y) => x + y + (0.1f * random.NextNormal())))),
            Is.Null
        );
    }

    [Test]
    public void Find_EqualColumns_AreOneEquation()
    {
        var a = Numbers(RowCount, _ => random.Next(1000));

        Assert.That(Find(("A", a), ("B", [.. a]))!.Count, Is.EqualTo(1));
    }

    [Test]
    public void Find_SumOfFewRows_IsNone()
    {
        var a = Numbers(RelationRows.Fewest - 1, _ => random.Next(1000));
        var b = Numbers(RelationRows.Fewest - 1, _ => random.Next(1000));

        Assert.That(Find(("A", a), ("B", b), ("C", Zip(a, b, (x, y) => x + y))), Is.Null);
    }

    [Test]
    public void Find_WideTable_FindsItsSums()
    {
        // The seed decides which part of the sum is named first.
        var rows = new Random(5);
        List<(TableColumn Column, float[] Values)> columns = [];
        for (var i = 0; i < 80; i++)
        {
            columns.Add(Number($"N{i}", Numbers(1000, _ => rows.Next(10_000))));
            columns.Add(Key($"K{i}", Numbers(1000, _ => 1 + rows.Next(10)), 10));
        }

        columns.Add(Number("Sum", Zip(columns[0].Values, columns[2].Values, (a, b) => a + b)));

        Assert.That(Find([.. columns])!.Describe(RelationNames.Plain), Is.EqualTo(["Sum = N0 + N1"]));
    }

    /// <summary>Months come back every 12 rows, and every fourth row confirmed what the others had.</summary>
    [Test]
    public void Find_PeriodicRows_HasTheirRelations()
    {
        var month = Numbers(360, row => 1 + (row % 12));
        var amount = Numbers(360, _ => random.Next(1000, 9000));
        var bonus = Numbers(360, row => row % 12 is 7 or 11 ? random.Next(100, 900) : 0);

        var found = Find([
            Key("Month", month, 12),
            Key("Quarter", Array.ConvertAll(month, m => 1 + MathF.Floor((m - 1) / 3)), 4),
            Number("Base", amount),
            Number("Bonus", bonus),
            Number("Paid", Zip(amount, bonus, (a, b) => a + b)),
        ])!;

        Assert.That(
            found.Describe(RelationNames.Plain),
            Has.Some.AnyOf("Paid = Base + Bonus", "Base = Paid - Bonus").And.Some.EqualTo("Month determines Quarter")
        );
    }

    /// <summary>The kept rows of a long table were all of one kind.</summary>
    [Test]
    public void Find_AlternatingRowsBeyondTheSample_HasNoRelationOfOneKind()
    {
        const int count = 20_100;
        var (net, tax) = (Numbers(count, _ => random.Next(1000)), Numbers(count, _ => random.Next(1000)));

        var found = Find(
            ("Net", net),
            ("Tax", tax),
            ("Total", Numbers(count, row => row % 2 == 0 ? net[row] + tax[row] : random.Next(2000)))
        );

        Assert.That(found?.Equations ?? [], Is.Empty);
    }

    /// <summary>The row half a table further, with which chance was measured, had the same price.</summary>
    [Test]
    public void Find_EqualBlocks_HasTheProduct()
    {
        var prices = Numbers(100, _ => random.Next(100, 10_000));
        var price = Numbers(RowCount, row => prices[row % 100]);
        var quantity = Numbers(RowCount, _ => random.Next(1, 50));

        var found = Find(("Price", price), ("Quantity", quantity), ("Amount", Zip(price, quantity, (p, q) => p * q)))!;

        Assert.That(found.Describe(RelationNames.Plain), Has.Some.EqualTo("Amount = Price Quantity"));
    }

    /// <summary>A quantity and a rounded price give no amount exactly, so that synthetic rows broke the sum in its last digit.</summary>
    [Test]
    public void Find_ProductAndSumOfOneAmount_ComputesTheAmountFromTheProduct()
    {
        var quantity = Numbers(RowCount, _ => random.Next(1, 12));
        var price = Numbers(RowCount, _ => random.Next(183, 9000) / 100f);
        var net = Zip(quantity, price, (q, p) => MathF.Round(q * p, 2));
        var discount = Numbers(RowCount, row => MathF.Round(net[row] * random.Next(5) / 20, 2));
        var taxable = Zip(net, discount, (n, d) => MathF.Round(n - d, 2));

        var found = Find(
            ("Quantity", quantity),
            ("Price", price),
            ("Net", net),
            ("Discount", discount),
            ("Taxable", taxable)
        )!;

        var computed = found.Equations.ToDictionary(
            equation => equation.Describe(RelationNames.Plain),
            equation => equation.Computed
        );

        Assert.That(computed["Net = Quantity Price"], Is.EqualTo("Net"));
        Assert.That(computed["Taxable = Net - Discount"], Is.EqualTo("Taxable"));
    }

    /// <summary>Two amounts were computed from the fee, so that a payout in another currency had to give this amount, which is rounded.</summary>
    [Test]
    public void Find_RoundedMultipleBesideAFee_IsTheTarget()
    {
        var usd = Numbers(600, _ => Rounded(Math.Exp(4 + random.NextNormal())));
        var fee = Array.ConvertAll(usd, amount => Rounded((0.029 * amount) + 0.3));
        var payout = Zip(usd, fee, (amount, own) => Rounded(amount - (double)own));
        var eur = Array.ConvertAll(payout, amount => Rounded(0.92 * amount));

        var found = Find(("Usd", usd), ("Fee", fee), ("Payout", payout), ("Eur", eur))!;

        Assert.That(found.Describe(RelationNames.Plain), Is.SupersetOf(["Eur = 0.92 Payout", "Usd = Payout + Fee"]));
    }

    /// <summary>In sorted files of some lengths, the row with which chance was measured was a neighbor.</summary>
    [Test]
    public void Find_SortedRows_HasTheOrder([Values(495, 720, 7919)] int count)
    {
        var start = Numbers(count, row => 5 * row);
        var end = Array.ConvertAll(start, s => s + random.Next(1, 900));

        Assert.That(
            Find(("Start", start), ("End", end))!.Describe(RelationNames.Plain),
            Has.Some.EqualTo("Start <= End")
        );
    }

    private static float[] Numbers(int count, Func<int, float> value) => [.. Enumerable.Range(0, count).Select(value)];

    private static float[] Zip(float[] a, float[] b, Func<float, float, float> value) =>
        [.. a.Zip(b, (x, y) => value(x, y))];

    private static (TableColumn, float[]) Number(string name, float[] values) =>
        (
            new()
            {
                Name = name,
                Kind = TableColumnKind.BinnedNumber,
                Width = 1,
            },
            values
        );

    private static (TableColumn, float[]) Key(string name, float[] values, int count) =>
        (
            new()
            {
                Name = name,
                Kind = TableColumnKind.Key,
                Width = 1,
                KeyCount = count,
            },
            values
        );

    [Test]
    public void Find_Canceled_Stops()
    {
        var sample = RelationSearch.NewSample(2);
        for (var row = 0; row < 200; row++)
        {
            sample.Add([row, row % 7]);
        }

        Table table = new() { Columns = [Number("a", []).Item1, Number("b", []).Item1] };

        Assert.That(
            () => RelationSearch.Find(table, sample, new CancellationToken(canceled: true)),
            Throws.InstanceOf<OperationCanceledException>()
        );
    }

    private static float Rounded(double number) => (float)Math.Round(number, 2);

    private static ColumnRelations? Find(params (string Name, float[] Values)[] numbers) =>
        Find([.. numbers.Select(column => Number(column.Name, column.Values))]);

    private static ColumnRelations? Find((TableColumn Column, float[] Values)[] columns)
    {
        var sample = RelationSearch.NewSample(columns.Length);
        for (var row = 0; row < columns[0].Values.Length; row++)
        {
            sample.Add([.. columns.Select(column => column.Values[row])]);
        }

        return RelationSearch.Find(
            new Table { Columns = [.. columns.Select(column => column.Column)] },
            sample,
            CancellationToken.None
        );
    }
}
