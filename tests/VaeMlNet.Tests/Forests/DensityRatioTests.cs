namespace VaeMlNet.Tests;

/// <summary>The optional density_ratio.json of a model folder.</summary>
public sealed class DensityRatioTests
{
    // A stump of slot 1, and a tree of slots 0 and 1.
    private const string TwoTrees =
        "{\"format_version\":1,\"rows\":1000,\"slot_count\":3,\"roots\":[0,3],\"splits\":[1,-1,-1,0,-1,1,-1,-1],"
        + "\"limits\":[5,0.5,-0.5,2,1,7,0.25,-2],\"lefts\":[1,0,0,4,0,6,0,0]}";

    private TemporaryFolder temporary = null!;
    private string folder = "";
    private int width;

    [SetUp]
    public void CopyModel()
    {
        temporary = new TemporaryFolder();
        folder = temporary.CopyOf(TinyTable.Folder, "model");
        width = VaeModel.ReadManifest(folder).Architecture.InputDim;
    }

    [TearDown]
    public void DeleteCopy() => temporary.Dispose();

    [TestCase(2, 5, 0.5 + 1)]
    [TestCase(3, 6, -0.5 + 0.25)]
    [TestCase(3, 8, -0.5 - 2)]
    [TestCase(float.NaN, float.NaN, 0.5 + 1)]
    public void At_Row_IsTheExponentialOfTheSumOfItsLeaves(float first, float second, double expected)
    {
        using var model = Open(TwoTrees);

        Assert.That(model.DensityRatio!.At([first, second, 0]), Is.EqualTo(Math.Exp(expected)).Within(1e-6));
    }

    [Test]
    public void DensityRatio_OlderFolder_IsNull()
    {
        using var model = VaeModel.Open(folder);

        Assert.That(model.DensityRatio, Is.Null);
    }

    [TestCase("\"format_version\":1", "\"format_version\":2", "format version 2")]
    [TestCase("\"slot_count\":3", "\"slot_count\":1", "no decision trees")]
    [TestCase("\"slot_count\":3", "\"slot_count\":4", "slots")]
    [TestCase("\"roots\":[0,3]", "\"roots\":[0,8]", "roots")]
    [TestCase("\"roots\":[0,3]", "\"roots\":[]", "roots")]
    [TestCase("[1,0,0,4,0,6,0,0]", "[0,0,0,4,0,6,0,0]", "no decision trees")] // an endless path
    [TestCase("[1,0,0,4,0,6,0,0]", "[1,0,0,4,0,7,0,0]", "no decision trees")]
    [TestCase("[1,0,0,4,0,6,0,0]", "[1,0,0,4,0,6,0]", "no decision trees")]
    [TestCase("0.25,-2]", "0.25,1e99]", "density")]
    public void Open_BrokenRatio_Refuses(string valid, string broken, string complaint)
    {
        var text = TwoTrees.Replace(valid, broken, StringComparison.Ordinal);

        Assert.That(text, Is.Not.EqualTo(TwoTrees));
        Assert.That(
            () => Open(text),
            Throws
                .TypeOf<VaeModelException>()
                .With.Message.Contains("density_ratio.json")
                .And.Message.Contains(complaint)
        );
    }

    /// <summary>Opens the copy with a ratio of as many slots as the table has, where the text says 3.</summary>
    private VaeModel Open(string text)
    {
        File.WriteAllText(
            Path.Combine(folder, ModelFolderFiles.DensityRatio),
            text.Replace(
                "\"slot_count\":3",
                FormattableString.Invariant($"\"slot_count\":{width}"),
                StringComparison.Ordinal
            )
        );
        ChecksumFile.Write(folder);
        return VaeModel.Open(folder);
    }
}
