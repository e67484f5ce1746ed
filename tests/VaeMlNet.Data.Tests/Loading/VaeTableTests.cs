using Microsoft.ML;
using Microsoft.ML.Data;

namespace VaeMlNet.Data.Tests;

internal sealed class VaeTableTests
{
    private const int Rows = 60;

    private readonly MLContext ml = new(seed: 1);
    private TemporaryFolder folder = null!;

    private static string Text { get; } =
        "id;price;paid;when;city;fault\n"
        + string.Concat(
            Enumerable
                .Range(0, Rows)
                .Select(i =>
                    $"A-{i * 37 % 997:000};{(i % 7 == 3 ? "n/a" : $"{1 + (i % 3)}.{100 + (i * 7)},{i % 10}5 €")};{(i % 2 == 0 ? "yes" : "no")};{1 + (i % 28):00}.{1 + (i % 12):00}.2024;{(i % 9 == 4 ? "" : i % 3 == 0 ? "Köln" : "Rom")};{(i % 20 == 0 ? "Y" : "n")}\n"
                )
        );

    [SetUp]
    public void CreateFolder() => folder = new TemporaryFolder();

    [TearDown]
    public void DeleteFolder() => folder.Dispose();

    [Test]
    public void LoadVaeTable_MixedColumns_HasTheTypesOfTheProfile()
    {
        var table = ml.Data.LoadVaeTable(
            folder.Write("x.csv", Text),
            new() { LabelColumn = "fault", TextColumns = ["id"] }
        );
        string[] types =
        [
            .. table.Schema.Select(column =>
                $"{column.Name} {column.Type.RawType.Name} {(column.Type as VectorDataViewType)?.Size}"
            ),
        ];

        Assert.That(table.ColumnNames, Is.EqualTo(new[] { "price", "paid", "when", "city" }));
        Assert.That(types[0], Is.EqualTo("price Single "));
        Assert.That(types[1], Is.EqualTo("paid UInt32 "));
        Assert.That(types[2], Does.StartWith("when VBuffer`1 "));
        Assert.That(types[3..], Is.EqualTo(new[] { "city UInt32 ", "fault Boolean ", "id ReadOnlyMemory`1 " }));
        Assert.That(table.Profile.RowCount, Is.EqualTo(Rows));
        Assert.That(table.GetRowCount(), Is.EqualTo(Rows));
        Assert.That(table.Profile.Columns[0].Schema.Suffix, Is.EqualTo(" €"));
        Assert.That(table.TableSchema.Find("city")!.Values, Is.Empty);
    }

    [Test]
    public void LoadVaeTable_LineOfUnits_IsNotedForItsColumns()
    {
        var rows = string.Concat(Enumerable.Range(0, Rows).Select(i => $"{i}.5,{i * 7}.25,x{i % 3}\n"));

        var profile = ml.Data.LoadVaeTable(folder.Write("x.csv", $"a,b,c\nmm,°C,\n{rows}")).Profile;

        Assert.That(
            profile.Columns.Select(column => string.Join(' ', column.Notes)),
            Is.EqualTo(
                new[]
                {
                    "'mm' below the name counts as a unit, and its line is no row.",
                    "'°C' below the name counts as a unit, and its line is no row.",
                    "",
                }
            )
        );
    }

    [Test]
    public void GetRowCursor_MixedColumns_HasTheValuesOfTheCells()
    {
        var table = ml.Data.LoadVaeTable(
            folder.Write("x.csv", Text),
            new() { LabelColumn = "fault", TextColumns = ["id"] }
        );

        var prices = table.GetColumn<float>("price").ToArray();
        var cities = table.GetColumn<uint>("city").ToArray();

        Assert.That(prices[..4], Is.EqualTo(new[] { 1100.05f, 2107.15f, 3114.25f, float.NaN }));
        Assert.That(cities[..5], Is.EqualTo(new[] { 1u, 2u, 2u, 1u, 0u }));
        Assert.That(table.GetColumn<uint>("paid").Take(2), Is.EqualTo(new[] { 2u, 1u }));
        Assert.That(table.GetColumn<bool>("fault").Take(2), Is.EqualTo(new[] { true, false }));
        Assert.That(table.GetColumn<string>("id").Take(2), Is.EqualTo(new[] { "A-000", "A-037" }));
        // A second pass reads the file again.
        Assert.That(table.GetColumn<float>("price"), Is.EqualTo(prices));
    }

    [Test]
    public void Load_OtherFile_HasTheTypesAndKeysOfTheFirst()
    {
        var first = ml.Data.LoadVaeTable(folder.Write("x.csv", Text), new() { Ignored = ["id", "fault"] });
        var path = folder.Write(
            "y.jsonl",
            "{\"city\":\"Rom\",\"when\":\"03.04.2024\",\"price\":\"7,5 €\",\"paid\":\"no\"}\n{\"city\":\"Oslo\"}\n"
        );
        // The second table knows unseen texts, and the third is without them again.
        var other = first.Load(path).Load(path, marksUnseen: false);

        Assert.That(other.Schema.Select(column => column.Type), Is.EqualTo(first.Schema.Select(column => column.Type)));
        Assert.That(other.GetColumn<float>("price"), Is.EqualTo(new[] { 7.5f, float.NaN }));
        Assert.That(other.GetColumn<uint>("city"), Is.EqualTo(new[] { 2u, 0u }));
        Assert.That(other.GetRowCount(), Is.Null);
        Assert.That(other.Profile, Is.SameAs(first.Profile));
    }

    [Test]
    public void Load_TextThatIsNoCategory_HasAKeyOfItsOwn()
    {
        var first = ml.Data.LoadVaeTable(folder.Write("x.csv", Text), new() { Columns = ["price", "city"] });

        var other = first.Load(folder.Write("y.csv", "city,price\nRom,1\nOslo,1\n,1\n"));

        Assert.That(((KeyDataViewType)first.Schema["city"].Type).Count, Is.EqualTo(2));
        Assert.That(((KeyDataViewType)other.Schema["city"].Type).Count, Is.EqualTo(3));
        Assert.That(other.GetColumn<uint>("city"), Is.EqualTo(new[] { 2u, 3u, 0u }));
    }

    [Test]
    public void LoadVaeTable_Parquet_IsReadRowGroupByRowGroup()
    {
        const int count = 5000;
        var path = folder.Write(
            "x.parquet",
            ParquetBytes.Build(
                [
                    ("x", Enumerable.Range(0, count).Select(i => (double?)(i * 0.5)).ToArray()),
                    ("c", Enumerable.Range(0, count).Select(i => $"c{i % 4}").ToArray()),
                ],
                groupRows: 1000
            )
        );

        var table = ml.Data.LoadVaeTable(path);

        Assert.That(table.GetColumn<float>("x"), Is.EqualTo(Enumerable.Range(0, count).Select(i => i * 0.5f)));
        Assert.That(table.GetColumn<uint>("c").Take(5), Is.EqualTo(new[] { 1u, 2u, 3u, 4u, 1u }));
    }

    [Test]
    public void LoadVaeTable_GivenSchema_IsUsed()
    {
        VaeColumnSchema city = new()
        {
            Name = "city",
            Kind = VaeColumnKind.Category,
            Values = ["Rom", "Köln", "Oslo"],
        };

        var table = ml.Data.LoadVaeTable(
            folder.Write("x.csv", Text),
            new()
            {
                Columns = ["price", "city"],
                Profile = new() { Schema = new() { Columns = [city] } },
            }
        );

        Assert.That(table.ColumnNames, Is.EqualTo(new[] { "price", "city" }));
        Assert.That(table.GetColumn<uint>("city").Take(2), Is.EqualTo(new[] { 2u, 1u }));
    }

    [Test]
    public void LoadVaeTable_UnusableFile_SaysWhatToDoInCSharp()
    {
        Assert.That(
            () => ml.Data.LoadVaeTable(folder["none.csv"]),
            Throws.TypeOf<VaeTableException>().With.Message.Contains("there is no such file")
        );
        Assert.That(
            () => ml.Data.LoadVaeTable(folder.Write("x.csv", "a,b\n\"1,125\",2\n\"3,750\",3\n")),
            Refused("'a'", "Set VaeProfileOptions.DecimalMark")
        );
        Assert.That(
            () => ml.Data.LoadVaeTable(folder.Write("x.csv", "d,b\n01/02/2024,2\n03/04/2024,3\n")),
            Refused("'d'", "Set VaeProfileOptions.DayFirst")
        );
        Assert.That(() => ml.Data.LoadVaeTable(folder.Write("x.csv", "a,b\n")), Refused("has no rows"));
        Assert.That(
            () => ml.Data.LoadVaeTable(folder.Write("x.csv", Text), new() { LabelColumn = "broken" }),
            Refused("no column 'broken'")
        );
        Assert.That(
            () => ml.Data.LoadVaeTable(folder.Write("x.jsonl", "{\"a\":[1]}\n")),
            Refused("column 'a' cannot be read", "Leave the column out")
        );
    }

    [TestCase("DayFirst")]
    [TestCase("DecimalMark")]
    [TestCase(null)]
    public void Advice_OfTheLibrary_NamesNoOptionOfTheTool(string? option)
    {
        var profile = ml.Data.LoadVaeTable(folder.Write("x.csv", Text)).Profile.Columns[0];

        Assert.That(VaeTable.Advice.OnProblem(profile with { ProblemOption = option }), Does.Not.Contain("--"));
    }

    [Test]
    public void GetRowCursor_CellThatIsNoNumber_NamesRowAndColumn()
    {
        var first = ml.Data.LoadVaeTable(folder.Write("x.csv", Text), new() { Ignored = ["id", "fault"] });
        var other = first.Load(
            folder.Write("y.csv", "price,paid,when,city\n\"1,5 €\",no,03.04.2024,Rom\nmuch,no,03.04.2024,Rom\n")
        );

        var error = Assert.Throws<VaeTableException>(() => _ = other.GetColumn<float>("price").Count());

        Assert.That(error!.Message, Does.Contain("row 2 (line 3), column 'price': 'much' is not a finite number"));
        Assert.That(error.ColumnName, Is.EqualTo("price"));
    }

    [Test]
    public void GetRowCursor_LabelThatCannotBeRead_NamesIt()
    {
        var table = ml.Data.LoadVaeTable(
            folder.Write("x.csv", Text.Replace("Rom;Y", "Rom;maybe", StringComparison.Ordinal)),
            new() { LabelColumn = "fault", Ignored = ["id"] }
        );

        Assert.That(
            () => table.GetColumn<bool>("fault").Count(),
            Refused("column 'fault': the label 'maybe' cannot be read", "1, true, yes")
        );
    }

    [Test]
    public void Load_FileWithoutAColumn_NamesIt()
    {
        var first = ml.Data.LoadVaeTable(folder.Write("x.csv", Text), new() { Ignored = ["id", "fault"] });

        Assert.That(() => first.Load(folder.Write("y.csv", "price,paid\n1,no\n")), Refused("no column 'when'"));
    }

    private static NUnit.Framework.Constraints.Constraint Refused(params string[] facts) =>
        facts.Aggregate(
            (NUnit.Framework.Constraints.Constraint)Throws.TypeOf<VaeTableException>(),
            (constraint, fact) => constraint.With.Message.Contains(fact)
        );
}
