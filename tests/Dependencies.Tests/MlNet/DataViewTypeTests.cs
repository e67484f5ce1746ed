using Microsoft.ML.Data;

namespace Dependencies.Tests;

public class DataViewTypeTests
{
    private static readonly TestCaseData[] Names =
    [
        new(NumberDataViewType.Single, "Single", typeof(float)),
        new(NumberDataViewType.Double, "Double", typeof(double)),
        new(NumberDataViewType.SByte, "SByte", typeof(sbyte)),
        new(NumberDataViewType.Byte, "Byte", typeof(byte)),
        new(NumberDataViewType.Int16, "Int16", typeof(short)),
        new(NumberDataViewType.UInt16, "UInt16", typeof(ushort)),
        new(NumberDataViewType.Int32, "Int32", typeof(int)),
        new(NumberDataViewType.UInt32, "UInt32", typeof(uint)),
        new(NumberDataViewType.Int64, "Int64", typeof(long)),
        new(NumberDataViewType.UInt64, "UInt64", typeof(ulong)),
        new(BooleanDataViewType.Instance, "Boolean", typeof(bool)),
        new(TextDataViewType.Instance, "String", typeof(ReadOnlyMemory<char>)),
        new(TimeSpanDataViewType.Instance, "TimeSpan", typeof(TimeSpan)),
        new(DateTimeDataViewType.Instance, "DateTime", typeof(DateTime)),
        new(DateTimeOffsetDataViewType.Instance, "DateTimeOffset", typeof(DateTimeOffset)),
        new(RowIdDataViewType.Instance, "DataViewRowId", typeof(DataViewRowId)),
        new(new KeyDataViewType(typeof(uint), 10), "Key<UInt32, 0-9>", typeof(uint)),
        new(new VectorDataViewType(NumberDataViewType.Single, 4), "Vector<Single, 4>", typeof(VBuffer<float>)),
        new(new VectorDataViewType(NumberDataViewType.Single), "Vector<Single>", typeof(VBuffer<float>)),
        new(new VectorDataViewType(NumberDataViewType.Single, 1, 20), "Vector<Single, 1, 20>", typeof(VBuffer<float>)),
        new(new VectorDataViewType(NumberDataViewType.Single, 0, 2), "Vector<Single, *, 2>", typeof(VBuffer<float>)),
    ];

    [TestCaseSource(nameof(Names))]
    public void ToString_AnyType_IsItsNameInMessages(DataViewType type, string name, Type rawType)
    {
        Assert.That(type.ToString(), Is.EqualTo(name));
        Assert.That(type.RawType, Is.EqualTo(rawType));
    }

    [Test]
    public void Equals_Vectors_CompareItemTypeAndDimensions()
    {
        var flat = new VectorDataViewType(NumberDataViewType.Single, 20);

        Assert.That(flat.Equals(new VectorDataViewType(NumberDataViewType.Single, 20)), Is.True);
        Assert.That(flat.Equals(new VectorDataViewType(NumberDataViewType.Single, 1, 20)), Is.False);
        Assert.That(flat.Equals(new VectorDataViewType(NumberDataViewType.Double, 20)), Is.False);
        Assert.That(flat.Equals(new VectorDataViewType(NumberDataViewType.Single)), Is.False);
    }

    [Test]
    public void Size_SeveralDimensions_IsTheirProduct()
    {
        var type = new VectorDataViewType(NumberDataViewType.Single, 2, 3, 4);

        Assert.That(type.Size, Is.EqualTo(24));
        Assert.That(type.IsKnownSize, Is.True);
        Assert.That(type.Dimensions, Is.EqualTo(new[] { 2, 3, 4 }));
    }

    [Test]
    public void Size_UnknownDimension_IsZero()
    {
        Assert.That(new VectorDataViewType(NumberDataViewType.Single).IsKnownSize, Is.False);
        Assert.That(new VectorDataViewType(NumberDataViewType.Single, 0, 5).IsKnownSize, Is.False);
    }

    [Test]
    public void Equals_Keys_CompareTypeAndCount()
    {
        var key = new KeyDataViewType(typeof(uint), 10);

        Assert.That(key.Equals(new KeyDataViewType(typeof(uint), 10)), Is.True);
        Assert.That(key.GetHashCode(), Is.EqualTo(new KeyDataViewType(typeof(uint), 10).GetHashCode()));
        Assert.That(key.Equals(new KeyDataViewType(typeof(uint), 11)), Is.False);
        Assert.That(key.Equals(new KeyDataViewType(typeof(ulong), 10)), Is.False);
        Assert.That(key.Equals(NumberDataViewType.UInt32), Is.False);
    }

    [TestCase(typeof(int), 10ul)]
    [TestCase(typeof(byte), 256ul)]
    [TestCase(typeof(uint), 0ul)]
    public void KeyType_ImpossibleTypeOrCount_Throws(Type type, ulong count) =>
        Assert.That(() => new KeyDataViewType(type, count), Throws.TypeOf<ArgumentOutOfRangeException>());

    [TestCase(typeof(byte), true)]
    [TestCase(typeof(ushort), true)]
    [TestCase(typeof(uint), true)]
    [TestCase(typeof(ulong), true)]
    [TestCase(typeof(int), false)]
    [TestCase(typeof(float), false)]
    public void IsValidDataType_OfKeys_AreUnsignedIntegers(Type type, bool expected) =>
        Assert.That(KeyDataViewType.IsValidDataType(type), Is.EqualTo(expected));
}
