using Microsoft.ML.OnnxRuntime.Tensors;

namespace VaeMlNet.Tests;

public sealed class OnnxTensorReaderTests
{
    [Test]
    public void Read_RawData_GivesShapeAndValues()
    {
        byte[] raw = [.. new float[] { 1, -2, 3.5f, 4, 5, 6 }.SelectMany(BitConverter.GetBytes)];

        (var name, var shape, var values) = OnnxTensorReader.Read(
            OnnxBytes.Tensor("t", 1, [2, 3], raw).ToArray(),
            TensorElementType.Float
        );

        Assert.That(name, Is.EqualTo("t"));
        Assert.That(shape, Is.EqualTo(new long[] { 2, 3 }));
        Assert.That(values, Is.EqualTo(raw));
    }

    [Test]
    public void Read_PackedFields_GivesShapeAndValues()
    {
        byte[] dimensions = [2, 1];
        byte[] floats = [.. new float[] { 7, 8 }.SelectMany(BitConverter.GetBytes)];
        var tensor = new ProtobufBytes().Bytes(1, dimensions).Varint(2, 1).Bytes(4, floats).ToArray();

        (_, var shape, var values) = OnnxTensorReader.Read(tensor, TensorElementType.Float);

        Assert.That(shape, Is.EqualTo(new long[] { 2, 1 }));
        Assert.That(values, Is.EqualTo(floats));
    }

    [Test]
    public void Read_OtherElementType_IsInvalidData()
    {
        var tensor = OnnxBytes.Tensor("ids", 7, [1], new byte[8]).ToArray();

        Assert.That(
            () => OnnxTensorReader.Read(tensor, TensorElementType.Float),
            Throws.TypeOf<InvalidDataException>().With.Message.Contains("'ids'").And.Message.Contains("float32")
        );
    }

    [Test]
    public void Read_ShapeThatDoesNotFit_IsInvalidData()
    {
        var tensor = OnnxBytes.Tensor("x", 1, [3], new byte[8]).ToArray();

        Assert.That(
            () => OnnxTensorReader.Read(tensor, TensorElementType.Float),
            Throws.TypeOf<InvalidDataException>().With.Message.Contains("2 values").And.Message.Contains("3")
        );
    }
}
