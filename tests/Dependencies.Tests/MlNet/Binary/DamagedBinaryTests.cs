using Microsoft.ML;
using Microsoft.ML.Data;

namespace Dependencies.Tests;

public class DamagedBinaryTests
{
    private readonly MLContext ml = new(seed: 1);

    private byte[] bytes = [];

    [SetUp]
    public void Save() => bytes = MemorySource.Save(ml, Samples.ItemView(ml, 20));

    private IDataView Load() => ml.Data.LoadFromBinary(new MemorySource(bytes));

    [Test]
    public void Load_NoBinaryFile_ThrowsFormatException()
    {
        bytes[0] ^= 1;

        Assert.That(Load, Throws.TypeOf<FormatException>());
    }

    [TestCase(0)]
    [TestCase(0.3)]
    [TestCase(0.999)]
    public void Load_FileThatEndsEarly_Throws(double share)
    {
        bytes = bytes[..(int)(share * bytes.Length)];

        Assert.That(Load, Throws.Exception);
    }

    [Test]
    public void Load_WrongTailSignature_ThrowsFormatException()
    {
        bytes[^1] ^= 1;

        Assert.That(Load, Throws.TypeOf<FormatException>());
    }

    [Test]
    public void Load_NewerVersion_Throws()
    {
        bytes[8] = bytes[16] = 200;

        Assert.That(Load, Throws.InvalidOperationException);
    }

    [Test]
    public void Read_DamagedBlock_Throws()
    {
        var contents = new BinaryContents(bytes);
        contents.StoredBlock(contents.Columns.Single(column => column.Name == "Id")).Fill(0xFF);

        Assert.That(() => Samples.Ids(Load()), Throws.Exception);
    }
}
