namespace VaeMlNet.Tests;

public sealed class OnnxTensorReaderTests
{
    [Test]
    public void ReadFloats_RawData_GivesShapeAndValues()
    {
        byte[] raw = [.. new float[] { 1, -2, 3.5f, 4, 5, 6 }.SelectMany(BitConverter.GetBytes)];

        (var name, var shape, var values) = OnnxTensorReader.ReadFloats(
            OnnxBytes.Tensor("t", 1, [2, 3], raw).ToArray()
        );

        Assert.That(name, Is.EqualTo("t"));
        Assert.That(shape, Is.EqualTo(new long[] { 2, 3 }));
        Assert.That(values, Is.EqualTo(new[] { 1, -2, 3.5f, 4, 5, 6 }));
    }

    [Test]
    public void ReadFloats_PackedFields_GivesShapeAndValues()
    {
        byte[] dimensions = [2, 1];
        byte[] floats = [.. new float[] { 7, 8 }.SelectMany(BitConverter.GetBytes)];
        var tensor = new ProtobufBytes().Bytes(1, dimensions).Varint(2, 1).Bytes(4, floats).ToArray();

        (_, var shape, var values) = OnnxTensorReader.ReadFloats(tensor);

        Assert.That(shape, Is.EqualTo(new long[] { 2, 1 }));
        Assert.That(values, Is.EqualTo(new float[] { 7, 8 }));
    }

    [Test]
    public void ReadFloats_OtherElementType_IsInvalidData()
    {
        var tensor = OnnxBytes.Tensor("ids", 7, [1], new byte[8]).ToArray();

        Assert.That(
            () => OnnxTensorReader.ReadFloats(tensor),
            Throws.TypeOf<InvalidDataException>().With.Message.Contains("'ids'").And.Message.Contains("float32")
        );
    }

    [Test]
    public void ReadFloats_ShapeThatDoesNotFit_IsInvalidData()
    {
        var tensor = OnnxBytes.Tensor("x", 1, [3], new byte[8]).ToArray();

        Assert.That(
            () => OnnxTensorReader.ReadFloats(tensor),
            Throws.TypeOf<InvalidDataException>().With.Message.Contains("2 values").And.Message.Contains("3")
        );
    }
}
