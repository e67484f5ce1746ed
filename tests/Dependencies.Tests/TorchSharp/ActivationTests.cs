using TorchSharp;
using static TorchSharp.torch;

namespace Dependencies.Tests;

/// <summary>Activations with bends or parameters: their values on both sides.</summary>
public sealed class ActivationTests
{
    private static readonly Dictionary<string, (Func<nn.Module<Tensor, Tensor>> Make, float[] Expected)> Cases = new()
    {
        ["Hardshrink"] = (() => nn.Hardshrink(0.5), [-2, 0, 0, 3]),
        ["Softshrink"] = (() => nn.Softshrink(0.5), [-1.5f, 0, 0, 2.5f]),
        ["Threshold"] = (() => nn.Threshold(0.5, -7), [-7, -7, -7, 3]),
        ["RReLU"] = (() => nn.RReLU(0.1, 0.3), [-0.4f, -0.1f, 0.5f, 3]),
        ["PReLU"] = (() => nn.PReLU(1, 0.1), [-0.2f, -0.05f, 0.5f, 3]),
        ["ReLU6"] = (() => nn.ReLU6(), [0, 0, 0.5f, 3]),
        ["Hardtanh"] = (() => nn.Hardtanh(-1, 2, inplace: true), [-1, -0.5f, 0.5f, 2]),
        ["GLU"] = (() => nn.GLU(), [-2 / (1 + MathF.Exp(-0.5f)), -0.5f / (1 + MathF.Exp(-3))]),
    };

    private static IEnumerable<string> Names => Cases.Keys;

    [TestCaseSource(nameof(Names))]
    public void Forward_OnBothSidesOfItsBend_FollowsItsFormula(string name)
    {
        using var scope = NewDisposeScope();
        var (make, expected) = Cases[name];
        using var module = make();
        module.eval();

        var output = module.call(tensor(new[] { -2, -0.5f, 0.5f, 3 }));

        Assert.That(output.data<float>().ToArray(), Is.EqualTo(expected).Within(1e-6));
    }

    [Test]
    public void PReLU_WithASlopePerChannel_UsesAxis1()
    {
        using var scope = NewDisposeScope();
        using var module = nn.PReLU(2);
        using (no_grad())
        {
            module.weight.copy_(tensor(new[] { 0.1f, 0.2f }));
        }

        var output = module.call(-ones([1, 2, 2]));

        Assert.That(output.data<float>().ToArray(), Is.EqualTo(new[] { -0.1f, -0.1f, -0.2f, -0.2f }).Within(1e-6));
        Assert.That(module.num_parameters, Is.EqualTo(2));
    }

    [Test]
    public void Softmax2d_OfAnImage_SumsToOneOverChannels()
    {
        using var scope = NewDisposeScope();
        using var module = nn.Softmax2d();

        var sums = module.call(randn([2, 3, 4, 5])).sum(1);

        Assert.That(sums.data<float>().ToArray(), Is.All.EqualTo(1f).Within(1e-5));
    }

    [Test]
    public void Softmin_AnyTensor_IsTheSoftmaxOfTheNegative()
    {
        using var scope = NewDisposeScope();
        using var module = nn.Softmin(1);
        var x = randn(2, 3);

        Assert.That(module.call(x).allclose((-x).softmax(1)), Is.True);
    }
}
