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

    private static float[] Read<T>(T[] values, VaeColumnKind kind, params string[] keys) =>
        Read(values, new VaeColumnSchema { Name = nameof(Row<>.Valve), Kind = kind }, keys);

    private static float[] Read<T>(T[] values, VaeColumnSchema? schema, params string[] keys)
    {
        var manifest = VaeModel.ReadManifest(PumpHost.Pumps);
        ModelCells cells = new(
            manifest with
            {
                Columns =
                [
                    manifest.Columns.Single(column => column.Name == "Mode") with
                    {
                        Name = nameof(Row<>.Valve),
                        KeyValues = keys,
                        KeyCount = keys.Length,
                    },
                ],
                TableSchema = schema is null ? null : new() { Columns = [schema] },
            }
        );
        return new RowReader<Row<T>>(cells).Read([.. values.Select(value => new Row<T>(value))]);
    }

    private sealed record Row<T>(T Valve);
}
