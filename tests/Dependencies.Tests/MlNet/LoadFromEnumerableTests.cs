using Microsoft.ML;
using Microsoft.ML.Data;

namespace Dependencies.Tests;

public class LoadFromEnumerableTests
{
    private readonly MLContext ml = new(seed: 1);

    private sealed class Everything
    {
        public sbyte SByte { get; set; }
        public byte Byte { get; set; }
        public short Int16 { get; set; }
        public ushort UInt16 { get; set; }
        public int Int32 { get; set; }
        public uint UInt32 { get; set; }
        public long Int64 { get; set; }
        public ulong UInt64 { get; set; }
        public float Single { get; set; }
        public double Double { get; set; }
        public bool Boolean { get; set; }
        public string Text { get; set; } = "";
        public ReadOnlyMemory<char> Memory { get; set; }
        public TimeSpan TimeSpan { get; set; }
        public DateTime DateTime { get; set; }
        public DateTimeOffset DateTimeOffset { get; set; }
        public DataViewRowId RowId { get; set; }
        public float[] Singles { get; set; } = [];
        public string[] Texts { get; set; } = [];
        public bool[] Booleans { get; set; } = [];
        public VBuffer<double> Buffer { get; set; }
    }

    private static Everything Example() =>
        new()
        {
            SByte = -1,
            Byte = 200,
            Int16 = -3000,
            UInt16 = 60000,
            Int32 = -70000,
            UInt32 = 3000000000,
            Int64 = -5000000000,
            UInt64 = 10000000000000000000,
            Single = 1.5f,
            Double = -2.25,
            Boolean = true,
            Text = "text",
            Memory = "memory".AsMemory(),
            TimeSpan = TimeSpan.FromMinutes(3),
            DateTime = new DateTime(2024, 2, 29, 1, 2, 3),
            DateTimeOffset = new DateTimeOffset(2024, 2, 29, 1, 2, 3, TimeSpan.FromHours(2)),
            RowId = new DataViewRowId(5, 6),
            Singles = [1, 2],
            Texts = ["a", "b"],
            Booleans = [true, false],
            Buffer = new VBuffer<double>(4, 1, [8], [2]),
        };

    [Test]
    public void RoundTrip_AllTypes_KeepsValues()
    {
        var expected = Example();
        var data = ml.Data.LoadFromEnumerable(new[] { expected });

        var actual = ml.Data.CreateEnumerable<Everything>(data, reuseRowObject: false).Single();

        foreach (var property in typeof(Everything).GetProperties().Where(p => p.Name is not ("Memory" or "Buffer")))
        {
            Assert.That(property.GetValue(actual), Is.EqualTo(property.GetValue(expected)), property.Name);
        }

        Assert.That(actual.Memory.ToString(), Is.EqualTo("memory"));
        Assert.That(actual.Buffer.DenseValues(), Is.EqualTo(new[] { 0d, 0, 8, 0 }));
        Assert.That(actual.Singles, Is.Not.SameAs(expected.Singles));
    }

    private sealed class Attributed
    {
        [ColumnName("Renamed")]
        public float Member { get; set; }

        [NoColumn]
        public float Left { get; set; }

        [VectorType(2, 3)]
        public float[] Matrix { get; set; } = [];

        [VectorType(4)]
        public float[] Vector { get; set; } = [];
        public float[] Variable { get; set; } = [];

        [KeyType(10)]
        public uint Key { get; set; }

        public int Field = 3;

        public float ReadOnly => Field;
    }

    private sealed class AnyKey
    {
        [KeyType]
        public byte Value { get; set; }
    }

    [Test]
    public void Schema_OfAttributedClass_FollowsAttributes()
    {
        var schema = ml.Data.LoadFromEnumerable(Array.Empty<Attributed>()).Schema;

        Assert.That(schema.GetColumnOrNull("Member"), Is.Null);
        Assert.That(schema.GetColumnOrNull("Left"), Is.Null);
        Assert.That(schema["Renamed"].Type, Is.EqualTo(NumberDataViewType.Single));
        Assert.That(schema["Matrix"].Type, Is.EqualTo(new VectorDataViewType(NumberDataViewType.Single, 2, 3)));
        Assert.That(schema["Vector"].Type, Is.EqualTo(new VectorDataViewType(NumberDataViewType.Single, 4)));
        Assert.That(schema["Key"].Type, Is.EqualTo(new KeyDataViewType(typeof(uint), 10)));
        Assert.That(schema["Field"].Type, Is.EqualTo(NumberDataViewType.Int32));
        Assert.That(schema["ReadOnly"].Type, Is.EqualTo(NumberDataViewType.Single));
    }

    [Test]
    public void Schema_KeyTypeWithoutCount_IsNotSupported() =>
        Assert.That(
            () => ml.Data.LoadFromEnumerable(Array.Empty<AnyKey>()),
            Throws.TypeOf<NotSupportedException>().With.Message.Contains("KeyType without the Count")
        );

    [Test]
    public void Schema_ArrayWithoutVectorType_HasVariableSize()
    {
        var type = ml.Data.LoadFromEnumerable(Array.Empty<Attributed>()).Schema["Variable"].Type;

        Assert.That(type, Is.EqualTo(new VectorDataViewType(NumberDataViewType.Single)));
        Assert.That(((VectorDataViewType)type).IsKnownSize, Is.False);
    }

    [Test]
    public void Schema_ColumnTypeSetInDefinition_Overrides()
    {
        var definition = SchemaDefinition.Create(typeof(Attributed));
        definition["Variable"].ColumnType = new VectorDataViewType(NumberDataViewType.Single, 9);

        var data = ml.Data.LoadFromEnumerable(Array.Empty<Attributed>(), definition);

        Assert.That(data.Schema["Variable"].Type.ToString(), Is.EqualTo("Vector<Single, 9>"));
    }

    [Test]
    public void Schema_AnnotationAddedToDefinition_IsThere()
    {
        var definition = SchemaDefinition.Create(typeof(Item));
        definition["Values"]
            .AddAnnotation("SlotNames", new[] { "x", "y", "z" }, new VectorDataViewType(TextDataViewType.Instance, 3));

        var column = ml.Data.LoadFromEnumerable(Samples.Items(1), definition).Schema["Values"];

        VBuffer<ReadOnlyMemory<char>> names = default;
        column.GetSlotNames(ref names);

        Assert.That(names.DenseValues().Select(name => name.ToString()), Is.EqualTo(new[] { "x", "y", "z" }));
    }

    [Test]
    public void Read_ArrayOfAnotherLength_IsNotChecked()
    {
        var rows = new[] { new Item { Values = [1, 2, 3, 4, 5] } };

        var values = ml.Data.LoadFromEnumerable(rows).GetColumn<VBuffer<float>>("Values").Single();

        Assert.That(values.Length, Is.EqualTo(5));
    }

    [Test]
    public void Read_NullArrayAndNullText_AreEmpty()
    {
        var rows = new[]
        {
            new Item { Values = null!, Name = null! },
        };
        var data = ml.Data.LoadFromEnumerable(rows);

        Assert.That(data.GetColumn<VBuffer<float>>("Values").Single().Length, Is.Zero);
        Assert.That(data.GetColumn<string>("Name").Single(), Is.Empty);
    }

    [Test]
    public void Read_KeyMember_CountsFromOneAndMapsTooLargeToMissing()
    {
        var rows = new[] { 0u, 9u, 10u }.Select(key => new Attributed { Key = key });

        var keys = ml.Data.LoadFromEnumerable(rows).GetColumn<uint>("Key");

        Assert.That(keys, Is.EqualTo(new[] { 1u, 10u, 0u }));
    }

    [Test]
    public void View_OfList_CannotShuffleAndKnowsItsRows()
    {
        var data = ml.Data.LoadFromEnumerable(Samples.Items(3).ToList());

        Assert.That(data.CanShuffle, Is.False);
        Assert.That(data.GetRowCount(), Is.EqualTo(3));
    }

    [Test]
    public void View_OfLazyEnumerable_DoesNotKnowItsRows() =>
        Assert.That(ml.Data.LoadFromEnumerable(Samples.Items(3).Where(_ => true)).GetRowCount(), Is.Null);

    [Test]
    public void View_Changed_IsReadAgain()
    {
        var rows = Samples.Items(2).ToList();
        var data = ml.Data.LoadFromEnumerable(rows);

        rows.Add(new Item { Id = 7 });

        Assert.That(Samples.Ids(data), Is.EqualTo(new[] { 0, 1, 7 }));
    }

    [Test]
    public void Read_NullRow_Throws()
    {
        var data = ml.Data.LoadFromEnumerable(new[] { new Item(), null! });

        Assert.That(() => Samples.Ids(data), Throws.InvalidOperationException);
    }

    [Test]
    public void Load_Null_Throws() =>
        Assert.That(() => ml.Data.LoadFromEnumerable<Item>(null!), Throws.ArgumentNullException);

    private sealed class Unsupported
    {
        public object? Value { get; set; }
    }

    [Test]
    public void Load_MemberOfUnsupportedType_Throws() =>
        Assert.That(
            () => ml.Data.LoadFromEnumerable(Array.Empty<Unsupported>()),
            Throws.InstanceOf<ArgumentException>().With.Message.Contains("Value")
        );
}
