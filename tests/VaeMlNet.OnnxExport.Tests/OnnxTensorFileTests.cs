namespace VaeMlNet.OnnxExport.Tests;

public class OnnxTensorFileTests
{
    [Test]
    public void ToBytes_Matrix_IsATensorProto()
    {
        var bytes = OnnxTensorFile.ToBytes("x", [1f, -2f], 2, 1);

        // dims 2 and 1, data_type FLOAT, name "x", raw_data of 8 bytes
        const string expected = "0802" + "0801" + "1001" + "420178" + "4A08" + "0000803F" + "000000C0";

        Assert.That(Convert.ToHexString(bytes), Is.EqualTo(expected));
    }

    [Test]
    public void ToBytes_Booleans_AreATensorProtoOfBytes()
    {
        var bytes = OnnxTensorFile.ToBytes("x", [true, false, true], 3, 1);

        // dims 3 and 1, data_type BOOL, name "x", raw_data of 3 bytes
        const string expected = "0803" + "0801" + "1009" + "420178" + "4A03" + "010001";

        Assert.That(Convert.ToHexString(bytes), Is.EqualTo(expected));
    }

    [Test]
    public void ToBytes_UnsignedNumbers_AreATensorProtoOfWords()
    {
        var bytes = OnnxTensorFile.ToBytes("x", [3u, uint.MaxValue], 2, 1);

        // dims 2 and 1, data_type UINT32, name "x", raw_data of 8 bytes
        const string expected = "0802" + "0801" + "100C" + "420178" + "4A08" + "03000000" + "FFFFFFFF";

        Assert.That(Convert.ToHexString(bytes), Is.EqualTo(expected));
    }

    [Test]
    public void ToBytes_MatrixAndScalar_AreReadByPython()
    {
        PythonOnnx.RequireInstalled();
        using var folder = new TemporaryFolder();
        File.WriteAllBytes(folder["matrix.pb"], OnnxTensorFile.ToBytes("features", [0.5f, -1f, 2, 3, 4, 5], 3, 2));
        File.WriteAllBytes(folder["scalar.pb"], OnnxTensorFile.ToBytes("beta", [4f]));
        File.WriteAllBytes(folder["flags.pb"], OnnxTensorFile.ToBytes("flags", [true, false], 2, 1));
        File.WriteAllBytes(folder["keys.pb"], OnnxTensorFile.ToBytes("keys", [7u, 0u], 2, 1));

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
    public void ToBytes_ShapeOfAnotherSize_NamesBothCounts()
    {
        var error = Assert.Throws<OnnxExportException>(() => OnnxTensorFile.ToBytes("features", new float[6], 4, 2));

        Assert.That(
            error.Message,
            Does.Contain("'features'").And.Contain("[4, 2]").And.Contain("8 elements").And.Contain("6 were given")
        );
    }

    [Test]
    public void ToBytes_ShapeThatOverflows_IsRefused()
    {
        var error = Assert.Throws<OnnxExportException>(() =>
            OnnxTensorFile.ToBytes("x", ReadOnlySpan<float>.Empty, long.MaxValue, 2)
        );

        Assert.That(error.Message, Does.Contain("64-bit"));
    }

    [Test]
    public void ToBytes_ShapeWithAZero_IsEmptyHoweverLargeTheRest() =>
        Assert.DoesNotThrow(() => OnnxTensorFile.ToBytes("x", ReadOnlySpan<float>.Empty, long.MaxValue, 2, 0));

    [Test]
    public void ToBytes_NegativeSize_NamesTheAxis()
    {
        var error = Assert.Throws<OnnxExportException>(() => OnnxTensorFile.ToBytes("x", [1f], 1, -1));

        Assert.That(error.Message, Does.Contain("size -1 on axis 1"));
    }

    [Test]
    public void ToBytes_EmptyName_IsRefused() =>
        Assert.Throws<ArgumentException>(() => OnnxTensorFile.ToBytes("", [1f], 1));
}
