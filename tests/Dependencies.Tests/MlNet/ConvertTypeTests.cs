using Microsoft.ML;
using Microsoft.ML.Data;

namespace Dependencies.Tests;

public class ConvertTypeTests
{
    private readonly MLContext ml = new(seed: 1);

    private sealed class Row
    {
        public int Int { get; set; }
        public bool Boolean { get; set; }
        public double Double { get; set; }
        public uint UInt { get; set; }

        [KeyType(5)]
        public uint Key { get; set; }

        [VectorType(2)]
        public short[] Pair { get; set; } = [0, 0];
    }

    private IDataView Convert(string column, DataKind kind)
    {
        var rows = new[]
        {
            new Row
            {
                Int = -3,
                Boolean = true,
                Double = 2.5,
                UInt = 7,
                Key = 2,
                Pair = [1, -2],
            },
            new Row
            {
                Int = 4,
                Boolean = false,
                Double = 0,
                UInt = 300,
                Key = 9,
                Pair = [3, 4],
            },
        };
        var data = ml.Data.LoadFromEnumerable(rows);
        return ml.Transforms.Conversion.ConvertType("Out", column, kind).Fit(data).Transform(data);
    }

    [Test]
    public void ConvertType_DefaultKind_IsSingle()
    {
        var data = ml.Data.LoadFromEnumerable(Samples.Items(3));

        var converted = ml.Transforms.Conversion.ConvertType("Id").Fit(data).Transform(data);

        Assert.That(converted.Schema["Id"].Type, Is.EqualTo(NumberDataViewType.Single));
        Assert.That(converted.GetColumn<float>("Id"), Is.EqualTo(new[] { 0f, 1, 2 }));
    }

    [Test]
    public void ConvertType_NumbersToReal_KeepsValues()
    {
        Assert.That(Convert("Int", DataKind.Single).GetColumn<float>("Out"), Is.EqualTo(new[] { -3f, 4 }));
        Assert.That(Convert("Double", DataKind.Single).GetColumn<float>("Out"), Is.EqualTo(new[] { 2.5f, 0 }));
        Assert.That(Convert("UInt", DataKind.Double).GetColumn<double>("Out"), Is.EqualTo(new[] { 7.0, 300 }));
    }

    [Test]
    public void ConvertType_BooleanToReal_IsOneOrZero() =>
        Assert.That(Convert("Boolean", DataKind.Single).GetColumn<float>("Out"), Is.EqualTo(new[] { 1f, 0 }));

    [Test]
    public void ConvertType_Vector_ConvertsEachSlot()
    {
        var data = Convert("Pair", DataKind.Single);

        Assert.That(data.Schema["Out"].Type, Is.EqualTo(new VectorDataViewType(NumberDataViewType.Single, 2)));
        Assert.That(data.GetColumn<float[]>("Out"), Is.EqualTo(new[] { new[] { 1f, -2 }, [3, 4] }));
    }

    [Test]
    public void ConvertType_IntegersToWider_KeepsValues() =>
        Assert.That(Convert("Int", DataKind.Int64).GetColumn<long>("Out"), Is.EqualTo(new[] { -3L, 4 }));

    [Test]
    public void ConvertType_Key_StaysKey()
    {
        var data = Convert("Key", DataKind.UInt64);

        Assert.That(data.Schema["Out"].Type, Is.EqualTo(new KeyDataViewType(typeof(ulong), 5)));
        Assert.That(data.GetColumn<ulong>("Out"), Is.EqualTo(new[] { 3ul, 0ul }));
    }

    [TestCase("Key", DataKind.Single)]
    public void ConvertType_WithoutConversion_Throws(string column, DataKind kind) =>
        Assert.That(() => Convert(column, kind), Throws.InstanceOf<ArgumentException>());

    [Test]
    public void ConvertType_MissingColumn_Throws() =>
        Assert.That(
            () => Convert("Nope", DataKind.Single),
            Throws
                .TypeOf<ArgumentOutOfRangeException>()
                .With.Message.EqualTo("Could not find input column 'Nope' (Parameter 'inputSchema')")
        );
}
