using TorchSharp;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace Dependencies.Tests;

/// <summary>Gradients against central differences in float64.</summary>
public sealed class AutogradTests
{
    // The error is about Step^2 times the third derivative, plus the rounding of the function's value over Step: for
    // sums of a few hundred, below 1e-7.
    private const double Step = 1e-5;
    private const double Tolerance = 1e-6;

    private DisposeScope scope = null!;

    [SetUp]
    public void OpenScope() => scope = NewDisposeScope();

    [TearDown]
    public void CloseScope() => scope.Dispose();

    private static IEnumerable<TestCaseData> Functions()
    {
        yield return Function("square", [3], x => x.square().sum());
        yield return Function("exp", [3], x => x.exp().sum());
        yield return Function("sigmoid", [3], x => x.sigmoid().pow(3).sum());
        yield return Function("softplus", [3], x => x.softplus().square().sum());
        yield return Function(
            "gelu",
            [3],
            x => x.gelu(global::TorchSharp.Modules.GELU.Approximate.none).square().sum()
        );
        yield return Function("silu", [3], x => x.silu().square().sum());
        yield return Function("log_softmax", [2, 3], x => x.log_softmax(1).square().sum());
        yield return Function("matmul", [3, 3], x => x.matmul(x.t()).square().sum());
        yield return Function("kl", [2, 4], x => (-0.5 * (1 + x - x.pow(2) - x.exp())).sum());
        yield return Function("linear", [2, 3], x => F.linear(x, Constant(4, 3), Constant(4)).square().sum());
        yield return Function(
            "binary_cross_entropy_with_logits",
            [2, 3],
            x => F.binary_cross_entropy_with_logits(x, Constant(2, 3).sigmoid(), reduction: nn.Reduction.Sum)
        );
        yield return Function("mse_loss", [2, 3], x => F.mse_loss(x, Constant(2, 3)));
        yield return Function(
            "conv2d",
            [1, 2, 5, 5],
            x => F.conv2d(x, Constant(3, 2, 3, 3), Constant(3), strides: [2, 2], padding: [1, 1]).square().sum()
        );
        yield return Function(
            "conv_transpose2d",
            [1, 3, 3, 3],
            x =>
                F.conv_transpose2d(
                        x,
                        Constant(3, 2, 3, 3),
                        Constant(2),
                        strides: [2, 2],
                        padding: [1, 1],
                        output_padding: [1, 1]
                    )
                    .square()
                    .sum()
        );
        yield return Function(
            "batch_norm",
            [4, 3],
            x => F.batch_norm(x, null, null, Constant(3), Constant(3), training: true).pow(3).sum()
        );
        yield return Function("layer_norm", [2, 4], x => F.layer_norm(x, [4], Constant(4), Constant(4)).pow(3).sum());
    }

    [TestCaseSource(nameof(Functions))]
    public void Backward_OfAFunction_MatchesCentralDifferences(long[] shape, Func<Tensor, Tensor> function)
    {
        var x = Point(shape).requires_grad_();

        function(x).backward();

        var expected = CentralDifferences(x, function);

        Assert.That(x.grad!.data<double>().ToArray(), Is.EqualTo(expected).Within(Tolerance));
    }

    [Test]
    public void Backward_Twice_AccumulatesGradients()
    {
        var x = tensor(2.0).requires_grad_();

        (x * x).backward();
        (x * x).backward();

        Assert.That(x.grad!.item<double>(), Is.EqualTo(8));
    }

    [Test]
    public void Grad_OfOutputs_ReturnsWithoutAccumulating()
    {
        var x = tensor(3.0).requires_grad_();

        var gradient = autograd.grad([x * x], [x])[0];

        Assert.Multiple(() =>
        {
            Assert.That(gradient.item<double>(), Is.EqualTo(6));
            Assert.That(x.grad is null, Is.True);
        });
    }

    [Test]
    public void NoGrad_WhileOpen_RecordsNothing()
    {
        var x = tensor(3.0).requires_grad_();
        bool inside;
        using (no_grad())
        {
            inside = (x * x).requires_grad;
        }

        Assert.Multiple(() =>
        {
            Assert.That(inside, Is.False);
            Assert.That((x * x).requires_grad, Is.True);
            Assert.That(is_grad_enabled(), Is.True);
        });
    }

    [Test]
    public void Detach_OfAResult_CutsTheGraph()
    {
        var x = tensor(3.0).requires_grad_();

        Assert.That((x * x).detach().requires_grad, Is.False);
    }

    private static double[] CentralDifferences(Tensor x, Func<Tensor, Tensor> function)
    {
        using var mode = no_grad();
        var point = x.detach().clone();
        var differences = new double[point.numel()];
        for (var i = 0; i < differences.Length; i++)
        {
            var value = point.data<double>().ToArray()[i];
            var above = At(i, value + Step);
            var below = At(i, value - Step);
            At(i, value);
            differences[i] = (above - below) / (2 * Step);
        }

        return differences;

        double At(int i, double value)
        {
            point.view(-1)[i] = tensor(value);
            return function(point).item<double>();
        }
    }

    // Numbers near one that do not depend on a random generator, and that differ from the constants.
    private static Tensor Point(long[] shape) => (Ramp(shape) * 1.7 + 0.4).cos() * 1.5;

    private static Tensor Constant(params long[] shape) => (Ramp(shape) * 0.37).sin();

    private static Tensor Ramp(long[] shape)
    {
        var count = shape.Aggregate(1L, (product, size) => product * size);
        return arange(count, dtype: float64).reshape(shape);
    }

    private static TestCaseData Function(string name, long[] shape, Func<Tensor, Tensor> function) =>
        new TestCaseData(shape, function).SetArgDisplayNames(name);
}
