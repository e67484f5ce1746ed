using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Dependencies.Tests;

/// <summary>Upsample and interpolate: sizes, settings, which elements are taken.</summary>
public sealed class ResizingTests
{
    private DisposeScope scope = null!;

    [SetUp]
    public void OpenScope() => scope = NewDisposeScope();

    [TearDown]
    public void CloseScope() => scope.Dispose();

    [Test]
    public void Upsample_ByFactors_ShowsItsSettings()
    {
        using var upsample = nn.Upsample(scale_factor: [2, 3], mode: UpsampleMode.Bilinear, align_corners: true);

        Assert.Multiple(() =>
        {
            Assert.That(upsample.size.Length, Is.Zero);
            Assert.That(upsample.scale_factor.ToArray(), Is.EqualTo(new double[] { 2, 3 }));
            Assert.That(upsample.mode, Is.EqualTo(UpsampleMode.Bilinear));
            Assert.That(upsample.align_corners, Is.True);
            Assert.That(upsample.recompute_scale_factor, Is.Not.True);
            Assert.That(upsample.call(zeros([2, 1, 4, 5])).shape, Is.EqualTo(new long[] { 2, 1, 8, 15 }));
        });
    }

    [Test]
    public void Upsample_ToASize_RepeatsTheNearest()
    {
        using var upsample = nn.Upsample([5]);

        var output = upsample.call(tensor(new float[] { 1, 2, 3 }).reshape(1, 1, 3));

        // Element floor(i * 3 / 5).
        Assert.That(output.data<float>().ToArray(), Is.EqualTo(new float[] { 1, 1, 2, 2, 3 }));
        Assert.That(upsample.size.ToArray(), Is.EqualTo(new long[] { 5 }));
        Assert.That(upsample.scale_factor.Length, Is.Zero);
    }

    [TestCase(true, new float[] { 0, 1, 2, 3 })]
    [TestCase(false, new float[] { 0, 0.75f, 2.25f, 3 })]
    public void Upsample_Linear_AlignsCornersOrHalfPixels(bool alignCorners, float[] expected)
    {
        using var upsample = nn.Upsample([4], mode: UpsampleMode.Linear, align_corners: alignCorners);

        var output = upsample.call(tensor(new float[] { 0, 3 }).reshape(1, 1, 2));

        Assert.That(output.data<float>().ToArray(), Is.EqualTo(expected).Within(1e-6));
    }

    [Test]
    public void Interpolate_ByAFraction_RoundsTheSizeDown() =>
        Assert.That(
            nn.functional.interpolate(zeros([1, 1, 5, 7]), scale_factor: [1.5, 0.5]).shape,
            Is.EqualTo(new long[] { 1, 1, 7, 3 })
        );
}
