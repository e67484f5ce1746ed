using Microsoft.ML;
using Microsoft.ML.Data;

namespace Dependencies.Tests;

public class LoadFromTextFileTests
{
    private readonly MLContext ml = new(seed: 1);
    private string file = "";

    [SetUp]
    public void ChooseFile() => file = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.txt");

    [TearDown]
    public void DeleteFile() => File.Delete(file);

    private sealed class Row
    {
        [LoadColumn(0)]
        public string Name { get; set; } = "";

        [LoadColumn(1)]
        [ColumnName("Size")]
        public float Length { get; set; }

        [LoadColumn(2, 3)]
        public float[] Pair { get; set; } = [];

        [LoadColumn(4)]
        public bool Flag { get; set; }
    }

    private static readonly TextLoader.Column[] TwoColumns =
    [
        new("Name", DataKind.String, 0),
        new("Values", DataKind.Single, 1, 2),
    ];

    private string Write(params string[] lines)
    {
        File.WriteAllLines(file, lines);
        return file;
    }

    private IDataView Load(string path, char separator = ',', bool hasHeader = false, bool quoting = false) =>
        ml.Data.LoadFromTextFile(path, TwoColumns, separator, hasHeader, quoting);

    [Test]
    public void Load_AttributedClass_ReadsItsFields()
    {
        Write("a\t1.5\t2\t3\ttrue", "b\t-2\t4\t5\t0");

        var data = ml.Data.LoadFromTextFile<Row>(file);

        Assert.That(data.Schema.Select(column => column.Name), Is.EqualTo(new[] { "Name", "Size", "Pair", "Flag" }));
        Assert.That(data.Schema["Pair"].Type, Is.EqualTo(new VectorDataViewType(NumberDataViewType.Single, 2)));
        Assert.That(data.GetColumn<string>("Name"), Is.EqualTo(new[] { "a", "b" }));
        Assert.That(data.GetColumn<float>("Size"), Is.EqualTo(new[] { 1.5f, -2 }));
        Assert.That(data.GetColumn<float[]>("Pair"), Is.EqualTo(new[] { new[] { 2f, 3 }, [4, 5] }));
        Assert.That(data.GetColumn<bool>("Flag"), Is.EqualTo(new[] { true, false }));
    }

    [Test]
    public void Load_EmptyAndMissingFields_AreDefaults()
    {
        var data = Load(Write("a,,2", "b", ",3,4"));

        Assert.That(data.GetColumn<string>("Name"), Is.EqualTo(new[] { "a", "b", "" }));
        Assert.That(data.GetColumn<float[]>("Values"), Is.EqualTo(new[] { new[] { 0f, 2 }, [0, 0], [3, 4] }));
    }

    [TestCase("?")]
    [TestCase("NaN")]
    [TestCase("word")]
    public void Load_RealThatIsNoNumber_IsNaN(string text)
    {
        var data = Load(Write($"a,{text},2"));

        Assert.That(data.GetColumn<float[]>("Values").Single(), Is.EqualTo(new[] { float.NaN, 2 }));
    }

    [Test]
    public void Load_IntegerThatIsNoNumber_ThrowsWhileReading()
    {
        var data = ml.Data.LoadFromTextFile(Write("12", "word"), [new TextLoader.Column("Id", DataKind.Int32, 0)]);

        // Which exception depends on how many threads parse.
        Assert.That(() => Samples.Ids(data), Throws.Exception);
    }

    [Test]
    public void Load_WithHeader_SkipsItAndNamesNoSlots()
    {
        var data = Load(Write("Name,width, height", "a,1,2"), hasHeader: true);

        // Only loaders with a data sample name the slots.
        Assert.That(data.Schema["Values"].HasSlotNames(), Is.False);
        Assert.That(data.GetColumn<string>("Name"), Is.EqualTo(new[] { "a" }));
    }

    [Test]
    public void Load_Quoted_KeepsSeparatorsAndDoubledQuotes()
    {
        var data = Load(Write("\"a, \"\"b\"\"\" ,1,2", "c,3,4"), quoting: true);

        Assert.That(data.GetColumn<string>("Name"), Is.EqualTo(new[] { "a, \"b\"", "c" }));
        Assert.That(data.GetColumn<float[]>("Values").First(), Is.EqualTo(new[] { 1f, 2 }));
    }

    [Test]
    public void Load_CommentsAndEmptyLines_AreSkipped()
    {
        var data = Load(Write("# before", "// before", "", "a,1,2", "", "// between", "b,3,4"));

        Assert.That(data.GetColumn<string>("Name"), Is.EqualTo(new[] { "a", "b" }));
    }

    [Test]
    public void View_OfFile_DoesNotKnowItsRowsAndCannotShuffle()
    {
        var data = Load(Write("a,1,2"));

        Assert.That(data.GetRowCount(), Is.Null);
        Assert.That(data.CanShuffle, Is.False);
    }

    [Test]
    public void Load_MissingFile_FailsAtTheLatestWhileReading() =>
        Assert.That(
            () => Load(file).GetColumn<string>("Name").ToArray(),
            Throws.Exception.With.Matches<Exception>(error => error!.ToString().Contains(file))
        );
}
