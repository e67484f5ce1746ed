using Microsoft.ML;
using Microsoft.ML.Data;

namespace Dependencies.Tests;

public class AnnotationsTests
{
    private static void TwoNames(ref VBuffer<ReadOnlyMemory<char>> dst)
    {
        var editor = VBufferEditor.Create(ref dst, 2);
        editor.Values[0] = "a".AsMemory();
        editor.Values[1] = "b".AsMemory();
        dst = editor.Commit();
    }

    private static DataViewSchema.Column Column(DataViewType type, Action<DataViewSchema.Annotations.Builder> annotate)
    {
        var annotations = new DataViewSchema.Annotations.Builder();
        annotate(annotations);
        var builder = new DataViewSchema.Builder();
        builder.AddColumn("A", type, annotations.ToAnnotations());
        return builder.ToSchema()["A"];
    }

    private static DataViewSchema.Column WithSlotNames() =>
        Column(
            new VectorDataViewType(NumberDataViewType.Single, 2),
            builder =>
                builder.Add<VBuffer<ReadOnlyMemory<char>>>(
                    "SlotNames",
                    new VectorDataViewType(TextDataViewType.Instance, 2),
                    TwoNames
                )
        );

    [Test]
    public void GetValue_PrimitiveValue_GivesIt()
    {
        var column = Column(
            NumberDataViewType.Single,
            builder => builder.AddPrimitiveValue("Answer", NumberDataViewType.Int32, 42)
        );
        var value = 0;

        column.Annotations.GetValue("Answer", ref value);

        Assert.That(value, Is.EqualTo(42));
    }

    [Test]
    public void GetValue_UnknownKindOrWrongType_Throws()
    {
        var annotations = Column(
            NumberDataViewType.Single,
            builder => builder.AddPrimitiveValue("Answer", NumberDataViewType.Int32, 42)
        ).Annotations;
        var number = 0;
        float real = 0;

        Assert.That(() => annotations.GetValue("Nope", ref number), Throws.InvalidOperationException);
        Assert.That(() => annotations.GetValue("Answer", ref real), Throws.InvalidOperationException);
    }

    [Test]
    public void Add_GetterOfAnotherType_Throws()
    {
        var builder = new DataViewSchema.Annotations.Builder();

        Assert.That(
            () => builder.Add("A", NumberDataViewType.Int32, (ref float value) => value = 1),
            Throws.ArgumentException
        );
    }

    [Test]
    public void Add_FromAnnotations_TakesTheSelectedOnes()
    {
        var source = new DataViewSchema.Annotations.Builder();
        source.AddPrimitiveValue("A", NumberDataViewType.Int32, 1);
        source.AddPrimitiveValue("B", NumberDataViewType.Int32, 2);
        var builder = new DataViewSchema.Annotations.Builder();

        builder.Add(source.ToAnnotations(), name => name == "B");

        var annotations = builder.ToAnnotations();
        var value = 0;
        annotations.GetValue("B", ref value);

        Assert.That(annotations.Schema.Select(column => column.Name), Is.EqualTo(new[] { "B" }));
        Assert.That(value, Is.EqualTo(2));
    }

    [Test]
    public void SlotNames_OfVector_AreFound()
    {
        var column = WithSlotNames();
        VBuffer<ReadOnlyMemory<char>> names = default;

        column.GetSlotNames(ref names);

        Assert.That(column.HasSlotNames(), Is.True);
        Assert.That(names.DenseValues().Select(name => name.ToString()), Is.EqualTo(new[] { "a", "b" }));
    }

    [Test]
    public void HasSlotNames_OfAnotherNumberOfSlots_IsFalse()
    {
        var column = Column(
            new VectorDataViewType(NumberDataViewType.Single, 3),
            builder =>
                builder.Add<VBuffer<ReadOnlyMemory<char>>>(
                    "SlotNames",
                    new VectorDataViewType(TextDataViewType.Instance, 2),
                    TwoNames
                )
        );

        Assert.That(column.HasSlotNames(), Is.False);
    }

    [Test]
    public void HasKeyValues_OfKeyWithValues_IsTrue()
    {
        var column = Column(
            new KeyDataViewType(typeof(uint), 2),
            builder =>
                builder.Add<VBuffer<ReadOnlyMemory<char>>>(
                    "KeyValues",
                    new VectorDataViewType(TextDataViewType.Instance, 2),
                    TwoNames
                )
        );
        VBuffer<ReadOnlyMemory<char>> values = default;

        column.GetKeyValues(ref values);

        Assert.That(column.HasKeyValues(), Is.True);
        Assert.That(column.HasKeyValues(TextDataViewType.Instance), Is.True);
        Assert.That(column.HasKeyValues(NumberDataViewType.Single), Is.False);
        Assert.That(values.Length, Is.EqualTo(2));
    }

    [Test]
    public void IsNormalized_AnnotatedTrue_IsTrue()
    {
        var normalized = Column(
            NumberDataViewType.Single,
            builder => builder.AddPrimitiveValue("IsNormalized", BooleanDataViewType.Instance, true)
        );

        Assert.That(normalized.IsNormalized(), Is.True);
        Assert.That(Column(NumberDataViewType.Single, _ => { }).IsNormalized(), Is.False);
    }
}
