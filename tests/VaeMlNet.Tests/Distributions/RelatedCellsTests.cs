using System.Text.Json;

namespace VaeMlNet.Tests;

/// <summary>The relations between cells of a row: which cells follow from which.</summary>
internal sealed class RelatedCellsTests
{
    private static readonly ColumnRelations Relations = new()
    {
        Columns = WholeNumbers("Net", "Tax", "Total", "Town", "State", "Low", "High"),
        Equations =
        [
            new()
            {
                Factors = [new(1, [new("Total", 1), new("Net", -1), new("Tax", -1)])],
                Constant = 0,
                Target = "Total",
                Computed = "Total",
            },
        ],
        Lookups =
        [
            new()
            {
                Source = "Town",
                Target = "State",
                Values = [1, 2, 4],
                Targets = [7, 8, 7],
                IsComputed = true,
            },
        ],
        Orders = [new("Low", "High")],
    };

    [TestCase(5, 3, float.NaN, 5, 3, 8)]
    [TestCase(5, float.NaN, 8, 5, 3, 8)]
    [TestCase(float.NaN, 3, 500, 497, 3, 500, TestName = "Fill_PartAboveTheTrainingRange_IsTheRest")]
    public void Fill_OneMissingCellOfASum_IsComputed(float net, float tax, float total, params float[] expected) =>
        Assert.That(Fill(net, tax, total, 1, 7, 1, 2)[..3], Is.EqualTo(expected));

    [Test]
    public void Fill_TwoMissingParts_AddUpToTheTotal()
    {
        var filled = Fill(cells: [60, 30, 50, 1, 7, 1, 2], known: [false, false, true, true, true, true, true]);

        Assert.That(filled[..3], Is.EqualTo([20f, 30, 50]));
    }

    [Test]
    public void Fill_RestThatWouldBeNegative_IsZero()
    {
        var filled = Fill(cells: [10, 60, 50, 1, 7, 1, 2], known: [false, false, true, true, true, true, true]);

        Assert.That(filled[..3], Is.EqualTo([0f, 50, 50]));
    }

    /// <summary>A proportion gives a part up to rounding, and the sum gives it exactly.</summary>
    [TestCase(110, float.NaN, 132.5f, 110, 22.5f, 132.5f)]
    [TestCase(110, float.NaN, float.NaN, 110, 22, 132)]
    [TestCase(float.NaN, 22.5f, 132.5f, 110, 22.5f, 132.5f)]
    [TestCase(
        float.NaN,
        float.NaN,
        132,
        110,
        22,
        132,
        TestName = "Fill_AllPartsOfATotalInAProportion_ComeFromTheSumThatFollows"
    )]
    public void FillAndCompute_PartThatIsInAProportionToAnotherOne_KeepTheSum(
        float amount,
        float tip,
        float total,
        params float[] expected
    )
    {
        RelatedColumn[] columns =
        [
            .. WholeNumbers("Amount", "Tip", "Total").Select(column => column with { Decimals = 1 }),
        ];
        RelatedCells related = new(
            new()
            {
                Columns = columns,
                Equations =
                [
                    Sum("Tip", new("Tip", 1), new("Amount", -0.2)),
                    Sum("Total", new("Total", 1), new("Amount", -1.2)) with
                    {
                        Computed = null,
                    },
                    Sum("Total", new("Total", 1), new("Amount", -1), new("Tip", -1)),
                ],
                Lookups = [],
                Orders = [],
            }
        );
        float[] cells = [amount, tip, total];
        var known = Array.ConvertAll(cells, cell => !float.IsNaN(cell));
        var computed = Enumerable.Range(0, 3).Select(i => known[i] ? cells[i] : related.Compute(i, cells, known));

        Assert.That(computed, known.Count(isKnown => isKnown) == 2 ? Is.EqualTo(expected) : Is.Not.Empty);

        related.Fill(cells, known);

        Assert.That(cells, Is.EqualTo(expected));

        static ColumnEquation Sum(string target, params EquationTerm[] terms) =>
            new()
            {
                Factors = [new(1, terms)],
                Constant = 0,
                Target = target,
                Computed = target,
            };
    }

    [Test]
    public void Fill_TotalAndAPartInAProportionToIt_KeepSumAndProportion()
    {
        RelatedCells related = new(
            Relations with
            {
                Equations =
                [
                    Proportion("Tax", 0.18, "Total"),
                    Proportion("Low", 0.05, "Total"),
                    Proportion("Net", 0.77, "Total"),
                    new()
                    {
                        Factors = [new(1, [new("Total", 1), new("Net", -1), new("Tax", -1), new("Low", -1)])],
                        Constant = 0,
                        Target = "Total",
                    },
                ],
                Lookups = [],
                Orders = [],
            }
        );
        for (var total = 50; total < 500; total++)
        {
            var (tax, fee) = (MathF.Round(total * 0.18f), MathF.Round(total * 0.05f));
            float[] cells = [total - tax - fee, 9, 9, 1, 1, fee, 1];

            related.Fill(cells, KnownExcept(1, 2));

            Assert.That(cells[2], Is.EqualTo(cells[0] + cells[1] + fee), $"{total}");
            Assert.That(cells[1], Is.EqualTo(0.18f * cells[2]).Within(0.501), $"{total}");
        }

        static ColumnEquation Proportion(string target, double share, string whole) =>
            new()
            {
                Factors = [new(1, [new(target, 1), new(whole, -share)])],
                Constant = 0,
                Target = target,
                Computed = target,
            };
    }

    [Test]
    public void Fill_QuantityAndPriceOfAnAmount_SolvesForThePrice(
        [Values("Amount", "Quantity", "Price")] string computed
    )
    {
        float[] cells = [10.2f, 17.48f, 177.1f];

        new RelatedCells(Amounts(computed)).Fill(cells, [false, false, true]);

        Assert.That(cells, Is.EqualTo([10, 17.71f, 177.1f]));
    }

    [TestCase(false, 17.71f, 177.1f)]
    [TestCase(true, 17.48f, 174.8f)]
    public void Settle_DrawnQuantityAndPrice_KeepAGivenAmount(bool isAmountDrawn, float price, float amount)
    {
        float[] cells = [10, 17.48f, 177.1f];

        new RelatedCells(Amounts("Quantity")).Settle(cells, [true, true, true], [true, true, isAmountDrawn]);

        Assert.That(cells, Is.EqualTo([10, price, amount]));
    }

    /// <summary>The drawn amount was kept, so that the row broke the product.</summary>
    [Test]
    public void Settle_ProductFarAboveTheTrainingValues_ChangesAFactor()
    {
        float[] cells = [90, 90, 900];

        new RelatedCells(Amounts("Amount")).Settle(cells, [true, true, true], [true, true, true]);

        Assert.That(cells, Is.EqualTo([90, 10, 900]));
    }

    /// <summary>The rest of the sum went to the amount, which the product computes again.</summary>
    [Test]
    public void Settle_RestOfASumWithAComputedAmount_GoesToADrawnPart()
    {
        var amounts = Amounts("Amount");
        ColumnEquation cost = new()
        {
            Factors = [new(1, [new("Cost", 1), new("Amount", -1), new("Margin", 1)])],
            Constant = 0,
            Target = "Cost",
            Computed = "Cost",
        };
        RelatedCells related = new(
            amounts with
            {
                Columns = [.. amounts.Columns, .. WholeNumbers("Cost", "Margin")],
                Equations = [cost, .. amounts.Equations],
            }
        );
        float[] cells = [2, 5, 10, 1, 40];

        related.Settle(cells, [.. cells.Select(_ => true)], [.. cells.Select(_ => true)]);

        Assert.That(cells, Is.EqualTo([2, 5, 10, 0, 10]));
    }

    /// <summary>The rest of a total was below the part that is never above it.</summary>
    [Test]
    public void Settle_ComputedNumberThatBreaksAnOrder_MovesTheDrawnOne()
    {
        ColumnEquation rest = new()
        {
            Factors = [new(1, [new("Total", 1), new("Part", -1), new("Rest", -1)])],
            Constant = 0,
            Target = "Rest",
            Computed = "Rest",
        };
        RelatedCells related = new(
            new()
            {
                Columns = WholeNumbers("Total", "Part", "Rest"),
                Equations = [rest],
                Orders = [new("Part", "Rest")],
            }
        );
        float[] cells = [10, 7, 5];

        related.Settle(cells, [true, true, true], [true, true, true]);

        Assert.That(cells, Is.EqualTo([10, 5, 5]));
    }

    [Test]
    public void Settle_PriceThatChanges_ChangesWhatFollowsFromIt()
    {
        float[] cells = [10, 17.48f, 177.1f, 20.8f];

        new RelatedCells(WithGross()).Settle(cells, [true, true, true, true], [true, true, false, true]);

        Assert.That(cells, Is.EqualTo([10, 17.71f, 177.1f, 21.07f]).Within(1e-4));
    }

    [Test]
    public void Fill_PriceInAProductAndASum_KeepsBoth()
    {
        float[] cells = [10, 17.48f, 177.1f, 20];

        new RelatedCells(WithGross()).Fill(cells, [false, false, true, false]);

        Assert.That(cells, Is.EqualTo([10, 17.71f, 177.1f, 21.07f]).Within(1e-4));
    }

    [Test]
    public void Preferred_PartsOfATotalWithCents_ComputesTheOneWithCentsFirst()
    {
        var sum = Relations.Equations[0] with { Computed = null };
        RelatedColumn[] columns =
        [
            .. Relations.Columns.Select(column => column with { Decimals = column.Name == "Net" ? 0 : 2 }),
        ];

        Assert.That(new SolvedEquation(sum, columns).Preferred(isTargetKnown: true), Is.EqualTo([2, 1, 0]));
    }

    [TestCase(3, 60, 50, 0, 0, 50, 50, TestName = "Settle_RestBelowZero_IsZeroAndAnotherPartChanges")]
    [TestCase(3, 20, 50, 30, 30, 20, 50, TestName = "Settle_RestAboveZero_IsComputed")]
    public void Settle_ComputedPartOfASum_StaysPossible(
        float net,
        float tax,
        float total,
        float rest,
        params float[] expected
    )
    {
        var sum = Relations.Equations[0];
        RelatedCells related = new(
            new() { Columns = Relations.Columns, Equations = [sum with { Target = "Net", Computed = "Net" }] }
        );
        float[] cells = [net, tax, total, 1, 7, 1, 2];

        Assert.That(related.ToLimits(0, total - tax), Is.EqualTo(rest));
        Assert.That(related.HasUsualSign(0, total - tax), Is.EqualTo(rest > 0));

        related.Settle(cells, [.. cells.Select(_ => true)], [.. cells.Select((_, i) => i != 2)]);

        Assert.That(cells[..3], Is.EqualTo(expected));
    }

    [TestCase(true, 5, 3, 8, 1, 7, 1, 2)]
    [TestCase(false, 5, 3, 9.6f, 1, 7, 1, 2, TestName = "FitGiven_OtherTotal_IsFalse")]
    [TestCase(true, 5, 3, 9, 1, 7, 1, 2, TestName = "FitGiven_TotalThatIsRoundedOtherwise_IsTrue")]
    [TestCase(false, 5, 3, 8, 2, 7, 1, 2, TestName = "FitGiven_OtherTargetOfALookup_IsFalse")]
    [TestCase(true, 5, 3, 8, 3, 7, 1, 2, TestName = "FitGiven_SourceThatTrainingLacks_IsTrue")]
    [TestCase(false, 5, 3, 8, 1, 7, 3, 2, TestName = "FitGiven_NumbersOutOfOrder_IsFalse")]
    public void FitGiven_RowOfGivenCells_FitsIfTheRelationsHold(bool expected, params float[] cells)
    {
        RelatedCells related = new(Relations);
        bool[] all = [.. cells.Select(_ => true)];
        bool[] none = [.. cells.Select(_ => false)];

        Assert.That(related.FitGiven(cells, known: all, isDrawn: none), Is.EqualTo(expected));
        Assert.That(related.FitGiven(cells, known: all, isDrawn: all), Is.True);
        Assert.That(related.FitGiven(cells, known: none, isDrawn: none), Is.True);
    }

    [TestCase(17.71f, true)]
    [TestCase(17.48f, false)]
    public void FitGiven_PriceOfAGivenAmount_FitsUpToItsDecimals(float price, bool expected) =>
        Assert.That(
            new RelatedCells(Amounts("Amount")).FitGiven([10, price, 177.1f], [true, true, true], [false, true, false]),
            Is.EqualTo(expected)
        );

    [TestCase(11, 1, true)]
    [TestCase(12, 1, false)]
    [TestCase(-7, 1, true)] // the first interval does not end at the training values
    [TestCase(-7, 2, false)]
    public void FitGiven_NumberOfAGivenGroup_IsInAnInterval(float age, float group, bool expected)
    {
        ColumnLookup ages = new()
        {
            Source = "Net",
            Target = "State",
            Values = [0, ColumnLookup.LastBefore(12), 12, 90],
            Targets = [1, 1, 2, 2],
            Interpolates = true,
        };
        RelatedCells related = new(new() { Columns = Relations.Columns, Lookups = [ages] });
        bool[] known = [.. Enumerable.Repeat(true, 7)];

        Assert.That(
            related.FitGiven([age, 1, 2, 1, group, 1, 2], known, [.. known.Select((_, i) => i != 4)]),
            Is.EqualTo(expected)
        );
    }

    [TestCase(2, 8)]
    [TestCase(4, 7)]
    [TestCase(3, 5, TestName = "Fill_SourceThatTrainingLacks_KeepsTheModelsValue")]
    public void Fill_TargetOfALookup_IsFound(float town, float state)
    {
        var filled = Fill(cells: [1, 1, 2, town, 5, 1, 2], known: [true, true, true, true, false, true, true]);

        Assert.That(filled[4], Is.EqualTo(state));
    }

    [TestCase(30, 2, false, 18)] // an observed group moves the filled age into it
    [TestCase(5, 2, true, 12)]
    [TestCase(15, 2, true, 15)]
    [TestCase(30, 1, true, 11)]
    [TestCase(500, 3, true, 500)] // the lookup ends at 90
    [TestCase(30, 4, true, 30)] // no age has it
    public void Fill_NumberThatImpliesAnotherCategory_MovesIntoItsInterval(
        float age,
        float group,
        bool isGroupFilled,
        float expected
    )
    {
        ColumnLookup ages = new()
        {
            Source = "Net",
            Target = "State",
            Values = [0, ColumnLookup.LastBefore(12), 12, ColumnLookup.LastBefore(19), 19, 90],
            Targets = [1, 1, 2, 2, 3, 3],
            Interpolates = true,
        };
        RelatedCells related = new(new() { Columns = Relations.Columns, Lookups = [ages] });
        float[] cells = [age, 1, 2, 1, group, 1, 2];

        related.Fill(cells, [false, true, true, true, !isGroupFilled, true, true]);

        Assert.That((cells[0], cells[4]), Is.EqualTo((expected, group)));
    }

    [Test]
    public void Fill_NumberThatDeterminesSeveralColumns_FitsAllOfThem([Values] bool knowsPart, [Values] bool knowsRush)
    {
        ColumnLookup parts = new()
        {
            Source = "Net",
            Target = "State",
            Values = [0, ColumnLookup.LastBefore(6), 6, ColumnLookup.LastBefore(12), 12, 23],
            Targets = [1, 1, 2, 2, 3, 3],
            Interpolates = true,
        };
        ColumnLookup rush = new()
        {
            Source = "Net",
            Target = "Town",
            Values = [.. Enumerable.Range(0, 24).Select(hour => (float)hour)],
            Targets = [.. Enumerable.Range(0, 24).Select(hour => hour is 7 or 8 or 17 or 18 ? 2f : 1)],
        };
        RelatedCells related = new(new() { Columns = Relations.Columns, Lookups = [rush, parts] });
        float[] cells = [13, 1, 2, 2, 2, 1, 2]; // of a filled 13, and rush hours in the morning

        related.Fill(cells, [false, true, true, knowsRush, knowsPart, true, true]);

        Assert.That((rush.Find(cells[0]), parts.Find(cells[0])), Is.EqualTo((cells[3], cells[4])));
        Assert.That(
            cells[0],
            Is.EqualTo(
                !knowsRush ? 11
                : knowsPart ? 8
                : 17
            )
        );
    }

    [Test]
    public void Fill_NumbersOfASumThatDetermineOtherColumns_KeepAllRelations([Values] bool isObserved)
    {
        var sizes = Intervals("Net", "State", 30, 60);
        var bands = Intervals("Total", "Town", 50, 100);
        RelatedCells related = new(Relations with { Lookups = [sizes, bands] });
        Random random = new(1);
        for (var i = 0; i < 512; i++)
        {
            float[] truth = [random.Next(90), random.Next(60), 0, 0, 0, 1, 2];
            truth[2] = truth[0] + truth[1];
            (truth[3], truth[4]) = (bands.Find(truth[2])!.Value, sizes.Find(truth[0])!.Value);
            bool[] known = [.. Enumerable.Range(0, 7).Select(column => column > 4 || ((i >> column) & 1) == 0)];
            (known[3], known[4]) = (known[3] || isObserved, known[4] || isObserved);
            float[] cells =
            [
                .. truth.Select(
                    (value, column) =>
                        known[column] ? value
                        : column is 3 or 4 ? random.Next(1, 4)
                        : random.Next(150)
                ),
            ];

            related.Fill(cells, [.. known]);

            Assert.That(cells[2], Is.EqualTo(cells[0] + cells[1]), $"row {i}");
            Assert.That((cells[3], cells[4]), Is.EqualTo((bands.Find(cells[2]), sizes.Find(cells[0]))), $"row {i}");
            Assert.That(
                cells.Where((_, column) => known[column]),
                Is.EqualTo(truth.Where((_, column) => known[column]))
            );
        }
    }

    [TestCase(10, 177.1f, 1, 2, 10, 17.71f)]
    [TestCase(10, 177.1f, 2, 1, 20, 8.86f)]
    [TestCase(45, 304, 2, 2, 30, 10.13f)] // the class begins at 10
    [TestCase(18, 304, 1, 3, 15, 20.27f)]
    public void Fill_FactorsThatDetermineOtherColumns_SolvesForThePrice(
        float quantity,
        float amount,
        float pack,
        float priceClass,
        params float[] expected
    )
    {
        var amounts = Amounts("Amount");
        RelatedCells related = new(
            amounts with
            {
                Columns = [.. amounts.Columns, .. WholeNumbers("Pack", "Class")],
                Lookups = [Intervals("Quantity", "Pack", 20, 50), Intervals("Price", "Class", 10, 20)],
            }
        );
        float[] cells = [quantity, 17.48f, amount, pack, priceClass];

        related.Fill(cells, [false, false, true, true, true]);

        Assert.That(cells[..2], Is.EqualTo(expected));
    }

    [TestCase(false, true, 2, 2)]
    [TestCase(true, false, 9, 9)]
    [TestCase(false, false, 2, 2)]
    [TestCase(true, true, 9, 2)]
    public void Fill_NumbersOutOfOrder_MoveUnlessObserved(bool knowsLow, bool knowsHigh, float low, float high)
    {
        var filled = Fill(cells: [1, 1, 2, 1, 7, 9, 2], known: [true, true, true, true, true, knowsLow, knowsHigh]);

        Assert.That(filled[5..], Is.EqualTo([low, high]));
    }

    [Test]
    public void Fill_ChainOfOrdersWithAnyMissingCells_IsInOrder([Values(3, 4)] int count)
    {
        string[] names = [.. new[] { "A", "B", "C", "D" }.Take(count)];
        // Those that follow from two others are left out, as by the search.
        ColumnOrder[] orders = [new("C", "D"), new("B", "C"), new("A", "B")];
        orders = [.. orders.TakeLast(count - 1)];
        RelatedCells related = new(new() { Columns = WholeNumbers(names), Orders = orders });
        Random random = new(1);
        for (var i = 0; i < 50 << count; i++)
        {
            bool[] known = [.. Enumerable.Range(0, count).Select(column => (i >> column) % 2 == 0)];
            float[] truth = [.. Enumerable.Range(0, count).Select(_ => (float)random.Next(100)).Order()];
            float[] cells = [.. truth.Select((value, column) => known[column] ? value : random.Next(100))];
            var first = Array.IndexOf(known, false);
            var drawn = first < 0 ? 0 : related.ToOrder(first, cells[first], cells, known);

            related.Fill(cells, [.. known]);

            Assert.That(cells, Is.Ordered, $"row {i}");
            Assert.That(
                cells.Where((_, column) => known[column]),
                Is.EqualTo(truth.Where((_, column) => known[column]))
            );
            Assert.That(
                first < 0 || known.Zip(truth).Skip(first).All(cell => !cell.First || drawn <= cell.Second),
                "a drawn number is in order with known ones"
            );
            Assert.That(first < 0 || known.Zip(truth).Take(first).All(cell => !cell.First || drawn >= cell.Second));
        }
    }

    [TestCase(5, 3, float.NaN, 5, 3, 8, TestName = "Fill_TotalOfASumAndALookup_IsThatOfTheSum")]
    [TestCase(5, float.NaN, float.NaN, 5, 4, 9, TestName = "Fill_TotalAndTaxOfLookups_KeepTheSum")]
    [TestCase(10, 3, float.NaN, 10, 3, 13, TestName = "Fill_TotalOfASumAndAKnownValue_IsThatOfTheSum")]
    public void Fill_LinesThroughRoundedPoints_ComeLast(float net, float tax, float total, params float[] expected)
    {
        ColumnLookup line = new()
        {
            Source = "Net",
            Target = "Total",
            Values = [0, 10, 20],
            Targets = [3, 17, 31],
            Interpolates = true,
        };
        RelatedCells related = new(
            Relations with
            {
                Lookups = [line, line with { Target = "Tax", Targets = [0, 7, 14] }],
            }
        );
        float[] cells = [net, tax, total, 1, 7, 1, 2];
        bool[] known = [.. cells.Select(cell => !float.IsNaN(cell))];
        var computed = known[1] ? related.Compute(2, cells, known) : expected[2];

        related.Fill(cells, known);

        Assert.That(cells[..3], Is.EqualTo(expected));
        Assert.That(computed, Is.EqualTo(expected[2]));
    }

    /// <summary>Half a cent of a rounded tax is 3 cents of the shipping costs, which have three values.</summary>
    [TestCase(66.2f, 4.64f, 4.95f)]
    [TestCase(66.2f, 5.03f, 0f)]
    [TestCase(66.2f, 5.02f, 0f)]
    [TestCase(66.2f, 4.24f, 9.95f)]
    public void Fill_CellThatIsGivenRoughly_IsTheNearestOfItsValues(float total, float tax, float expected)
    {
        RelatedColumn[] columns =
        [
            .. WholeNumbers("Total", "Tax", "Shipping").Select(column => column with { Decimals = 2 }),
        ];
        columns[2] = columns[2] with { Values = [0, 4.95f, 9.95f] };
        RelatedCells related = new(
            new()
            {
                Columns = columns,
                Equations =
                [
                    new()
                    {
                        Factors = [new(1, [new("Tax", 1), new("Total", -0.076), new("Shipping", 0.0787)])],
                        Constant = 0,
                        Target = "Tax",
                        Computed = "Total",
                    },
                ],
            }
        );
        float[] cells = [total, tax, float.NaN];

        var computed = related.Compute(2, cells, [true, true, false]);
        related.Fill(cells, [true, true, false]);

        Assert.That(cells[2], Is.EqualTo(expected));
        Assert.That(computed, Is.EqualTo(expected));
    }

    /// <summary>5.2 days of a stay are 5 whole ones.</summary>
    [TestCase(7, 5.2f, 7.2f)]
    [TestCase(7, 4.9f, 6.9f)]
    [TestCase(7, 7.3f, 7.3f)]
    public void WithDrawnDigits_StayOfComputedDays_HasItsOwnHours(float days, float drawn, float expected)
    {
        RelatedCells related = new(
            new()
            {
                Columns =
                [
                    .. WholeNumbers("Days", "Stay").Select((column, i) => column with { Decimals = i == 0 ? 0 : null }),
                ],
                Equations =
                [
                    new()
                    {
                        Factors = [new(1, [new("Days", 1), new("Stay", -1)])],
                        Constant = 0,
                        Target = "Days",
                        Computed = "Stay",
                    },
                ],
            }
        );

        Assert.That(related.WithDrawnDigits(1, days, () => drawn), Is.EqualTo(expected).Within(1e-5f));
    }

    [Test]
    public void DescribeUnkept_LookupsThatComputeNothing_AreThoseThatDoNotFollow()
    {
        ColumnLookup lookup = new()
        {
            Source = "Town",
            Target = "State",
            Values = [1, 2],
            Targets = [1, 2],
        };
        var relations = Relations with
        {
            Lookups =
            [
                lookup with
                {
                    IsComputed = true,
                },
                lookup with
                {
                    Source = "State",
                    Target = "Region",
                    IsComputed = true,
                },
                lookup with
                {
                    Target = "Region",
                },
                lookup with
                {
                    Source = "State",
                    Target = "Town",
                },
                lookup with
                {
                    Source = "Town",
                    Target = "Total",
                },
                lookup with
                {
                    Source = "Low",
                    Target = "Tax",
                    IsPartial = true,
                },
                lookup with
                {
                    Source = "Low",
                    Target = "Total",
                    IsPartial = true,
                },
            ],
        };

        Assert.That(
            relations.DescribeUnkept(RelationNames.Plain),
            Is.EqualTo(["Town determines Total", "Low = 1, 2 implies Total = 1, 2"])
        );
    }

    [TestCase(0, 0.19, true)]
    [TestCase(1, 0.19, false)]
    [TestCase(1, 12, true)]
    public void IsExact_OtherColumnThanTheTarget_IsSoUnlessItHasFinerSteps(
        int column,
        double coefficient,
        bool expected
    )
    {
        ColumnEquation equation = new()
        {
            Factors = [new(1, [new("Tax", 1), new("Net", -coefficient)])],
            Constant = 0,
            Target = "Tax",
            Computed = "Tax",
        };

        Assert.That(new SolvedEquation(equation, [Column("Tax"), Column("Net")]).IsExact(column), Is.EqualTo(expected));
    }

    [Test]
    public void Levels_ComputedColumns_AreBehindTheirSources() =>
        Assert.That(new RelatedCells(Relations).Levels, Is.EqualTo([0, 0, 1, 0, 1, 0, 0]));

    [TestCase("Total", "High", new[] { 0, 0, 1, 0, 1, 0, 2 })] // Total is computed
    [TestCase("High", "Total", new[] { 0, 0, 1, 0, 1, 0, 2 })]
    [TestCase("Net", "Total", new[] { 0, 0, 1, 0, 1, 0, 0 })] // it is computed from Net
    public void Levels_NumberInOrderWithAComputedOne_IsBehindIt(string lower, string upper, int[] expected) =>
        Assert.That(new RelatedCells(Relations with { Orders = [new(lower, upper)] }).Levels, Is.EqualTo(expected));

    [Test]
    public void Describe_EachKind_IsAText() =>
        Assert.That(
            Relations.Describe(RelationNames.Plain),
            Is.EqualTo(["Total = Net + Tax", "Town determines State", "Low <= High"])
        );

    [TestCase(0, 0f)]
    [TestCase(2, null)]
    public void Compute_LookupOfOneValue_HasNoOther(float source, float? expected) =>
        Assert.That(Implied().Compute(4, [1, 1, 2, source, 5, 1, 2], KnownExcept(4)), Is.EqualTo(expected));

    [TestCase(0, 5, ExpectedResult = true)]
    [TestCase(0, 0, ExpectedResult = false)]
    [TestCase(2, 5, ExpectedResult = false)]
    public bool ImpliesOther_SourceOfAKnownTarget_ComparesIt(float source, float target) =>
        Implied().ImpliesOther(3, source, [1, 1, 2, source, target, 1, 2], KnownExcept(3), KnownExcept(3));

    [TestCase(1, 8, false, ExpectedResult = true)]
    [TestCase(2, 8, false, ExpectedResult = false)]
    [TestCase(1, 8, true, ExpectedResult = false, TestName = "ImpliesOther_DrawnTarget_IsComputedAgain")]
    public bool ImpliesOther_SourceOfATarget_ComparesItIfItWasGiven(float town, float state, bool isDrawn) =>
        new RelatedCells(Relations).ImpliesOther(
            3,
            town,
            [1, 1, 2, town, state, 1, 2],
            KnownExcept(3),
            [.. Enumerable.Repeat(isDrawn, 7)]
        );

    [TestCase(200, 3, 5, 5, 60f)]
    [TestCase(200, -3, 5, 5, null)]
    [TestCase(200, 30, 5, 5, null, TestName = "Solve_ProductFarOutsideTheTrainingRange_IsNull")]
    public void Solve_Product_IsRoundedAndAllowed(double constant, float z, float x, float y, float? depth)
    {
        ColumnEquation equation = new()
        {
            Factors = [new(1, [new("Depth", 1)]), new(1, [new("X", 1), new("Y", 1)]), new(-1, [new("Z", 1)])],
            Constant = constant,
            Target = "Depth",
            Computed = "Z",
        };
        SolvedEquation solved = new(equation, [Column("Depth"), Column("X"), Column("Y"), Column("Z")]);

        Assert.That(solved.Solve(0, [0, x, y, z]), Is.EqualTo(depth));
        Assert.That(equation.Describe(RelationNames.Plain), Is.EqualTo("Depth = 200 Z / (X + Y)"));
    }

    [Test]
    public void Solve_SquareRoot_IsPositive()
    {
        ColumnEquation equation = new()
        {
            Factors = [new(1, [new("Index", 1)]), new(2, [new("Height", 1)]), new(-1, [new("Weight", 1)])],
            Constant = 1,
            Target = "Index",
        };
        SolvedEquation solved = new(equation, [Column("Index"), Column("Height"), Column("Weight")]);

        Assert.That(solved.Solve(1, [20, 0, 80]), Is.EqualTo(2));
        Assert.That(equation.Describe(RelationNames.Plain), Is.EqualTo("Index = Weight / Height^2"));
        Assert.That(
            (equation with { Target = "Height" }).Describe(RelationNames.Plain),
            Is.EqualTo("Height = sqrt(Weight) / sqrt(Index)")
        );
    }

    [TestCaseSource(nameof(WrongRelations))]
    public void Complaint_WrongRelations_NamesThem(object relations) =>
        Assert.That(((ColumnRelations)relations).Complaint(_ => (true, 0), _ => true), Is.Not.Null);

    [Test]
    public void Complaint_RightRelations_IsNull() =>
        Assert.That(Relations.Complaint(_ => (true, 0), _ => true), Is.Null);

    [TestCase(4, 1, 0.25f)]
    [TestCase(6, 1, 1)]
    [TestCase(6, 3, 0.5f)]
    [TestCase(float.NaN, 3, 0.25f, TestName = "Probability_MissingCell_IsThatOfTheLeftChild")]
    public void Probability_OfARow_IsThatOfItsLeaf(float low, float town, float expected) =>
        Assert.That(Shared.Probability([low, town]), Is.EqualTo(expected));

    [Test]
    public void Complaint_SharedValues_AreCheckedAndDescribed()
    {
        SharedValue[] wrong =
        [
            Shared with
            {
                Target = "Other",
            },
            Shared with
            {
                Source = "Net",
            },
            Shared with
            {
                Share = float.NaN,
            },
            Shared with
            {
                Columns = ["Low", "Net"],
            },
            Shared with
            {
                Splits = [0, -1, 2, -1, -1],
            },
            Shared with
            {
                Limits = [5, 2, 2, 1, 0.5f],
            },
            Shared with
            {
                Lefts = [1, 0, 2, 0, 0],
            },
            Shared with
            {
                Lefts = [1, 0, 4, 0, 0],
            },
            Shared with
            {
                Lefts = [],
            },
        ];

        Assert.That(Complaint(Shared), Is.Null);
        Assert.That(Array.ConvertAll(wrong, Complaint), Is.All.Not.Null);
        Assert.That(Shared.Describe(RelationNames.Plain), Is.EqualTo("Net = Tax in 22 % of the rows"));
    }

    [Test]
    public void Json_OfRelations_IsReadAgain()
    {
        var options = ManifestJson.Options;
        var written = JsonSerializer.Serialize(Relations with { SharedValues = [Shared] }, options);
        var read = JsonSerializer.Deserialize<ColumnRelations>(written, options)!;
        var old = JsonSerializer.Deserialize<ColumnRelations>("""{"columns":[]}""", options)!;

        Assert.That(read.Describe(RelationNames.Plain)[^1], Is.EqualTo(Shared.Describe(RelationNames.Plain)));
        Assert.That(JsonSerializer.Serialize(read, options), Is.EqualTo(written));
        Assert.That(old.SharedValues, Is.Null);
    }

    private static readonly SharedValue Shared = new()
    {
        Target = "Net",
        Source = "Tax",
        Share = 0.218f,
        Columns = ["Low", "Town"],
        Splits = [0, -1, 1, -1, -1],
        Limits = [5, 0.25f, 2, 1, 0.5f],
        Lefts = [1, 0, 3, 0, 0],
    };

    private static string? Complaint(SharedValue shared) =>
        (Relations with { SharedValues = [shared] }).Complaint(
            name => name == "Other" ? null : (true, 0),
            name => name != "Other"
        );

    private static IEnumerable<ColumnRelations> WrongRelations()
    {
        var sum = Relations.Equations[0];
        var lookup = Relations.Lookups[0];
        yield return Relations with
        {
            Columns = [.. Relations.Columns, Relations.Columns[0]],
        };
        yield return Relations with
        {
            Columns = [.. Relations.Columns.Skip(1)],
        };
        yield return Relations with
        {
            Equations = [sum with { Target = "Other" }],
        };
        yield return Relations with
        {
            Equations = [sum with { Constant = double.NaN }],
        };
        yield return Relations with
        {
            Equations = [sum with { Factors = [new(2, sum.Factors[0].Terms)] }],
        };
        yield return Relations with
        {
            Equations = [sum with { Factors = [new(1, [new("Total", 0), new("Net", 1)])] }],
        };
        yield return Relations with
        {
            Lookups = [lookup with { Values = [1, 1, 2] }],
        };
        yield return Relations with
        {
            Lookups = [lookup with { Targets = [1] }],
        };
        yield return Relations with
        {
            Lookups = [lookup with { Source = "State" }],
        };
        yield return Relations with
        {
            Orders = [new("Low", "Low")],
        };
        yield return Relations with
        {
            Equations = [null!],
        };
    }

    /// <summary>Returns the relations of a quantity in whole numbers, a price and an amount in cents.</summary>
    private static ColumnRelations Amounts(string computed) =>
        new()
        {
            Columns =
            [
                WholeNumbers("Quantity")[0],
                WholeNumbers("Price")[0] with
                {
                    Decimals = 2,
                },
                WholeNumbers("Amount")[0] with
                {
                    Decimals = 2,
                    Maximum = 4000,
                },
            ],
            Equations =
            [
                new()
                {
                    Factors = [new(1, [new("Amount", 1)]), new(-1, [new("Quantity", 1)]), new(-1, [new("Price", 1)])],
                    Constant = 1,
                    Target = "Amount",
                    Computed = computed,
                },
            ],
        };

    private static ColumnRelations WithGross()
    {
        var amounts = Amounts("Amount");
        ColumnEquation gross = new()
        {
            Factors = [new(1, [new("Gross", 1), new("Price", -1.19)])],
            Constant = 0,
            Target = "Gross",
            Computed = "Gross",
        };
        return amounts with
        {
            Columns = [.. amounts.Columns, amounts.Columns[1] with { Name = "Gross" }],
            Equations = [gross, .. amounts.Equations],
        };
    }

    private static RelatedCells Implied() =>
        new(Relations with { Lookups = [Relations.Lookups[0] with { Values = [0], Targets = [0], IsPartial = true }] });

    private static bool[] KnownExcept(params int[] columns) =>
        [.. Enumerable.Range(0, 7).Select(other => !columns.Contains(other))];

    /// <summary>Returns a lookup that gives 1 below a limit, 2 from it on, and 3 from another one on.</summary>
    private static ColumnLookup Intervals(string source, string target, float second, float third) =>
        new()
        {
            Source = source,
            Target = target,
            Values = [0, ColumnLookup.LastBefore(second), second, ColumnLookup.LastBefore(third), third, 1000],
            Targets = [1, 1, 2, 2, 3, 3],
            Interpolates = true,
        };

    internal static RelatedColumn[] WholeNumbers(params string[] names) =>
        Array.ConvertAll(
            names,
            name => new RelatedColumn
            {
                Name = name,
                Decimals = 0,
                Minimum = 0,
                Maximum = 100,
            }
        );

    private static RelatedColumn Column(string name) =>
        new()
        {
            Name = name,
            Decimals = 1,
            Minimum = 1,
            Maximum = 100,
        };

    private static float[] Fill(params float[] cells) => Fill(cells, [.. cells.Select(cell => !float.IsNaN(cell))]);

    private static float[] Fill(float[] cells, bool[] known)
    {
        new RelatedCells(Relations).Fill(cells, known);
        return cells;
    }
}
