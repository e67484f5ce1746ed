using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Dependencies.Tests;

/// <summary>Pooling: windows, what is counted, where the last window may begin.</summary>
public sealed class PoolingTests
{
    private DisposeScope scope = null!;

    [SetUp]
    public void OpenScope() => scope = NewDisposeScope();

    [TearDown]
    public void CloseScope() => scope.Dispose();

    [Test]
    public void MaxPool2d_OfAnImage_TakesTheLargestOfEachWindow()
    {
        using var pool = nn.MaxPool2d(2);

        Assert.Multiple(() =>
        {
            Assert.That(Numbers(pool.call(Image(4, 4))), Is.EqualTo(new float[] { 5, 7, 13, 15 }));
            Assert.That(pool.kernel_size, Is.EqualTo(new long[] { 2, 2 }));
            Assert.That(pool.ceil_mode, Is.False);
        });
    }

    [Test]
    public void MaxPool2d_ByArrayWithoutStride_MovesByItsKernel()
    {
        using var pool = nn.MaxPool2d([2, 3]);

        Assert.That(pool.call(Image(4, 6)).shape, Is.EqualTo(new long[] { 1, 1, 2, 2 }));
    }

    // Ceil would give 4 windows; the last would begin in the padding, so it is left out.
    [Test]
    public void MaxPool1d_WithCeilMode_LeavesOutAWindowThatBeginsInThePadding()
    {
        using var cut = nn.MaxPool1d(2, 2, ceil_mode: true);
        using var leftOut = nn.MaxPool1d(2, 3, 1, ceil_mode: true);

        Assert.That(cut.call(zeros([1, 1, 5])).shape[2], Is.EqualTo(3));
        Assert.That(leftOut.call(zeros([1, 1, 5])).shape[2], Is.EqualTo(2));
    }

    [TestCase(true, 0.5f)]
    [TestCase(false, 1f)]
    public void AvgPool1d_OfPaddedOnes_CountsThePaddingOrNot(bool countsPadding, float expected)
    {
        using var pool = nn.AvgPool1d(2, 2, 1, count_include_pad: countsPadding);

        Assert.That(Numbers(pool.call(ones([1, 1, 2]))), Is.EqualTo(new[] { expected, expected }).Within(1e-6));
    }

    [Test]
    public void AvgPool2d_WithCeilMode_DividesByWhatLiesInThePaddedImage()
    {
        using var pool = nn.AvgPool2d(2, ceil_mode: true);

        Assert.That(Numbers(pool.call(ones([1, 1, 3, 3]))), Is.All.EqualTo(1f).Within(1e-6));
    }

    [Test]
    public void AvgPool2d_WithADivisor_DividesTheSum()
    {
        using var pool = nn.AvgPool2d(2, divisor_override: 8);

        Assert.That(Numbers(pool.call(ones([1, 1, 2, 2]))), Is.EqualTo(new[] { 0.5f }).Within(1e-6));
        Assert.That(pool.divisor_override, Is.EqualTo(8));
    }

    [Test]
    public void AdaptiveAvgPool1d_ThatDoesNotDivide_OverlapsItsWindows()
    {
        using var pool = nn.AdaptiveAvgPool1d(2);

        // Windows 0 to 1 and 1 to 2.
        Assert.That(
            Numbers(pool.call(tensor(new float[] { 0, 2, 6 }).reshape(1, 1, 3))),
            Is.EqualTo(new float[] { 1, 4 }).Within(1e-6)
        );
    }

    [Test]
    public void AdaptiveAvgPool2d_ToOne_IsTheMean()
    {
        using var pool = nn.AdaptiveAvgPool2d(1);

        Assert.That(Numbers(pool.call(Image(3, 4))), Is.EqualTo(new[] { 5.5f }).Within(1e-6));
        Assert.That(pool.output_size, Is.EqualTo(new long[] { 1, 1 }));
    }

    private static Tensor Image(int height, int width) =>
        arange(height * width, dtype: float32).reshape(1, 1, height, width);

    private static float[] Numbers(Tensor tensor) => tensor.contiguous().data<float>().ToArray();
}
