using Microsoft.ML;
using Microsoft.ML.Data;

namespace Dependencies.Tests;

/// <summary>Keys in members of objects, which count from 0, as columns, which count from 1; 0 is missing there.</summary>
public class KeyMemberTests
{
    private readonly MLContext ml = new(seed: 1);

    private sealed class Keys
    {
        [KeyType(3)]
        public byte Byte { get; set; }

        [KeyType(3)]
        public uint UInt32 { get; set; }

        [KeyType(3)]
        public ulong UInt64 { get; set; }

        [KeyType(3)]
        [VectorType(2)]
        public ushort[] UInt16Vector { get; set; } = [];
    }

    private sealed class UInt16Key
    {
        [KeyType(3)]
        public ushort Key { get; set; }
    }

    [Test]
    public void Read_KeysOfEachType_CountFromOneExceptInVectors()
    {
        var data = ml.Data.LoadFromEnumerable(
            new byte[] { 0, 2, 3 }.Select(key => new Keys
            {
                Byte = key,
                UInt32 = key,
                UInt64 = key,
                UInt16Vector = [key, 3],
            })
        );

        Assert.That(data.GetColumn<byte>("Byte"), Is.EqualTo(new byte[] { 1, 3, 0 }));
        Assert.That(data.GetColumn<uint>("UInt32"), Is.EqualTo(new uint[] { 1, 3, 0 }));
        Assert.That(data.GetColumn<ulong>("UInt64"), Is.EqualTo(new ulong[] { 1, 3, 0 }));
        Assert.That(
            data.GetColumn<ushort[]>("UInt16Vector"),
            Is.EqualTo(new[] { new ushort[] { 0, 3 }, [2, 3], [3, 3] })
        );
    }

    [Test]
    public void Read_ScalarUInt16Key_IsRefused()
    {
        var data = ml.Data.LoadFromEnumerable([new UInt16Key { Key = 1 }]);

        Assert.That(data.Schema["Key"].Type, Is.EqualTo(new KeyDataViewType(typeof(ushort), 3)));
        Assert.That(() => data.GetColumn<ushort>("Key").ToArray(), Throws.Exception);
    }
}
