namespace VaeMlNet.OnnxExport.Tests;

public class OnnxTensorFileTests
{
    private TemporaryFolder folder = null!;

    [SetUp]
    public void MakeFolder() => folder = new TemporaryFolder();

    [TearDown]
    public void DeleteFolder() => folder.Dispose();

    [Test]
    public void Write_Matrix_IsATensorProto()
    {
        OnnxTensorFile.Write(folder["x.pb"], "x", [1f, -2f], 2, 1);

        // dims 2 and 1, data_type FLOAT, name "x", raw_data of 8 bytes
        const string expected = "0802" + "0801" + "1001" + "420178" + "4A08" + "0000803F" + "000000C0";

        Assert.That(Convert.ToHexString(File.ReadAllBytes(folder["x.pb"])), Is.EqualTo(expected));
    }

    [Test]
    public void Write_Booleans_AreATensorProtoOfBytes()
    {
        OnnxTensorFile.Write(folder["x.pb"], "x", [true, false, true], 3, 1);

        // dims 3 and 1, data_type BOOL, name "x", raw_data of 3 bytes
        const string expected = "0803" + "0801" + "1009" + "420178" + "4A03" + "010001";

        Assert.That(Convert.ToHexString(File.ReadAllBytes(folder["x.pb"])), Is.EqualTo(expected));
    }

    [Test]
    public void Write_UnsignedNumbers_AreATensorProtoOfWords()
    {
        OnnxTensorFile.Write(folder["x.pb"], "x", [3u, uint.MaxValue], 2, 1);

        // dims 2 and 1, data_type UINT32, name "x", raw_data of 8 bytes
        const string expected = "0802" + "0801" + "100C" + "420178" + "4A08" + "03000000" + "FFFFFFFF";

        Assert.That(Convert.ToHexString(File.ReadAllBytes(folder["x.pb"])), Is.EqualTo(expected));
    }

    [Test]
    public void Write_MatrixAndScalar_AreReadByPython()
    {
        PythonOnnx.RequireInstalled();
        OnnxTensorFile.Write(folder["matrix.pb"], "features", [0.5f, -1f, 2, 3, 4, 5], 3, 2);
        OnnxTensorFile.Write(folder["scalar.pb"], "beta", [4f]);
        OnnxTensorFile.Write(folder["flags.pb"], "flags", [true, false], 2, 1);
        OnnxTensorFile.Write(folder["keys.pb"], "keys", [7u, 0u], 2, 1);

        var output = PythonOnnx.Check([
            folder["matrix.pb"],
            folder["scalar.pb"],
            folder["flags.pb"],
            folder["keys.pb"],
        ]);

        Assert.That(
            output,
            Does.Contain("features [[0.5, -1.0], [2.0, 3.0], [4.0, 5.0]]")
                .And.Contain("beta 4.0")
                .And.Contain("flags [[True], [False]]")
                .And.Contain("keys [[7], [0]]")
        );
    }

    [Test]
    public void Write_ShapeOfAnotherSize_NamesBothCounts()
    {
        var error = Assert.Throws<OnnxExportException>(() =>
            OnnxTensorFile.Write(folder["x.pb"], "features", new float[6], 4, 2)
        );

        Assert.That(
            error.Message,
            Does.Contain("'features'").And.Contain("[4, 2]").And.Contain("8 elements").And.Contain("6 were given")
        );
        Assert.That(folder.Entries, Is.Empty);
    }

    [Test]
    public void Write_ShapeThatOverflows_IsRefused()
    {
        var error = Assert.Throws<OnnxExportException>(() =>
            OnnxTensorFile.Write(folder["x.pb"], "x", ReadOnlySpan<float>.Empty, long.MaxValue, 2)
        );

        Assert.That(error.Message, Does.Contain("64-bit"));
    }

    [Test]
    public void Write_ShapeWithAZero_IsEmptyHoweverLargeTheRest() =>
        Assert.DoesNotThrow(() =>
            OnnxTensorFile.Write(folder["x.pb"], "x", ReadOnlySpan<float>.Empty, long.MaxValue, 2, 0)
        );

    [Test]
    public void Write_NegativeSize_NamesTheAxis()
    {
        var error = Assert.Throws<OnnxExportException>(() => OnnxTensorFile.Write(folder["x.pb"], "x", [1f], 1, -1));

        Assert.That(error.Message, Does.Contain("size -1 on axis 1"));
    }

    [Test]
    public void Write_EmptyName_IsRefused() =>
        Assert.Throws<ArgumentException>(() => OnnxTensorFile.Write(folder["x.pb"], "", [1f], 1));
}
