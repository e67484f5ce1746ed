using System.Buffers.Binary;
using System.IO.Compression;
using System.Runtime.InteropServices;
using System.Text;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace Dependencies.Tests.MlNet.Binary;

/// <summary>The bytes of a binary file, as ML.NET's docs/code/IdvFileFormat.md describes them.</summary>
public class BinaryFormatTests
{
    private const int HeaderSize = 256;

    private readonly MLContext ml = new(seed: 1);

    private byte[] bytes = [];

    [SetUp]
    public void Save() => bytes = MemorySource.Save(ml, ml.Data.LoadFromEnumerable(Rows(3)));

    private sealed class Row
    {
        public float Amount { get; set; }

        [KeyType(9)]
        public uint Key { get; set; }

        [VectorType(2)]
        public float[] Pair { get; set; } = [];
    }

    private static IEnumerable<Row> Rows(int count) =>
        Enumerable
            .Range(0, count)
            .Select(i => new Row
            {
                Amount = i + 0.5f,
                Key = (uint)i,
                Pair = [i, -i],
            });

    private long Int64At(int offset) => BinaryPrimitives.ReadInt64LittleEndian(bytes.AsSpan(offset));

    private ulong UInt64At(int offset) => BinaryPrimitives.ReadUInt64LittleEndian(bytes.AsSpan(offset));

    [Test]
    public void Header_Fields_AreAtTheirOffsets()
    {
        Assert.That(bytes[..8], Is.EqualTo("CML\0DVB\0"u8.ToArray()));
        Assert.That(UInt64At(8), Is.EqualTo(0x0001000100010006), "version 1.1.1.6");
        Assert.That(UInt64At(16), Is.EqualTo(0x0001000100010006), "oldest reader");
        Assert.That(Int64At(24), Is.GreaterThan(HeaderSize).And.LessThan(Int64At(32)), "table of contents");
        Assert.That(Int64At(32), Is.EqualTo(bytes.Length - 8), "tail");
        Assert.That(Int64At(40), Is.EqualTo(3), "rows");
        Assert.That(BinaryPrimitives.ReadInt32LittleEndian(bytes.AsSpan(48)), Is.EqualTo(3), "columns");
        Assert.That(bytes[^8..], Is.EqualTo("\0BVD\0LMC"u8.ToArray()));
    }

    [Test]
    public void TableOfContents_NamesColumnsCodecsAndBlocks()
    {
        using var reader = new BinaryReader(new MemoryStream(bytes), Encoding.UTF8);
        reader.BaseStream.Position = Int64At(24);

        var amount = ReadColumn(reader);
        var key = ReadColumn(reader);
        var pair = ReadColumn(reader);

        Assert.That(reader.BaseStream.Position, Is.EqualTo(Int64At(32)));
        Assert.That((amount.Name, amount.Codec), Is.EqualTo(("Amount", "Single")));
        Assert.That(amount.Parameters, Is.Empty);
        Assert.That(Block(amount.Lookup), Is.EqualTo(Packed(0.5f, 1.5f, 2.5f)));
        Assert.That((key.Name, key.Codec), Is.EqualTo(("Key", "Key2")));
        byte[] keyParameters = [6, .. "UInt32"u8, 0, 9, 0, 0, 0, 0, 0, 0, 0];
        Assert.That(key.Parameters, Is.EqualTo(keyParameters), "codec of the numbers, count as 8 bytes");
        Assert.That(Block(key.Lookup), Is.EqualTo(Packed(1u, 2u, 3u)), "0 would be missing");
        Assert.That((pair.Name, pair.Codec), Is.EqualTo(("Pair", "VBuffer")));
        byte[] pairParameters = [6, .. "Single"u8, 0, 1, 0, 0, 0, 2, 0, 0, 0];
        Assert.That(pair.Parameters, Is.EqualTo(pairParameters), "codec of the items, dimensions");
        byte[] dense = [.. Packed(3, 2, -1, -1, -1, 0), .. Packed(0f, 0f, 1f, -1f, 2f, -2f)];
        Assert.That(Block(pair.Lookup), Is.EqualTo(dense), "vectors, length, counts, indices, values");
    }

    [TestCase(false, 3)]
    [TestCase(true, 4)]
    public void Save_HiddenColumn_IsThereWhenKept(bool keepHidden, int expected)
    {
        var data = ml.Data.LoadFromEnumerable(Rows(3));
        var hidden = ml.Transforms.NormalizeMinMax("Amount").Fit(data).Transform(data);

        bytes = MemorySource.Save(ml, hidden, keepHidden);

        Assert.That(BinaryPrimitives.ReadInt32LittleEndian(bytes.AsSpan(48)), Is.EqualTo(expected));
    }

    [Test]
    public void Load_NoBinaryFile_ThrowsFormatException()
    {
        bytes[0] ^= 1;

        Assert.That(() => ml.Data.LoadFromBinary(new MemorySource(bytes)), Throws.TypeOf<FormatException>());
    }

    [TestCase(0)]
    [TestCase(0.3)]
    [TestCase(0.999)]
    public void Load_FileThatEndsEarly_Throws(double share)
    {
        bytes = bytes[..(int)(share * bytes.Length)];

        Assert.That(() => ml.Data.LoadFromBinary(new MemorySource(bytes)), Throws.Exception);
    }

    [Test]
    public void Load_WrongTailSignature_ThrowsFormatException()
    {
        bytes[^1] ^= 1;

        Assert.That(() => ml.Data.LoadFromBinary(new MemorySource(bytes)), Throws.TypeOf<FormatException>());
    }

    [Test]
    public void Load_NewerVersion_Throws()
    {
        bytes[8] = bytes[16] = 200;

        Assert.That(() => ml.Data.LoadFromBinary(new MemorySource(bytes)), Throws.InvalidOperationException);
    }

    [Test]
    public void Read_DamagedBlock_Throws()
    {
        using var reader = new BinaryReader(new MemoryStream(bytes), Encoding.UTF8);
        reader.BaseStream.Position = Int64At(24);
        int lookup = (int)ReadColumn(reader).Lookup;
        int length = BinaryPrimitives.ReadInt32LittleEndian(bytes.AsSpan(lookup + 8));
        bytes.AsSpan((int)Int64At(lookup), length).Fill(0xFF);

        Assert.That(
            () => ml.Data.LoadFromBinary(new MemorySource(bytes)).GetColumn<float>("Amount").ToArray(),
            Throws.Exception
        );
    }

    private static (string Name, string Codec, byte[] Parameters, long Lookup) ReadColumn(BinaryReader reader)
    {
        string name = reader.ReadString();
        string codec = reader.ReadString();
        byte[] parameters = reader.ReadBytes(reader.Read7BitEncodedInt());
        Assert.That(reader.ReadByte(), Is.EqualTo(1), "compression: deflate");
        Assert.That(reader.Read7BitEncodedInt(), Is.EqualTo(3), "rows per block: all of them");
        long lookup = reader.ReadInt64();
        Assert.That(reader.ReadInt64(), Is.Zero, "no annotations");
        return (name, codec, parameters, lookup);
    }

    /// <summary>The expanded bytes of the first block that a lookup table names.</summary>
    private byte[] Block(long lookup)
    {
        int length = BinaryPrimitives.ReadInt32LittleEndian(bytes.AsSpan((int)lookup + 8));
        using var stored = new MemoryStream(bytes, (int)Int64At((int)lookup), length);
        using var deflate = new DeflateStream(stored, CompressionMode.Decompress);
        using var expanded = new MemoryStream();
        deflate.CopyTo(expanded);
        Assert.That(
            expanded.Length,
            Is.EqualTo(BinaryPrimitives.ReadInt32LittleEndian(bytes.AsSpan((int)lookup + 12)))
        );
        return expanded.ToArray();
    }

    private static byte[] Packed<T>(params T[] values)
        where T : unmanaged => MemoryMarshal.AsBytes(values.AsSpan()).ToArray();
}
