using Microsoft.ML;
using Microsoft.ML.Data;

namespace Dependencies.Tests;

public class CreateTextLoaderTests : TextFileTestBase
{
    private sealed class Named
    {
        [LoadColumn(0)]
        public string Name { get; set; } = "";

        [LoadColumn(1, 2)]
        public float[] Values { get; set; } = [];
    }

    private sealed class Keyed
    {
        [LoadColumn(0), KeyType(3)]
        public uint Key { get; set; }

        [LoadColumn([2, 1])]
        public float[] Values { get; set; } = [];
    }

    private sealed class Incomplete
    {
        [LoadColumn(0)]
        public string Name { get; set; } = "";

        public float Length { get; set; }
    }

    private sealed class Unsupported
    {
        [LoadColumn(0)]
        public decimal Price { get; set; }
    }

    private static readonly string[] Lines = ["Name,x,y", "a,1,2", "b,3,4"];

    [Test]
    public void CreateTextLoader_OfColumns_LoadsFiles()
    {
        var loader = Ml.Data.CreateTextLoader(NameAndValues().Columns, ',', hasHeader: true);

        var data = loader.Load(Write(Lines));

        Assert.That(data.Schema, Is.SameAs(loader.GetOutputSchema()));
        Assert.That(data.Schema["Values"].HasSlotNames(), Is.False);
        Assert.That(Names(data), Is.EqualTo(new[] { "a", "b" }));
    }

    [Test]
    public void CreateTextLoader_WithSample_NamesSlotsByItsHeader()
    {
        var sample = new MultiFileSource(Write(Lines));

        var loader = Ml.Data.CreateTextLoader(NameAndValues().Columns, ',', hasHeader: true, sample);

        Assert.That(TextLoaderOptionsTests.SlotNames(loader.GetOutputSchema()), Is.EqualTo(new[] { "x", "y" }));
    }

    [Test]
    public void CreateTextLoader_OfClass_LoadsItsFields()
    {
        var loader = Ml.Data.CreateTextLoader<Named>(',', hasHeader: true, allowQuoting: true);

        var rows = Ml.Data.CreateEnumerable<Named>(loader.Load(Write(Lines)), reuseRowObject: false).ToArray();

        Assert.That(rows.Select(row => row.Name), Is.EqualTo(new[] { "a", "b" }));
        Assert.That(rows[1].Values, Is.EqualTo(new[] { 3f, 4 }));
    }

    [Test]
    public void CreateTextLoader_OfClassWithOptions_TakesColumnsFromTheClass()
    {
        var options = new TextLoader.Options { Separators = [','], HasHeader = true };

        var data = Ml.Data.CreateTextLoader<Named>(options).Load(Write(Lines));

        Assert.That(Names(data), Is.EqualTo(new[] { "a", "b" }));
        Assert.That(options.Columns!.Select(column => column.Name), Is.EqualTo(new[] { "Name", "Values" }));
    }

    [Test]
    public void LoadFromTextFile_OfClassWithOptions_LoadsItsFieldsAndNamesNoSlots()
    {
        var options = new TextLoader.Options { Separators = [','], HasHeader = true };

        var data = Ml.Data.LoadFromTextFile<Named>(Write(Lines), options);

        Assert.That(Names(data), Is.EqualTo(new[] { "a", "b" }));
        Assert.That(data.Schema["Values"].HasSlotNames(), Is.False);
    }

    [Test]
    public void LoadFromTextFile_OfClassWithKey_MakesAKeyColumn()
    {
        var data = Ml.Data.LoadFromTextFile<Keyed>(Write("2,5,6", "3,7,8"), ',');

        Assert.That(data.Schema["Key"].Type, Is.EqualTo(new KeyDataViewType(typeof(uint), 3)));
        Assert.That(data.GetColumn<uint>("Key"), Is.EqualTo(new uint[] { 3, 0 }));
        Assert.That(Values(data), Is.EqualTo(new[] { new[] { 6f, 5 }, [8, 7] }));
    }

    [Test]
    public void LoadFromTextFile_OfClassWithMemberWithoutColumn_IsRefused() =>
        Assert.That(
            () => Ml.Data.LoadFromTextFile<Incomplete>(Write(Lines)),
            Throws.InvalidOperationException.With.Message.EqualTo(
                "Property 'Length' is missing the LoadColumnAttribute attribute"
            )
        );

    [Test]
    public void LoadFromTextFile_OfClassWithUnsupportedType_IsRefused() =>
        Assert.That(
            () => Ml.Data.LoadFromTextFile<Unsupported>(Write(Lines)),
            Throws.InvalidOperationException.With.Message.EqualTo("Property Price is of unsupported type.")
        );

    [Test]
    public void Load_SeveralFiles_SkipsEachHeader()
    {
        var loader = Ml.Data.CreateTextLoader<Named>(',', hasHeader: true);

        var data = loader.Load(WriteTo("1.csv", Lines), WriteTo("2.csv", "Name,x,y", "c,5,6"));

        Assert.That(Names(data), Is.EqualTo(new[] { "a", "b", "c" }));
    }

    [TestCase("*.csv", new[] { "a", "b" })]
    [TestCase("?.txt", new[] { "c" })]
    [TestCase(".../*.csv", new[] { "a", "b", "d" })]
    [TestCase("b.csv+a.csv", new[] { "b", "a" })]
    public void LoadFromTextFile_Pattern_LoadsMatchingFilesInOrder(string pattern, string[] expected)
    {
        WriteTo("b.csv", "b,1,2");
        WriteTo("a.csv", "a,1,2");
        WriteTo("c.txt", "c,1,2");
        WriteTo("sub/d.csv", "d,1,2");
        var path = string.Join('+', pattern.Split('+').Select(part => Path.Combine(Folder, part)));

        var data = Ml.Data.LoadFromTextFile<Named>(path, ',');

        Assert.That(Names(data), Is.EqualTo(expected));
    }

    [Test]
    public void LoadFromTextFile_PatternWithoutFiles_NamesIt() =>
        Assert.That(
            () => Ml.Data.LoadFromTextFile<Named>(Path.Combine(Folder, "*.csv")),
            Throws.TypeOf<ArgumentOutOfRangeException>().With.Message.Contains("*.csv")
        );

    [Test]
    public void MultiFileSource_SeveralFiles_OpensThem()
    {
        var path = Write("text");
        var source = new MultiFileSource(path);

        Assert.That(source.Count, Is.EqualTo(1));
        Assert.That(source.GetPathOrNull(0), Is.EqualTo(path));

        using var reader = source.OpenTextReader(0);

        Assert.That(reader.ReadLine(), Is.EqualTo("text"));
        Assert.That(() => source.GetPathOrNull(1), Throws.TypeOf<ArgumentOutOfRangeException>());
    }

    [Test]
    public void MultiFileSource_MissingFile_IsNamedWhenOpened()
    {
        var path = Path.Combine(Folder, "missing.txt");
        var source = new MultiFileSource(path);

        Assert.That(source.Count, Is.EqualTo(1));
        Assert.That(() => source.Open(0), Throws.InstanceOf<IOException>().With.Message.Contains(path));
    }
}
