using Microsoft.ML;

namespace Dependencies.Tests;

/// <summary>Files that ML.NET 5.0.0 and its subset wrote. Each of them must read the files of the other.</summary>
/// <remarks>
/// To write them again, save <see cref="BinaryFixtures.View"/> with <see cref="MemorySource.Save"/> on the packages and on the subset.
/// </remarks>
public class MlNetFileTests
{
    private readonly MLContext ml = new(seed: 1);

    [TestCaseSource(typeof(BinaryFixtures), nameof(BinaryFixtures.Names))]
    public void Load_FileOfEither_HasItsColumnsAnnotationsAndRows(string name)
    {
        var expected = ViewText.Write(BinaryFixtures.View(ml, name));
        foreach (var ofSubset in new[] { false, true })
        {
            using var loaded = (IDisposable)ml.Data.LoadFromBinary(BinaryFixtures.PathOf(name, ofSubset));

            Assert.That(ViewText.Write((IDataView)loaded), Is.EqualTo(expected).And.Length.GreaterThan(3));
        }
    }

    /// <summary>Compressed bytes depend on the zlib of the machine, and the order of blocks in a file on ML.NET's threads.</summary>
    [TestCaseSource(typeof(BinaryFixtures), nameof(BinaryFixtures.Names))]
    public void Save_RowsOfMlNetsFile_WritesTheSameContents(string name)
    {
        var expected = new BinaryContents(File.ReadAllBytes(BinaryFixtures.PathOf(name)));

        var actual = new BinaryContents(MemorySource.Save(ml, BinaryFixtures.View(ml, name)));

        Assert.That(actual.Describe(), Is.EqualTo(expected.Describe()));
    }

    [Test]
    public void Load_FileThatIsNotThere_NamesIt() =>
        Assert.That(
            () => ml.Data.LoadFromBinary("nowhere.idv"),
            Throws.TypeOf<ArgumentOutOfRangeException>().With.Message.Contains("nowhere.idv")
        );
}
