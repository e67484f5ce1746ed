using Microsoft.ML.Data;

namespace Dependencies.Tests;

public class VBufferTests
{
    private static VBuffer<float> Sparse() => new(5, 2, [7, 9], [1, 4]);

    [Test]
    public void Constructor_ValuesOnly_IsDense()
    {
        var buffer = new VBuffer<float>(3, [1, 2, 3]);

        Assert.That(buffer.IsDense, Is.True);
        Assert.That(buffer.Length, Is.EqualTo(3));
        Assert.That(buffer.GetValues().ToArray(), Is.EqualTo(new[] { 1f, 2, 3 }));
        Assert.That(buffer.GetIndices().Length, Is.Zero);
    }

    [Test]
    public void Constructor_ValuesLongerThanLength_UsesTheirBeginning()
    {
        var buffer = new VBuffer<float>(2, [1, 2, 3]);

        Assert.That(buffer.GetValues().ToArray(), Is.EqualTo(new[] { 1f, 2 }));
    }

    [Test]
    public void Constructor_TooFewValues_Throws() =>
        Assert.That(
            () => new VBuffer<float>(4, [1, 2, 3]),
            Throws.TypeOf<ArgumentOutOfRangeException>().With.Property("ParamName").EqualTo("values")
        );

    [Test]
    public void Constructor_FewerValuesThanLength_IsSparse()
    {
        var buffer = Sparse();

        Assert.That(buffer.IsDense, Is.False);
        Assert.That(buffer.GetValues().ToArray(), Is.EqualTo(new[] { 7f, 9 }));
        Assert.That(buffer.GetIndices().ToArray(), Is.EqualTo(new[] { 1, 4 }));
    }

    [Test]
    public void Buffer_Default_IsEmptyAndDense()
    {
        VBuffer<float> buffer = default;

        Assert.That(buffer.Length, Is.Zero);
        Assert.That(buffer.IsDense, Is.True);
        Assert.That(buffer.GetValues().Length, Is.Zero);
    }

    [Test]
    public void CopyToSpan_Sparse_FillsAllSlots()
    {
        var target = new float[] { 5, 5, 5, 5, 5 };

        Sparse().CopyTo(target);

        Assert.That(target, Is.EqualTo(new[] { 0f, 7, 0, 0, 9 }));
    }

    [Test]
    public void CopyToSpan_WithIndexAndDefault_FillsOnlyItsSlots()
    {
        var target = new float[] { 5, 5, 5, 5, 5, 5, 5 };

        Sparse().CopyTo(target, 1, -1);

        Assert.That(target, Is.EqualTo(new[] { 5f, -1, 7, -1, -1, 9, 5 }));
    }

    [Test]
    public void CopyToSpan_TooShort_Throws() =>
        Assert.That(
            () => Sparse().CopyTo(new float[4]),
            Throws
                .TypeOf<ArgumentOutOfRangeException>()
                .With.Message.EqualTo("Not large enough to hold these values. (Parameter 'destination')")
        );

    [Test]
    public void CopyToBuffer_Sparse_StaysSparseAndIndependent()
    {
        float[] values = [7, 9];
        var source = new VBuffer<float>(5, 2, values, [1, 4]);
        VBuffer<float> target = default;

        source.CopyTo(ref target);
        values[0] = 100;

        Assert.That(target.IsDense, Is.False);
        Assert.That(target.DenseValues(), Is.EqualTo(new[] { 0f, 7, 0, 0, 9 }));
    }

    [Test]
    public void CopyToDense_Sparse_IsDense()
    {
        VBuffer<float> target = default;

        Sparse().CopyToDense(ref target);

        Assert.That(target.IsDense, Is.True);
        Assert.That(target.GetValues().ToArray(), Is.EqualTo(new[] { 0f, 7, 0, 0, 9 }));
    }

    [Test]
    public void Copy_FromArray_TakesItsPart()
    {
        VBuffer<float> target = default;

        VBuffer<float>.Copy([1, 2, 3, 4], 1, ref target, 2);

        Assert.That(target.DenseValues(), Is.EqualTo(new[] { 2f, 3 }));
    }

    [TestCase(0, 0f)]
    [TestCase(1, 7f)]
    [TestCase(4, 9f)]
    public void GetItemOrDefault_Sparse_GivesTheSlot(int index, float expected) =>
        Assert.That(Sparse().GetItemOrDefault(index), Is.EqualTo(expected));

    [Test]
    public void GetItemOrDefault_PastTheEnd_Throws() =>
        Assert.That(() => Sparse().GetItemOrDefault(5), Throws.InstanceOf<ArgumentOutOfRangeException>());

    [Test]
    public void Items_Sparse_AreTheExplicitOnesUnlessAllAreWanted()
    {
        Assert.That(Sparse().Items().Select(item => item.Key), Is.EqualTo(new[] { 1, 4 }));
        Assert.That(Sparse().Items(all: true).Select(item => item.Value), Is.EqualTo(new[] { 0f, 7, 0, 0, 9 }));
    }

    [Test]
    public void Editor_DefaultBuffer_MakesNewDenseValues()
    {
        VBuffer<float> buffer = default;

        var editor = VBufferEditor.Create(ref buffer, 2);
        editor.Values[0] = 3;
        editor.Values[1] = 4;
        buffer = editor.Commit();

        Assert.That(buffer.GetValues().ToArray(), Is.EqualTo(new[] { 3f, 4 }));
    }

    [Test]
    public void Editor_LargeEnoughBuffer_ReusesItsArray()
    {
        var values = new float[10];
        var buffer = new VBuffer<float>(10, values);

        var editor = VBufferEditor.Create(ref buffer, 4);
        editor.Values[3] = 8;
        buffer = editor.Commit();

        Assert.That(values[3], Is.EqualTo(8));
        Assert.That(buffer.Length, Is.EqualTo(4));
    }

    [Test]
    public void Editor_FewerValuesThanLength_CommitsSparse()
    {
        VBuffer<int> buffer = default;

        var editor = VBufferEditor.Create(ref buffer, 6, 2);
        editor.Values[0] = 11;
        editor.Values[1] = 12;
        editor.Indices[0] = 0;
        editor.Indices[1] = 5;
        buffer = editor.Commit();

        Assert.That(buffer.IsDense, Is.False);
        Assert.That(buffer.DenseValues(), Is.EqualTo(new[] { 11, 0, 0, 0, 0, 12 }));
    }

    [Test]
    public void Editor_KeepOldOnResize_KeepsValues()
    {
        var buffer = new VBuffer<int>(2, [1, 2]);

        var editor = VBufferEditor.Create(ref buffer, 3, keepOldOnResize: true);
        editor.Values[2] = 3;
        buffer = editor.Commit();

        Assert.That(buffer.DenseValues(), Is.EqualTo(new[] { 1, 2, 3 }));
    }
}
