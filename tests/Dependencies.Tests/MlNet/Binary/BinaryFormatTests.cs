using System.Buffers.Binary;
using System.Text;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace Dependencies.Tests;

public class BinaryFormatTests
{
    private const int HeaderSize = 256;

    private readonly MLContext ml = new(seed: 1);

    private sealed class Row
    {
        public float Amount { get; set; }

        public bool Flag { get; set; }

        public string Name { get; set; } = "";

        [KeyType(9)]
        public uint Key { get; set; }

        [VectorType(2)]
        public float[] Pair { get; set; } = [];
    }

    private static readonly string[] Names = ["ä", "", "bc"];

    private IDataView View(int count = 3) =>
        ml.Data.LoadFromEnumerable(
            Enumerable
                .Range(0, count)
                .Select(i => new Row
                {
                    Amount = i + 0.5f,
                    Flag = i != 1,
                    Name = Names[i % 3],
                    Key = (uint)i % 9,
                    Pair = [i, -i],
                })
        );

    private BinaryContents Contents(IDataView data) => new(MemorySource.Save(ml, data));

    [Test]
    public void Header_Fields_AreAtTheirOffsets()
    {
        var bytes = MemorySource.Save(ml, View());

        Assert.That(bytes[..8], Is.EqualTo("CML\0DVB\0"u8.ToArray()));
        Assert.That(UInt64At(8), Is.EqualTo(0x0001000100010006), "version 1.1.1.6");
        Assert.That(UInt64At(16), Is.EqualTo(0x0001000100010006), "oldest reader");
        Assert.That(UInt64At(24), Is.GreaterThan(HeaderSize).And.LessThan(UInt64At(32)), "table of contents");
        Assert.That(UInt64At(32), Is.EqualTo(bytes.Length - 8), "tail");
        Assert.That(UInt64At(40), Is.EqualTo(3), "rows");
        Assert.That(BinaryPrimitives.ReadInt32LittleEndian(bytes.AsSpan(48)), Is.EqualTo(5), "columns");
        Assert.That(bytes[^8..], Is.EqualTo("\0BVD\0LMC"u8.ToArray()));

        ulong UInt64At(int offset) => BinaryPrimitives.ReadUInt64LittleEndian(bytes.AsSpan(offset));
    }

    [Test]
    public void TableOfContents_OfEachColumn_NamesItsCodecAndRowsPerBlock()
    {
        var contents = Contents(View());

        Assert.That(contents.TableOfContentsEnd, Is.EqualTo(contents.Int64At(32)));
        Assert.That(
            contents.Columns.Select(column => (column.Name, column.Codec)),
            Is.EqualTo(
                new[]
                {
                    ("Amount", "Single"),
                    ("Flag", "Boolean"),
                    ("Name", "TextSpan"),
                    ("Key", "Key2"),
                    ("Pair", "VBuffer"),
                }
            )
        );

        byte[] key = [6, .. "UInt32"u8, 0, 9, 0, 0, 0, 0, 0, 0, 0];
        byte[] pair = [6, .. "Single"u8, 0, 1, 0, 0, 0, 2, 0, 0, 0];

        Assert.That(
            contents.Columns.Select(column => column.Parameters),
            Is.EqualTo(new byte[][] { [], [], [], key, pair })
        );
        Assert.That(contents.Columns.Select(column => column.Compression), Is.All.EqualTo(1), "deflate");
        Assert.That(contents.Columns.Select(column => column.RowsPerBlock), Is.All.EqualTo(3));
        Assert.That(contents.Columns.Select(column => column.Annotations), Is.All.Zero);
    }

    [Test]
    public void Blocks_OfEachCodec_HaveItsLayout()
    {
        var contents = Contents(View());

        byte[] texts = [.. BinaryContents.Packed(3, 1, 1, 3), 4, .. Encoding.UTF8.GetBytes("äbc")];
        byte[] pairs = [.. BinaryContents.Packed(3, 2, -1, -1, -1, 0), .. BinaryContents.Packed(0f, 0, 1, -1, 2, -2)];

        Assert.That(contents.Block(contents.Columns[0]), Is.EqualTo(BinaryContents.Packed(0.5f, 1.5f, 2.5f)));
        Assert.That(contents.Block(contents.Columns[1]), Is.EqualTo(new byte[] { 0b101 }));
        Assert.That(contents.Block(contents.Columns[2]), Is.EqualTo(texts), "count, ends in characters, joined text");
        Assert.That(contents.Block(contents.Columns[3]), Is.EqualTo(BinaryContents.Packed(1u, 2u, 3u)), "0: missing");
        Assert.That(
            contents.Block(contents.Columns[4]),
            Is.EqualTo(pairs),
            "count, length, -1: dense, indices, values"
        );
    }

    [Test]
    public void Block_OfSparseVectors_HasTheirCountsAndIndices()
    {
        var keys = ml.Transforms.Conversion.MapKeyToVector("Vector", "Key");

        var contents = Contents(keys.Fit(View()).Transform(View()));

        byte[] expected = [.. BinaryContents.Packed(3, 9, 1, 1, 1, 3, 0, 1, 2), .. BinaryContents.Packed(1f, 1, 1)];

        Assert.That(contents.Block(contents.Columns.Single(column => column.Name == "Vector")), Is.EqualTo(expected));
    }

    [Test]
    public void Blocks_OfManyRows_HaveAtMost8192Rows()
    {
        var contents = Contents(View(8193));

        var amount = contents.Columns[0];

        Assert.That(amount.RowsPerBlock, Is.EqualTo(8192));
        Assert.That(contents.Block(amount), Has.Length.EqualTo(4 * 8192));
        Assert.That(contents.Block(amount, 1), Is.EqualTo(BinaryContents.Packed(8192.5f)));
    }

    [Test]
    public void Annotations_OfColumn_HaveTableOfContentsAndBlocks()
    {
        var pair = ml.Transforms.Concatenate("Both", "Amount", "Amount2");

        var data = ml.Transforms.CopyColumns("Amount2", "Amount").Append(pair).Fit(View()).Transform(View());
        var contents = Contents(data);

        var annotations = contents.Annotations(contents.Columns.Single(column => column.Name == "Both"));
        byte[] names =
        [
            .. BinaryContents.Packed(1, 2, -1, 0),
            .. BinaryContents.Packed(2, 6, 13),
            13,
            .. "AmountAmount2"u8,
        ];

        Assert.That(annotations.Select(annotation => annotation.Kind), Is.EqualTo(new[] { "SlotNames" }));
        Assert.That(annotations.Single().Codec, Is.EqualTo("VBuffer"));
        Assert.That(annotations.Single().Block, Is.EqualTo(names), "one vector of two texts");
    }

    [TestCase(false, 5)]
    [TestCase(true, 6)]
    public void Save_HiddenColumn_IsThereWhenKept(bool keepHidden, int expected)
    {
        var hidden = ml.Transforms.NormalizeMinMax("Amount").Fit(View()).Transform(View());

        var contents = new BinaryContents(MemorySource.Save(ml, hidden, keepHidden));

        Assert.That(contents.Columns, Has.Length.EqualTo(expected));
    }
}
