using Microsoft.ML;

namespace Dependencies.Tests;

public class TextLoaderSparseTests : TextFileTestBase
{
    [TestCase("5,2:6,4:3", new[] { 0f, 0, 6, 0, 3 })]
    [TestCase("1,2,5,2:6,4:3", new[] { 1f, 2, 0, 0, 6, 0, 3 })]
    [TestCase("1,2,3", new[] { 1f, 2, 3 })]
    [TestCase("5,1: 7", new[] { 0f, 7, 0, 0, 0 })]
    [TestCase("5,3:1,2:9", new[] { 0f, 0, 0, 1, 0 }, Description = "out of order")]
    [TestCase("5,3:1,9", new[] { 0f, 0, 0, 1, 0 }, Description = "a field after sparse items")]
    [TestCase("5,1:2,5:3", new[] { 0f, 2, 0, 0, 0 }, Description = "an index that is too large")]
    [TestCase("x,1:2", new[] { float.NaN }, Description = "no size")]
    public void AllowSparse_LineWithItsSize_FillsUpWithZeros(string line, float[] expected)
    {
        var options = AllValues();
        options.AllowSparse = true;

        var data = Ml.Data.LoadFromTextFile(Write(line), options);

        Assert.That(Values(data).Single(), Is.EqualTo(expected));
    }

    [TestCase("1,2,2:6,4:3", new[] { 1f, 2, 0, 0, 6, 0, 3, 0 })]
    [TestCase("1,2", new[] { 1f, 2, 0, 0, 0, 0, 0, 0 })]
    public void AllowSparse_WithInputSize_FillsUpToIt(string line, float[] expected)
    {
        var options = AllValues();
        options.AllowSparse = true;
        options.InputSize = 8;

        var data = Ml.Data.LoadFromTextFile(Write(line), options);

        Assert.That(Values(data).Single(), Is.EqualTo(expected));
    }

    [Test]
    public void AllowSparse_FixedColumns_ReadWhatTheyNeed()
    {
        var options = NameAndValues();
        options.AllowSparse = true;

        var data = Ml.Data.LoadFromTextFile(Write("a,9,1:6,4:3", "b,4,5"), options);

        Assert.That(Names(data), Is.EqualTo(new[] { "a", "b" }));
        Assert.That(Values(data), Is.EqualTo(new[] { new[] { 0f, 6 }, [4, 5] }));
    }

    [Test]
    public void AllowSparse_WithColonAsSeparator_IsRefused()
    {
        var options = AllValues();
        options.AllowSparse = true;
        options.Separators = [':'];

        Assert.That(
            () => Ml.Data.CreateTextLoader(options),
            Throws.TypeOf<ArgumentOutOfRangeException>().With.Message.Contains("colon")
        );
    }
}
