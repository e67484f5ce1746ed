using TorchSharp;
using static TorchSharp.torch;

namespace Dependencies.Tests;

/// <summary>Selecting parts of tensors, and combining tensors.</summary>
public sealed class IndexingTests
{
    private DisposeScope scope = null!;

    private static Tensor Matrix => arange(12, dtype: float32).reshape(3, 4);

    [SetUp]
    public void OpenScope() => scope = NewDisposeScope();

    [TearDown]
    public void CloseScope() => scope.Dispose();

    [Test]
    public void Indexer_WithNumbers_Selects()
    {
        var x = Matrix;

        Assert.Multiple(() =>
        {
            Assert.That(x[1].data<float>().ToArray(), Is.EqualTo(new float[] { 4, 5, 6, 7 }));
            Assert.That(x[2, 3].item<float>(), Is.EqualTo(11f));
        });
    }

    [Test]
    public void Indexer_Assigned_WritesIntoTheTensor()
    {
        var x = Matrix;

        x[1] = zeros(4);
        x[2, 3] = tensor(-1f);

        Assert.That(x.data<float>().ToArray(), Is.EqualTo(new float[] { 0, 1, 2, 3, 0, 0, 0, 0, 8, 9, 10, -1 }));
    }

    [Test]
    public void IndexSelect_AndNarrow_TakeRows()
    {
        var x = Matrix;

        Assert.Multiple(() =>
        {
            Assert.That(
                x.index_select(0, tensor(new long[] { 1, 1 })).data<float>().ToArray(),
                Is.EqualTo(new float[] { 4, 5, 6, 7, 4, 5, 6, 7 })
            );
            Assert.That(x.narrow(1, 1, 2).shape, Is.EqualTo(new long[] { 3, 2 }));
        });
    }

    [Test]
    public void CatStackSplitChunk_OfMatrices_GiveTheExpectedShapes()
    {
        var x = Matrix;

        Assert.Multiple(() =>
        {
            Assert.That(cat([x, x], dim: 1).shape, Is.EqualTo(new long[] { 3, 8 }));
            Assert.That(stack([x, x]).shape, Is.EqualTo(new long[] { 2, 3, 4 }));
            Assert.That(x.split([1, 3], dim: 1).Select(part => part.shape[1]), Is.EqualTo(new long[] { 1, 3 }));
            Assert.That(x.chunk(2, dim: 1).Select(part => part.shape[1]), Is.EqualTo(new long[] { 2, 2 }));
        });
    }

    [Test]
    public void Where_AndMaskedFill_ChooseByCondition()
    {
        var x = tensor(new float[] { -1, 2, -3 });

        Assert.Multiple(() =>
        {
            Assert.That(where(x > 0, x, zeros_like(x)).data<float>().ToArray(), Is.EqualTo(new float[] { 0, 2, 0 }));
            Assert.That(x.masked_fill(x < 0, 9).data<float>().ToArray(), Is.EqualTo(new float[] { 9, 2, 9 }));
        });
    }

    [Test]
    public void View_OfATensor_SharesItsMemoryAndCloneDoesNot()
    {
        var x = zeros(2, 2);
        var clone = x.clone();

        x.view(4)[3] = tensor(5f);

        Assert.Multiple(() =>
        {
            Assert.That(x[1, 1].item<float>(), Is.EqualTo(5f));
            Assert.That(clone[1, 1].item<float>(), Is.Zero);
        });
    }
}
