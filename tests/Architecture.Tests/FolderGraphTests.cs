namespace VaeMlNet.Architecture.Tests;

internal sealed class FolderGraphTests
{
    private const string Lower = "Lower";
    private const string Upper = "Upper";

    [Test]
    public void Cycles_OfTwoFoldersThatUseEachOther_NameTypesAndLines()
    {
        var graph = Graph(
            (Upper, "class House {\n  Brick? brick;\n  Brick? other; }"),
            (Lower, "class Brick {\n  string Owner => nameof(House); }")
        );

        Assert.That(graph.Cycles.Select(arrow => (arrow.From, arrow.To)), Is.EqualTo([(Lower, Upper), (Upper, Lower)]));
        Assert.That(graph.Describe(), Does.Contain("House uses Brick (Upper/0.cs:2,3)"));
        Assert.That(graph.Describe(), Does.Contain("Brick uses House (Lower/1.cs:2)"));
    }

    [Test]
    public void Cycles_OfFoldersInOneDirection_AreNone()
    {
        var graph = Graph(
            (Upper, "class House { Brick? brick; }"),
            (Lower, "/// <summary>Part of a <see cref=\"House\"/>.</summary>\nclass Brick;")
        );

        Assert.That(graph.Cycles, Is.Empty);
    }

    [TestCase("class Brick { const int Floors = House.Floors; }", TestName = "a constant")]
    [TestCase("[House] class Brick;", TestName = "an attribute")]
    [TestCase("class Brick { List<House[]>? houses; }", TestName = "a generic argument")]
    [TestCase("class Brick { int Length => \"\".Rooms(); }", TestName = "an extension method")]
    [TestCase("class Brick { object Owner() { var x = Maker.Make(); return x; } }", TestName = "an inferred type")]
    [TestCase("class Brick { Maker owner = 1; }", TestName = "a conversion")]
    [TestCase("class Brick : Maker { public Brick() : base(1) { } }", TestName = "a base class")]
    [TestCase("class Brick { class Part { House? house; } }", TestName = "a nested type")]
    public void Cycles_WithOneReferenceUpwards_FindIt(string lower)
    {
        const string upper = """
            class HouseAttribute : Attribute;
            class House { public const int Floors = 2; Brick? brick; }
            static class Rooming { public static int Rooms(this string text) => 1; }
            class Maker(int number) { public static House Make() => new(); public static implicit operator Maker(int n) => new(n); }
            """;

        var graph = Graph((Upper, upper), (Lower, lower));

        Assert.That(graph.Cycles.Select(arrow => arrow.From), Has.Member(Lower));
    }

    [Test]
    public void Cycles_WithATypeInPartsOfSeveralFolders_PutItInTheFolderOfItsMainFile()
    {
        SourceFile[] files =
        [
            new("House.cs", Upper, "partial class House { Brick? brick; }"),
            new("House.Walls.cs", Lower, "partial class House { Brick? wall; }"),
            new("Brick.cs", Lower, "class Brick;"),
        ];

        Assert.That(Graph(files).Cycles, Is.Empty);
    }

    [Test]
    public void Cycles_WithAFolderThatUsesTheProjectFolder_FindIt()
    {
        var graph = Graph((SourceFile.TopFloor, "class House;"), (Lower, "class Brick { House? house; }"));

        Assert.That(graph.Cycles.Select(arrow => arrow.To), Is.EqualTo([SourceFile.TopFloor]));
    }

    private static FolderGraph Graph(params (string Folder, string Text)[] files) =>
        Graph([.. files.Select((file, i) => new SourceFile($"{file.Folder}/{i}.cs", file.Folder, file.Text))]);

    private static FolderGraph Graph(SourceFile[] files) =>
        new(FolderReferences.Find(new ProjectCompilation("MadeUp", files)), files);
}
