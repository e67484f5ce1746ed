using Microsoft.ML;
using Microsoft.ML.Data;

namespace VaeMlNet.Data.Tests;

internal sealed class CsvTableViewTests
{
    private static readonly CsvColumn Color = CsvColumn.Scalar("Color", CsvColumnKind.Category, ["blue", "red"]);

    private TemporaryFolder folder = null!;

    [SetUp]
    public void CreateFolder() => folder = new TemporaryFolder();

    [TearDown]
    public void DeleteFolder() => folder.Dispose();

    [Test]
    public void View_InferredTable_HasTypedColumnsWithKeyValues()
    {
        var file = Write("Age;Member;Color\n31.5;true;red\n;false;?\n-1e3;TRUE;blue\n");
        CsvTableView view = new(
            file,
            CsvProfiler.Profile(file, ColumnChoice.All, new VaeProfileOptions(), VaeTable.Advice).Columns
        );

        Assert.That(view.GetColumn<float>("Age"), Is.EqualTo(new[] { 31.5f, float.NaN, -1000 }));
        Assert.That(view.GetColumn<uint>("Member"), Is.EqualTo(new uint[] { 2, 1, 2 }));
        Assert.That(view.GetColumn<uint>("Color"), Is.EqualTo(new uint[] { 2, 0, 1 }));
        Assert.That(((KeyDataViewType)view.Schema["Color"].Type).Count, Is.EqualTo(2));

        VBuffer<ReadOnlyMemory<char>> texts = default;
        view.Schema["Color"].GetKeyValues(ref texts);

        Assert.That(texts.DenseValues().Select(t => t.ToString()), Is.EqualTo(new[] { "blue", "red" }));
        Assert.That(view.UnknownTexts, Is.Empty);
    }

    [Test]
    public void View_TwoPasses_GiveTheSameRows()
    {
        var file = Write("Color\nred\nblue\n");
        CsvTableView view = new(file, [Color]);

        Assert.That(
            view.GetColumn<uint>("Color").Concat(view.GetColumn<uint>("Color")),
            Is.EqualTo(new uint[] { 2, 1, 2, 1 })
        );
    }

    [Test]
    public void View_TextWithoutAKey_IsMissingAndCounted()
    {
        CsvTableView view = new(Write("Color\nred\ngreen\n\"\"\nBlue\nblue\n"), [Color]);

        Assert.That(view.GetColumn<uint>("Color"), Is.EqualTo(new uint[] { 2, 0, 0, 0, 1 }));
        Assert.That(view.UnknownTexts, Is.EqualTo(new Dictionary<string, long> { ["Color"] = 2 }));
    }

    [Test]
    public void View_TextThatIsNotAValue_IsTheOtherCategory()
    {
        var city = CsvColumn.Create(
            new()
            {
                Name = "City",
                Kind = VaeColumnKind.Category,
                Values = ["Ulm", "other"],
                OtherValue = "other",
            }
        );
        CsvTableView view = new(Write("City\nBonn\nUlm\n\"\"\nother\nNA\n"), [city.WithUnseenKey()]);

        Assert.That(view.GetColumn<uint>("City"), Is.EqualTo(new uint[] { 2, 1, 0, 2, 0 }));
        Assert.That(view.UnknownTexts, Is.Empty);
    }

    [Test]
    public void View_KeyThatReadsLikeMissing_IsTheKey()
    {
        var country = CsvColumn.Scalar("Country", CsvColumnKind.Category, ["NA", "NO"]);

        CsvTableView view = new(Write("Country\nNA\nNO\n\"\"\n"), [country]);

        Assert.That(view.GetColumn<uint>("Country"), Is.EqualTo(new uint[] { 1, 2, 0 }));
    }

    [Test]
    public void View_NumericKeys_AreComparedAsNumbers()
    {
        var size = CsvColumn.Scalar("Size", CsvColumnKind.Category, ["1", "2.5"]) with { HasNumericKeys = true };

        CsvTableView view = new(Write("Size\n1.0\n2.50\n3\n"), [size]);

        Assert.That(view.GetColumn<uint>("Size"), Is.EqualTo(new uint[] { 1, 2, 0 }));
    }

    [Test]
    public void View_VectorColumn_HasASlotPerCell()
    {
        CsvColumn vector = new("V", CsvColumnKind.Number, ["V.x", "V.y"], []) { IsVector = true };

        CsvTableView view = new(Write("V.y,other,V.x\n1,a,2\n,b,3\n"), [vector]);

        Assert.That(view.GetColumn<float[]>("V"), Is.EqualTo(new float[][] { [2, 1], [3, float.NaN] }));
    }

    [Test]
    public void View_BooleanColumn_TakesOneAndZeroToo()
    {
        CsvTableView view = new(Write("B\n1\n0\ntrue\n"), [CsvColumn.Scalar("B", CsvColumnKind.Boolean)]);

        Assert.That(view.GetColumn<bool>("B"), Is.EqualTo(new[] { true, false, true }));
    }

    [TestCase("Number", "abc", "'abc' is not a finite number")]
    [TestCase("Number", "Infinity", "'Infinity' is not a finite number")]
    [TestCase("Number", "1e60", "'1e60' is not a finite number")]
    [TestCase("Boolean", "maybe", "'maybe' is neither true nor false")]
    [TestCase("Boolean", "NA", "no value")]
    public void Read_WrongCell_NamesFileLineAndColumn(string kind, string cell, string fault)
    {
        CsvTableView view = new(
            Write($"a,c\n1,1\n\n1,{cell}\n"),
            [CsvColumn.Scalar("c", Enum.Parse<CsvColumnKind>(kind))]
        );

        Assert.That(
            () => Rows(view),
            Throws
                .TypeOf<CommandException>()
                .With.Message.Contains("x.csv', row 2 (line 4), column 'c'")
                .And.Message.Contains(fault)
        );
    }

    [Test]
    public void Read_ColumnThatIsNotActive_IsNotParsed()
    {
        CsvTableView view = new(
            Write("a,b\n1,oops\n"),
            [CsvColumn.Scalar("a", CsvColumnKind.Number), CsvColumn.Scalar("b", CsvColumnKind.Number)]
        );

        Assert.That(view.GetColumn<float>("a"), Is.EqualTo(new[] { 1f }));
    }

    [Test]
    public void GetGetter_InactiveOrOtherType_IsRefused()
    {
        CsvTableView view = new(Write("Color,a\nred,1\n"), [Color, CsvColumn.Scalar("a", CsvColumnKind.Number)]);
        using var cursor = view.GetRowCursor([view.Schema["a"]]);

        Assert.That(
            () => cursor.GetGetter<uint>(view.Schema["Color"]),
            Throws.InstanceOf<ArgumentOutOfRangeException>()
        );
        Assert.That(() => cursor.GetGetter<double>(view.Schema["a"]), Throws.InvalidOperationException);
    }

    private static int Rows(CsvTableView view)
    {
        using var cursor = view.GetRowCursor(view.Schema);
        var rows = 0;
        while (cursor.MoveNext())
        {
            rows++;
        }

        return rows;
    }

    private CsvFile Write(string text) => CsvFile.Open(folder.Write("x.csv", text));
}
