namespace VaeMlNet.Hosting.Tests;

/// <summary>The keys of Booleans, in models of the command line and of code.</summary>
public sealed class RowReaderTests
{
    private static readonly bool?[] Truths = [false, true, null];

    [TestCase("false", "true")]
    [TestCase("False", "True")]
    [TestCase("0", "1")]
    [TestCase("no", "yes")]
    [TestCase("off", "on")]
    public void Read_Boolean_IsTheCategoryThatMeansIt(string no, string yes)
    {
        Assert.That(Read(Truths, null, no, yes), Is.EqualTo(new[] { 1f, 2f, 0f }));
        Assert.That(Read(Truths, null, yes, no), Is.EqualTo(new[] { 2f, 1f, 0f }));
        Assert.That(Read([true], VaeColumnKind.Boolean, no, yes), Is.EqualTo(new[] { 2f }));
    }

    [Test]
    public void Read_BooleanOfAColumnWithItsOwnWords_IsTheKeyOfItsSchema() =>
        Assert.That(Read(Truths, VaeColumnKind.Boolean, "closed", "open"), Is.EqualTo(new[] { 1f, 2f, 0f }));

    [TestCase("low", "high")]
    [TestCase("true", "yes")]
    public void Read_BooleanWithoutItsCategory_IsUnseen(string first, string second) =>
        Assert.That(Read(Truths, null, first, second), Is.EqualTo(new[] { 3f, 3f, 0f }));

    [TestCase(VaeColumnKind.Boolean, 2f)]
    [TestCase(VaeColumnKind.Category, 3f)]
    public void Read_TextInAnotherCase_IsAKeyOfBooleansOnly(VaeColumnKind kind, float key) =>
        Assert.That(Read(["true", "True", "maybe"], kind, "false", "true"), Is.EqualTo(new[] { 2f, key, 3f }));

    private static float[] Read<T>(T[] values, VaeColumnKind? kind, params string[] keys)
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
                TableSchema = kind is null
                    ? null
                    : new() { Columns = [new() { Name = nameof(Row<>.Valve), Kind = kind.Value }] },
            }
        );
        return new RowReader<Row<T>>(cells).Read([.. values.Select(value => new Row<T>(value))]);
    }

    private sealed record Row<T>(T Valve);
}
