namespace VaeMlNet.OnnxExport.Tests;

public class ProtoMessageTests
{
    // The first three are the examples of protobuf's own description of its wire format.
    [Test]
    public void Add_Varint_IsWrittenInGroupsOfSevenBits() => AssertHex(message => message.Add(1, 150), "089601");

    [Test]
    public void Add_Text_IsWrittenWithItsLength() =>
        AssertHex(message => message.Add(2, "testing"), "120774657374696E67");

    [Test]
    public void Add_Message_IsWrittenWithItsLength()
    {
        var inner = new ProtoMessage();
        inner.Add(1, 150);
        AssertHex(message => message.Add(3, inner), "1A03089601");
    }

    [Test]
    public void Add_NegativeVarint_TakesTenBytes() =>
        AssertHex(message => message.Add(1, -1), "08FFFFFFFFFFFFFFFFFF01");

    [Test]
    public void Add_Zero_IsWritten() => AssertHex(message => message.Add(1, 0), "0800");

    [Test]
    public void Add_Float_IsWrittenLittleEndian() => AssertHex(message => message.Add(2, 1.5f), "150000C03F");

    [Test]
    public void Add_FieldNumberAbove15_TakesTwoBytesOfTag() => AssertHex(message => message.Add(20, 1), "A00101");

    [Test]
    public void Add_TextBeyondAscii_IsWrittenAsUtf8() => AssertHex(message => message.Add(1, "µ"), "0A02C2B5");

    private static void AssertHex(Action<ProtoMessage> add, string expected)
    {
        var message = new ProtoMessage();
        add(message);
        using var stream = new MemoryStream();
        message.WriteTo(stream);

        Assert.That(Convert.ToHexString(stream.ToArray()), Is.EqualTo(expected));
        Assert.That(message.Size, Is.EqualTo(stream.Length));
    }
}
