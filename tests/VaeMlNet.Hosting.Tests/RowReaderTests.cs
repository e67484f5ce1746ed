using Microsoft.ML;
using Microsoft.ML.Data;

namespace VaeMlNet.Hosting.Tests;

/// <summary>The keys of Booleans and texts, in models of the command line and of code.</summary>
public sealed class RowReaderTests
{
    private const VaeColumnSchema? NoSchema = null;

    private static readonly bool?[] Truths = [false, true, null];

    [TestCase("false", "true")]
    [TestCase("False", "True")]
    [TestCase("0", "1")]
    [TestCase("no", "yes")]
    [TestCase("off", "on")]
    public void Read_Boolean_IsTheCategoryThatMeansIt(string no, string yes)
    {
        Assert.That(Read(Truths, NoSchema, no, yes), Is.EqualTo(new[] { 1f, 2f, 0f }));
        Assert.That(Read(Truths, NoSchema, yes, no), Is.EqualTo(new[] { 2f, 1f, 0f }));
        Assert.That(Read([true], VaeColumnKind.Boolean, no, yes), Is.EqualTo(new[] { 2f }));
    }

    [Test]
    public void Read_BooleanOfAColumnWithItsOwnWords_IsTheKeyOfItsSchema() =>
        Assert.That(Read(Truths, VaeColumnKind.Boolean, "closed", "open"), Is.EqualTo(new[] { 1f, 2f, 0f }));

    [TestCase("low", "high")]
    [TestCase("true", "yes")]
    public void Read_BooleanWithoutItsCategory_IsUnseen(string first, string second) =>
        Assert.That(Read(Truths, NoSchema, first, second), Is.EqualTo(new[] { 3f, 3f, 0f }));

    [TestCase(VaeColumnKind.Boolean, 2f)]
    [TestCase(VaeColumnKind.Category, 3f)]
    public void Read_TextInAnotherCase_IsAKeyOfBooleansOnly(VaeColumnKind kind, float key) =>
        Assert.That(Read(["true", "True", "maybe"], kind, "false", "true"), Is.EqualTo(new[] { 2f, key, 3f }));

    [Test]
    public void Read_OtherTypesWithATextOfTheirOwn_AreTheirCategories()
    {
        Assert.That(Read([DayOfWeek.Friday], NoSchema, "Monday", "Friday"), Is.EqualTo(new[] { 2f }));
        Assert.That(Read<DayOfWeek?>([DayOfWeek.Friday, null], NoSchema, "Friday"), Is.EqualTo(new[] { 1f, 0f }));
        Assert.That(Read(['B'], NoSchema, "A", "B"), Is.EqualTo(new[] { 2f }));
        Assert.That(Read([2], NoSchema, "1", "2"), Is.EqualTo(new[] { 2f }));
        Assert.That(Read([new Guid()], NoSchema, $"{new Guid()}"), Is.EqualTo(new[] { 1f }));
    }

    [Test]
    public void Read_TypeWithoutATextOfItsOwn_ThrowsWithBothTypes() =>
        Assert.That(
            () => Read([new[] { "eco" }], NoSchema, "eco"),
            Throws.ArgumentException.With.Message.Contains("is String[]").And.Message.Contains("a text")
        );

    [TestCase("other", 1f)]
    [TestCase(null, 3f)]
    public void Read_TextWithoutAKey_IsMissingOrTheOtherOneAsTheSchemaSays(string? other, float key)
    {
        VaeColumnSchema schema = new()
        {
            Name = nameof(Row<>.Valve),
            Kind = VaeColumnKind.Category,
            MissingTexts = ["not read"],
            OtherValue = other,
        };

        Assert.That(
            Read(["not read", "N/A", "mild", "rare"], schema, "other", "mild"),
            Is.EqualTo(new[] { 0f, 0f, 2f, key })
        );
    }

    [Test]
    public void Read_TextWithWhiteSpaceAroundIt_IsThatWithoutIt()
    {
        VaeColumnSchema schema = new() { Name = nameof(Row<>.Valve), Kind = VaeColumnKind.Category };

        Assert.That(
            Read(
                [" north", "north ", "\tnorth", "\u00a0north", " south", " ", " N/A", " x"],
                schema,
                "north",
                " south"
            ),
            Is.EqualTo(new[] { 1f, 1f, 1f, 1f, 2f, 0f, 0f, 3f })
        );
        Assert.That(Read([" ", " north"], NoSchema, "north"), Is.EqualTo(new[] { 0f, 1f }));
    }

    [Test]
    public void Read_Dates_AreTheCategoriesThatMlNetTakesThemFor()
    {
        var noon = new DateTime(2026, 1, 31, 12, 0, 0);
        DateTime[] dates =
        [
            noon,
            noon.AddTicks(1),
            DateTime.SpecifyKind(noon, DateTimeKind.Utc),
            DateTime.SpecifyKind(noon, DateTimeKind.Local),
        ];
        DateTimeOffset[] instants =
        [
            new(noon, TimeSpan.FromHours(2)),
            new(noon.AddHours(-2), TimeSpan.Zero),
            new(noon, TimeSpan.Zero),
        ];

        Assert.That(
            ReadDates(dates, "datetime", $"{noon:O}", $"{noon.AddTicks(1):O}"),
            Is.EqualTo(MlNetKeys(dates)).And.EqualTo(new[] { 1f, 2f, 1f, 1f })
        );
        Assert.That(
            ReadDates([noon], "datetime", $"{DateTime.SpecifyKind(noon, DateTimeKind.Utc):O}"),
            Is.EqualTo(new[] { 1f })
        );
        Assert.That(
            ReadDates(instants, "datetimeoffset", $"{instants[0]:O}", $"{instants[2]:O}"),
            Is.EqualTo(MlNetKeys(instants)).And.EqualTo(new[] { 1f, 1f, 2f })
        );
    }

    [Test]
    public void Read_KeyType_IsTheKeyThatMlNetReads()
    {
        OwnKeys[] rows = [.. new uint[] { 0, 1, 2, 3, uint.MaxValue }.Select(key => new OwnKeys(key))];
        var data = new MLContext(seed: 1).Data.LoadFromEnumerable(rows);

        Assert.That(
            Read(rows, Key(nameof(OwnKeys.Code)), NoSchema),
            Is.EqualTo(data.GetColumn<uint>("Code").Select(key => (float)key)).And.EqualTo(new[] { 1f, 2f, 3f, 0f, 0f })
        );
        Assert.That(
            () => Read([new SignedKey(1)], Key(nameof(SignedKey.Code)), NoSchema),
            Throws.ArgumentException.With.Message.Contains("is Int32").And.Message.Contains("[KeyType(count)]")
        );
    }

    [Test]
    public void Read_PlainNumberOfAKeyWithoutTexts_IsTheKeyFrom1() =>
        Assert.That(
            Read([new Row<uint?>(1), new(0), new(null)], Key(nameof(Row<>.Valve)), NoSchema),
            Is.EqualTo(new[] { 1f, 0f, float.NaN })
        );

    [Test]
    public void Read_NamesThatDifferInCaseOnly_NeedAPropertyEach()
    {
        var pumps = VaeModel.ReadManifest(PumpHost.Pumps);
        ModelCells cells = new(
            pumps with
            {
                Columns = [pumps.Columns[0] with { Name = "t" }, pumps.Columns[0] with { Name = "T" }],
                TableSchema = null,
            }
        );

        Assert.That(Read(cells, new { T = 1f, t = 2f }), Is.EqualTo(new[] { 2f, 1f }));
        Assert.That(
            () => Read(cells, new { T = 1f }),
            Throws.ArgumentException.With.Message.Contains("'t' and 'T', whose names differ only in case")
        );
        Assert.That(() => Read(cells, new { t = 1f }), Throws.ArgumentException.With.Message.Contains("'t' and 'T'"));
    }

    [Test]
    public void Read_Date_NamesTheNumbersThatItNeeds()
    {
        VaeColumnSchema schema = new()
        {
            Name = nameof(Row<>.Valve),
            Kind = VaeColumnKind.Date,
            Origin = new(2026, 1, 2),
        };
        var number = VaeModel.ReadManifest(PumpHost.Pumps).Columns[0] with { Name = nameof(Row<>.Valve) };
        var parts = number with { Width = 3, SlotNames = ["days", "weekday.sin", "weekday.cos"] };
        Row<DateTime>[] rows = [new(schema.Origin.Value)];

        Assert.That(
            () => Read(rows, parts, schema),
            Throws.ArgumentException.With.Message.EndsWith(
                "needs Single[] with 3 values: days since 2026-01-02, weekday.sin, weekday.cos."
            )
        );
        Assert.That(
            () => Read(rows, number, schema with { Since = "Ordered" }),
            Throws.ArgumentException.With.Message.EndsWith("needs a number: days since the date 'Ordered'.")
        );
    }

    [Test]
    public void For_OtherMeaningOfNumbers_Throws()
    {
        var texts = Key(nameof(OwnKeys.Code), ["auto", "manual", "off"]);
        var between = Key(nameof(OwnKeys.Code), ["auto", "eco", "manual", "off"]);
        var behind = Key(nameof(OwnKeys.Code), ["auto", "manual", "off", "eco"]);
        var few = Key(nameof(OwnKeys.Code));
        VaeColumnSchema date = new()
        {
            Name = nameof(Row<>.Valve),
            Kind = VaeColumnKind.Date,
            Origin = new(2026, 1, 1),
        };
        var days = VaeModel.ReadManifest(PumpHost.Pumps).Columns[0] with { Name = date.Name };
        var parts = days with { Width = 3, SlotNames = ["days", "weekday.sin", "weekday.cos"] };

        Refused<OwnKeys>("of type 'OwnKeys' do not fit: column 'Code' has another order", texts, between);
        Refused<RowOfCode<uint>>("column 'Code' has another order", few with { KeyCount = 4 }, few);
        Refused<Row<float>>("column 'Valve' has another type", days, days, days: 1);
        Refused<Row<float[]>>("column 'Valve' has another type", parts, parts, days: 1);
        Refused<Row<float[]>>("column 'Valve' has another type", parts, parts with { Width = 5 });

        Assert.That(() => Change<OwnKeys>(texts, behind), Throws.Nothing);
        Assert.That(() => Change<RowOfCode<string>>(texts, between), Throws.Nothing);
        Assert.That(() => Change<RowOfCode<int>>(texts, between), Throws.Nothing);
        Assert.That(() => Change<Row<float[]>>(parts, parts), Throws.Nothing);

        void Refused<TRow>(string message, VaeColumn before, VaeColumn now, int days = 0) =>
            Assert.That(
                () => Change<TRow>(before, now, days),
                Throws.InvalidOperationException.With.Message.Contains(message)
            );

        void Change<TRow>(VaeColumn before, VaeColumn now, int days = 0) =>
            new RowReader<TRow>(Cells(before, date)).For(
                Cells(now, date with { Origin = date.Origin.Value.AddDays(days) })
            );
    }

    private static float[] Read<T>(T[] values, VaeColumnKind kind, params string[] keys) =>
        Read(values, new VaeColumnSchema { Name = nameof(Row<>.Valve), Kind = kind }, keys);

    private static float[] Read<T>(T[] values, VaeColumnSchema? schema, params string[] keys) =>
        Read([.. values.Select(value => new Row<T>(value))], Key(nameof(Row<>.Valve), keys), schema);

    private static float[] ReadDates<T>(T[] values, string type, params string[] keys) =>
        Read(
            [.. values.Select(value => new Row<T>(value))],
            Key(nameof(Row<>.Valve), keys) with
            {
                KeyValueType = type,
            },
            NoSchema
        );

    private static float[] Read<TRow>(TRow[] rows, VaeColumn column, VaeColumnSchema? schema) =>
        new RowReader<TRow>(Cells(column, schema)).Read(rows);

    private static ModelCells Cells(VaeColumn column, VaeColumnSchema? schema) =>
        new(
            VaeModel.ReadManifest(PumpHost.Pumps) with
            {
                Columns = [column],
                TableSchema = schema is null ? null : new() { Columns = [schema] },
            }
        );

    private static float[] Read<TRow>(ModelCells cells, TRow row) => new RowReader<TRow>(cells).Read([row]);

    private static VaeColumn Key(string name, string[]? texts = null) =>
        VaeModel.ReadManifest(PumpHost.Pumps).Columns.Single(column => column.Name == "Mode") with
        {
            Name = name,
            KeyValues = texts,
            KeyCount = texts?.Length ?? 3,
        };

    private static float[] MlNetKeys<T>(T[] values)
    {
        MLContext ml = new(seed: 1);
        var data = ml.Data.LoadFromEnumerable(values.Select(value => new Row<T>(value)));
        var keys = ml.Transforms.Conversion.MapValueToKey(nameof(Row<>.Valve)).Fit(data).Transform(data);
        return [.. keys.GetColumn<uint>(nameof(Row<>.Valve)).Select(key => (float)key)];
    }

    private sealed record Row<T>(T Valve);

    private sealed record OwnKeys([property: KeyType(3)] uint Code);

    private sealed record RowOfCode<T>(T Code);

    private sealed record SignedKey([property: KeyType(3)] int Code);
}
