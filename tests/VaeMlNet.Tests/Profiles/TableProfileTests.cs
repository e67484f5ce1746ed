using Microsoft.ML;
using Microsoft.ML.Data;

namespace VaeMlNet.Tests;

public sealed class TableProfileTests
{
    private const int RowCount = 400;

    [Test]
    public void Profile_TypedColumns_AreReadAsTheirTexts()
    {
        var ml = new MLContext(1);
        var rows = Enumerable.Range(0, 60).Select(i => new Typed(i));
        var keys = ml.Transforms.Conversion.MapValueToKey("Key", nameof(Typed.Word));
        var data = ml.Data.LoadFromEnumerable(rows);

        var profile = ml.Data.ProfileColumns(keys.Fit(data).Transform(data));

        Assert.That(profile.RowCount, Is.EqualTo(60));
        Assert.That(
            profile.Columns.Select(column => (column.Name, column.Kind)),
            Is.EqualTo(
                new[]
                {
                    ("Single", VaeColumnKind.Number),
                    ("Count", VaeColumnKind.WholeNumber),
                    ("Flag", VaeColumnKind.Boolean),
                    ("When", VaeColumnKind.Date),
                    ("Word", VaeColumnKind.Category),
                    ("Key", VaeColumnKind.Category),
                }
            )
        );
        Assert.That(profile.Columns[0].MissingCount, Is.EqualTo(6));
        Assert.That(profile.Columns[5].Schema.Values, Is.EqualTo(new[] { "w0", "w1", "w2", "w3" }));
        Assert.That(profile.ToString(), Does.Contain("| Count | integer | 0.0 % |"));
    }

    [Test]
    public void Profile_VectorColumn_IsRefusedByName()
    {
        var data = new MLContext(1).Data.LoadFromEnumerable([new Vector()]);

        Assert.That(
            () => new MLContext(1).Data.ProfileColumns(data),
            Throws.TypeOf<ArgumentOutOfRangeException>().With.Message.Contains("Column 'Values'")
        );
    }

    [Test]
    public void Profile_SentinelOfOneColumn_StandsForMissingInTheOthersWhereItIsOutside()
    {
        // In the second one, -200 is not as far from the others as their range is wide.
        string[] Cells(Func<int, int> value, int period) =>
            [.. Enumerable.Range(0, RowCount).Select(i => i % period == 0 ? "-200" : $"{value(i)}")];
        var view = TextColumns.Create(
            ("near", Cells(i => i * 7 % 40, 9)),
            ("wide", Cells(i => 100 + (i * 31 % 900), 10)),
            ("both", Cells(i => (i * 31 % 900) - 450, 10)),
            ("once", Cells(i => 100 + (i * 31 % 900), RowCount))
        );

        var profile = new MLContext(1).Data.ProfileColumns(view);

        Assert.That(profile.Columns.Select(column => column.MissingCount), Is.EqualTo((long[])[45, 40, 0, 0]));
        Assert.That(profile.Columns[1].Notes.Single(), Does.Contain("stands for missing in another column, too"));
    }

    [Test]
    public void Profile_CodesOfCategories_ShowInOtherColumns()
    {
        // Six trades without an order, and years of school, which pay grows with.
        double[] pay = [20, 90, 35, 110, 15, 60];
        var random = new Random(5);
        int[] trade = [.. Enumerable.Range(0, RowCount).Select(_ => random.Next(6))];
        int[] school = [.. Enumerable.Range(0, RowCount).Select(_ => random.Next(6))];
        var view = TextColumns.Create(
            ("trade", trade.Select(code => $"{code}")),
            ("school", school.Select(years => $"{years}")),
            ("pay", trade.Select((code, i) => $"{pay[code] + 12 * school[i] + 5 * random.NextDouble():0.00}"))
        );

        var profile = new MLContext(1).Data.ProfileColumns(view);

        Assert.That(profile.Columns[0].Kind, Is.EqualTo(VaeColumnKind.Category));
        Assert.That(profile.Columns[0].Reason, Does.Contain("'pay'"));
        Assert.That(profile.Columns[1].Kind, Is.EqualTo(VaeColumnKind.WholeNumber));

        var numeric = new MLContext(1).Data.ProfileColumns(view, new VaeProfileOptions { NumericColumns = ["trade"] });

        Assert.That(numeric.Columns[0].Kind, Is.EqualTo(VaeColumnKind.WholeNumber));
    }

    /// <summary>The first rows of a sorted file have few of the codes.</summary>
    [Test]
    public void Profile_SortedCodes_AreCategories()
    {
        double[] pay = [20, 90, 35, 110, 15, 60];
        var random = new Random(5);
        int[] trade = [.. Enumerable.Range(0, 12_000).Select(row => row / 2000)];

        var profile = new MLContext(1).Data.ProfileColumns(
            TextColumns.Create(
                ("trade", trade.Select(code => $"{code}")),
                ("pay", trade.Select(code => $"{pay[code] + (40 * random.NextDouble()):0.00}"))
            )
        );

        Assert.That(profile.Columns[0].Kind, Is.EqualTo(VaeColumnKind.Category));
    }

    /// <summary>With three or four levels, one degree of freedom remains; rows that repeat are evidence once.</summary>
    [TestCase(40, 3, 100, 1)]
    [TestCase(40, 4, 100, 1)]
    [TestCase(40, 5, 100, 1)]
    [TestCase(24, 3, 60, 8)]
    [TestCase(24, 5, 60, 8)]
    public void Profile_IndependentItemsOfAQuestionnaire_AreQuantities(int items, int levels, int rows, int copies)
    {
        for (var seed = 1; seed <= 20; seed++)
        {
            var random = new Random(seed);
            int[] order = [.. Enumerable.Range(0, rows * copies).Select(row => row / copies)];
            random.Shuffle(order);
            var view = TextColumns.Create([
                .. Enumerable
                    .Range(0, items)
                    .Select(item =>
                    {
                        int[] answers = [.. Enumerable.Range(0, rows).Select(_ => random.Next(1, levels + 1))];
                        return ($"q{item}", order.Select(row => $"{answers[row]}"));
                    }),
            ]);

            var kinds = new MLContext(1).Data.ProfileColumns(view).Columns.Select(column => column.Kind);

            Assert.That(kinds, Is.All.EqualTo(VaeColumnKind.WholeNumber), $"seed {seed}");
        }
    }

    [TestCase(4, VaeColumnKind.WholeNumber)] // 0 to 8, most of them 4
    [TestCase(1, VaeColumnKind.Category)] // as many of each
    public void Profile_NumbersWhoseFrequenciesRiseAndFall_AreQuantities(int summands, VaeColumnKind kind)
    {
        double[] cost = [20, 20, 90, 20, 110, 15, 15, 60, 10];
        var random = new Random(5);
        int[] level =
        [
            .. Enumerable
                .Range(0, 1000)
                .Select(_ => Enumerable.Range(0, summands).Sum(_ => random.Next(8 / summands + 1))),
        ];
        var view = TextColumns.Create(
            ("level", level.Select(value => $"{value}")),
            ("cost", level.Select(value => $"{cost[value] + 5 * random.NextDouble():0.00}"))
        );

        Assert.That(new MLContext(1).Data.ProfileColumns(view).Columns[0].Kind, Is.EqualTo(kind));
    }

    [Test]
    public void Profile_DecimalMarkOfOtherColumns_DecidesWhatIsOpen()
    {
        var view = TextColumns.Create(("a", ["3,750", "1,250"]), ("b", ["1,5", "2,25"]));

        var profile = new MLContext(1).Data.ProfileColumns(view);

        Assert.That(profile.Columns[0].Problem, Is.Null);
        Assert.That(profile.Columns[0].Maximum, Is.EqualTo("3,750"));
        Assert.That(profile.Columns[0].Quantiles![4], Is.EqualTo(3.75));
    }

    [Test]
    public void Profile_SchemaOfAProfile_GivesTheSameSchemaAgain()
    {
        var view = TextColumns.Create(
            ("amount", Cells(i => $"{i * 37 % 90},{i % 10} kg")),
            ("when", Cells(i => $"{1 + i % 28:00}.{1 + i % 12:00}.2024")),
            ("size", Cells(i => "SML"[i % 3].ToString())),
            ("age", Cells(i => i % 50 == 0 ? "999" : $"{18 + i % 60}")),
            ("id", Cells(i => $"{i}")),
            ("smoker", Cells(i => i % 3 == 0 ? "yes" : "no"))
        );
        var ml = new MLContext(1);

        var first = ml.Data.ProfileColumns(view).Schema;
        var read = VaeTableSchema.Parse(first.ToJson(), "s.json");
        var again = ml.Data.ProfileColumns(view, new VaeProfileOptions { Schema = read });

        Assert.That(read, Is.EqualTo(first));
        Assert.That(again.Schema.ToJson(), Is.EqualTo(first.ToJson()));
        Assert.That(again.Columns.Select(column => column.Problem), Is.All.Null);
    }

    [TestCase("number", "red", "'red' is not a number")]
    [TestCase("integer", "red", "'red' is not a number")]
    [TestCase("date", "red", "'red' is not a date")]
    [TestCase("boolean", "red", "a Boolean has two different values, but the column has 3")]
    public void Profile_GivenKindThatDoesNotFit_IsAProblem(string kind, string cell, string fact)
    {
        var schema = VaeTableSchema.Parse($$"""{ "columns": { "a": "{{kind}}" } }""", "s.json");

        var profile = new MLContext(1).Data.ProfileColumns(
            TextColumns.Create(("a", [cell, "1", "2"])),
            new VaeProfileOptions { Schema = schema }
        );

        Assert.That(profile.Columns[0].Problem, Does.StartWith(fact));
    }

    [Test]
    public void Profile_EpochSeconds_AreDatesOnRequest()
    {
        var view = TextColumns.Create(("n", Cells(i => $"{1_700_000_000 + 3600 * i}")));
        var schema = VaeTableSchema.Parse(
            """{ "columns": { "n": { "kind": "date", "format": "epoch-seconds" } } }""",
            "s.json"
        );
        var ml = new MLContext(1);

        var found = ml.Data.ProfileColumns(view).Columns[0];
        var given = ml.Data.ProfileColumns(view, new VaeProfileOptions { Schema = schema }).Columns[0];

        Assert.That(found.Kind, Is.Not.EqualTo(VaeColumnKind.Date));
        Assert.That(given.Schema.Origin, Is.EqualTo(new DateTime(2023, 11, 14)));
        Assert.That(given.Schema.TryReadDate("1700000000", out var date), Is.True);
        Assert.That(given.Schema.FormatDate(date), Is.EqualTo("1700000000"));
    }

    [Test]
    public void Profile_ColumnThatTheTableLacks_IsNamed()
    {
        var schema = VaeTableSchema.Parse("""{ "columns": { "b": "number" } }""", "s.json");

        Assert.That(
            () =>
                new MLContext(1).Data.ProfileColumns(
                    TextColumns.Create(("a", ["1"])),
                    new VaeProfileOptions { Schema = schema }
                ),
            Throws.TypeOf<ArgumentOutOfRangeException>().With.Message.Contains("'b'").And.Message.Contains("'a'")
        );
    }

    private static IEnumerable<string> Cells(Func<int, string> cell) => Enumerable.Range(0, RowCount).Select(cell);

    private sealed class Typed(int i)
    {
        public float Single { get; set; } = i % 10 == 0 ? float.NaN : i % 7 / 3f;
        public int Count { get; set; } = i % 7;
        public bool Flag { get; set; } = i % 2 == 0;
        public DateTime When { get; set; } = new DateTime(2024, 1, 1).AddHours(7 * i);
        public string Word { get; set; } = $"w{i % 4}";
    }

    private sealed class Vector
    {
        [VectorType(2)]
        public float[] Values { get; set; } = [1, 2];
    }
}
