using System.Runtime.InteropServices;
using TorchSharp;
using static TorchSharp.torch;

namespace Dependencies.Tests;

/// <summary>The exceptions that mistakes raise.</summary>
public sealed class ErrorTests
{
    private DisposeScope scope = null!;

    [SetUp]
    public void OpenScope() => scope = NewDisposeScope();

    [TearDown]
    public void CloseScope() => scope.Dispose();

    [Test]
    public void Mm_OfShapesThatDoNotFit_ThrowsExternalException()
    {
        var left = zeros(2, 3);
        var right = zeros(2, 3);

        Assert.That(() => left.mm(right), Throws.InstanceOf<ExternalException>().With.Message.Contains("2x3"));
    }

    [Test]
    public void Linear_WithAWrongWidth_ThrowsExternalException()
    {
        using var linear = nn.Linear(4, 2);
        var input = zeros(1, 3);

        Assert.That(() => linear.call(input), Throws.InstanceOf<ExternalException>());
    }

    [Test]
    public void Operator_AfterAFailedOne_Works()
    {
        Assert.That(() => zeros(2).reshape(3), Throws.InstanceOf<ExternalException>());

        Assert.That(zeros(2).sum().item<float>(), Is.Zero);
    }

    [Test]
    public void Item_OfAnotherElementType_ThrowsArgumentException()
    {
        var x = tensor(1.0);

        Assert.That(() => x.item<float>(), Throws.ArgumentException);
    }

    [Test]
    public void Item_OfSeveralElements_ThrowsArgumentException()
    {
        var x = zeros(2);

        Assert.That(() => x.item<float>(), Throws.ArgumentException);
    }

    [Test]
    public void Tensor_FromAnArrayOfAnotherSize_ThrowsArgumentException() =>
        Assert.That(() => tensor(new float[] { 1, 2, 3 }, [2, 2]), Throws.ArgumentException);

    [Test]
    public void AnyCall_OnADisposedTensor_ThrowsInvalidOperationException()
    {
        var x = zeros(2);
        x.Dispose();

        Assert.That(() => x.sum(), Throws.InvalidOperationException);
    }

    [Test]
    public void Backward_WithoutRecording_ThrowsExternalException()
    {
        var x = zeros(1);

        Assert.That(() => x.backward(), Throws.InstanceOf<ExternalException>());
    }

    [Test]
    public void InPlaceWrite_IntoALeafThatNeedsGradients_ThrowsExternalException()
    {
        var x = zeros(2).requires_grad_();

        Assert.That(() => x.add_(1), Throws.InstanceOf<ExternalException>());
    }

    [Test]
    public void RequiresGrad_OfIntegers_ThrowsExternalException()
    {
        var x = zeros(2, dtype: int64);

        Assert.That(() => x.requires_grad = true, Throws.InstanceOf<ExternalException>());
    }

    [Test]
    public void Conv2d_WithWrongChannels_ThrowsArgumentException()
    {
        using var convolution = nn.Conv2d(3, 4, 3);
        var input = zeros([1, 2, 8, 8]);

        Assert.That(() => convolution.call(input), Throws.ArgumentException);
    }
}
