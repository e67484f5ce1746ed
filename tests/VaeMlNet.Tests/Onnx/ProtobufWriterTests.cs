using VaeMlNet.Onnx;

namespace VaeMlNet.Tests;

public class ProtobufWriterTests
{
    // The first three are the examples of protobuf's own description of its wire format.
    [Test]
    public void Varint_AnyNumber_IsWrittenInGroupsOfSevenBits() =>
        AssertHex(new ProtobufWriter().Varint(1, 150), "089601");

    [Test]
    public void String_AsciiText_IsWrittenWithItsLength() =>
        AssertHex(new ProtobufWriter().String(2, "testing"), "120774657374696E67");

    [Test]
    public void Message_AnyContent_IsWrittenWithItsLength() =>
        AssertHex(new ProtobufWriter().Message(3, new ProtobufWriter().Varint(1, 150)), "1A03089601");

    [Test]
    public void Varint_Negative_TakesTenBytes() =>
        AssertHex(new ProtobufWriter().Varint(1, -1), "08FFFFFFFFFFFFFFFFFF01");

    [Test]
    public void Varint_Zero_IsWritten() => AssertHex(new ProtobufWriter().Varint(1, 0), "0800");

    [Test]
    public void Float_AnyValue_IsWrittenLittleEndian() => AssertHex(new ProtobufWriter().Float(2, 1.5f), "150000C03F");

    [Test]
    public void Varint_FieldNumberAbove15_TakesTwoBytesOfTag() =>
        AssertHex(new ProtobufWriter().Varint(20, 1), "A00101");

    [Test]
    public void String_BeyondAscii_IsWrittenAsUtf8() => AssertHex(new ProtobufWriter().String(1, "µ"), "0A02C2B5");

    [Test]
    public void Message_LongAndShortValuesInTurn_KeepTheirOrder([Values(1, 4096, 4097, 100_000)] int length)
    {
        var value = new byte[length];
        Array.Fill(value, (byte)7);
        var inner = new ProtobufWriter().Varint(1, 1).Bytes(2, value).Varint(3, 3);
        var outer = new ProtobufWriter().Message(4, inner).Bytes(5, value).Message(4, inner).Varint(6, 6);

        var reader = new ProtobufReader(outer.ToArray());

        foreach (var expected in (int[])[4, 5, 4, 6])
        {
            Assert.That(reader.TryReadTag(out var field, out var type), Is.True);
            Assert.That(field, Is.EqualTo(expected));
            if (field == 6)
            {
                Assert.That(reader.ReadVarint(), Is.EqualTo(6));
                continue;
            }

            var bytes = reader.ReadBytes().ToArray();
            Assert.That(bytes, Is.EqualTo(field == 5 ? value : inner.ToArray()));
        }

        Assert.That(reader.IsAtEnd, Is.True);
        Assert.That(outer.Size, Is.EqualTo(outer.ToArray().Length));
    }

    [Test]
    public void Message_FieldsAddedToItLater_AreNotInTheOuterMessage()
    {
        var inner = new ProtobufWriter().Varint(1, 150);
        var outer = new ProtobufWriter().Message(3, inner);

        inner.Varint(1, 1);

        AssertHex(outer, "1A03089601");
    }

    private static void AssertHex(ProtobufWriter message, string expected)
    {
        using var stream = new MemoryStream();
        message.WriteTo(stream);

        Assert.That(Convert.ToHexString(stream.ToArray()), Is.EqualTo(expected));
        Assert.That(Convert.ToHexString(message.ToArray()), Is.EqualTo(expected));
        Assert.That(message.Size, Is.EqualTo(stream.Length));
    }
}
