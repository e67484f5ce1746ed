using TorchSharp;
using static TorchSharp.torch;

namespace Dependencies.Tests;

/// <summary>Operators against closed forms computed in C#.</summary>
public sealed class TensorNumericsTests
{
    private static readonly double[] Points = [-30.0, -2.5, -0.3, 0.0, 0.7, 3.0, 25.0];

    private DisposeScope scope = null!;

    [SetUp]
    public void OpenScope() => scope = NewDisposeScope();

    [TearDown]
    public void CloseScope() => scope.Dispose();

    private static IEnumerable<TestCaseData> Functions()
    {
        yield return Function("exp", x => x.exp(), Math.Exp);
        yield return Function("sigmoid", x => x.sigmoid(), x => 1 / (1 + Math.Exp(-x)));
        yield return Function("tanh", x => x.tanh(), Math.Tanh);
        yield return Function("relu", x => x.relu(), x => Math.Max(0, x));
        yield return Function("silu", x => x.silu(), x => x / (1 + Math.Exp(-x)));
        yield return Function("softplus", x => x.softplus(), x => x > 20 ? x : Math.Log(1 + Math.Exp(x)));
        yield return Function("leaky_relu", x => x.leaky_relu(0.2), x => x > 0 ? x : 0.2 * x);
        yield return Function("elu", x => nn.functional.elu(x, 1.5), x => x > 0 ? x : 1.5 * (Math.Exp(x) - 1));
        yield return Function(
            "hardtanh",
            x => nn.functional.hardtanh(x, -1, 2, inplace: true),
            x => Math.Clamp(x, -1, 2)
        );
        yield return Function(
            "mish",
            x => nn.functional.mish(x),
            x => x * Math.Tanh(x > 20 ? x : Math.Log(1 + Math.Exp(x)))
        );
        yield return Function("square", x => x.pow(2), x => x * x);
        yield return Function("abs", x => x.abs(), Math.Abs);
        yield return Function("clamp", x => x.clamp(-1.0, 1.0), x => Math.Clamp(x, -1, 1));
        yield return Function("affine", x => 2 * x - 1.5, x => (2 * x) - 1.5);
        yield return Function("quotient", x => 1 / (x + 100), x => 1 / (x + 100));
    }

    [TestCaseSource(nameof(Functions))]
    public void Function_AtSeveralPoints_MatchesItsClosedForm(
        Func<Tensor, Tensor> operation,
        Func<double, double> expected
    )
    {
        var actual = operation(tensor(Points)).data<double>().ToArray();

        Assert.That(actual, Is.EqualTo(Points.Select(expected)).Within(1e-12));
    }

    [Test]
    public void Matmul_OfTwoMatrices_IsTheSumOfProducts()
    {
        var left = tensor(new float[] { 1, 2, 3, 4, 5, 6 }).view(2, 3);
        var right = tensor(new float[] { 1, -1, 0, 2, 3, 1 }).view(3, 2);

        var product = left.matmul(right);

        Assert.That(product.shape, Is.EqualTo(new long[] { 2, 2 }));
        Assert.That(product.data<float>().ToArray(), Is.EqualTo(new float[] { 10, 6, 22, 12 }));
    }

    [Test]
    public void Sum_AlongADimension_KeepsTheOthers()
    {
        var x = arange(6, dtype: float32).reshape(2, 3);

        Assert.Multiple(() =>
        {
            Assert.That(x.sum().item<float>(), Is.EqualTo(15f));
            Assert.That(x.sum(1).data<float>().ToArray(), Is.EqualTo(new float[] { 3, 12 }));
            Assert.That(x.sum(0, keepdim: true).shape, Is.EqualTo(new long[] { 1, 3 }));
            Assert.That(x.mean([0]).data<float>().ToArray(), Is.EqualTo(new float[] { 1.5f, 2.5f, 3.5f }));
        });
    }

    [Test]
    public void Var_UnbiasedOrNot_DividesByCountMinusOneOrCount()
    {
        var x = tensor(new double[] { 1, 2, 4, 9 });

        Assert.Multiple(() =>
        {
            Assert.That(x.var().item<double>(), Is.EqualTo(38.0 / 3).Within(1e-12));
            Assert.That(x.var(0, unbiased: false).item<double>(), Is.EqualTo(38.0 / 4).Within(1e-12));
        });
    }

    [Test]
    public void Comparison_OfTensors_IsElementwiseAndEqualsIsNot()
    {
        var x = tensor(new long[] { 1, 2, 3 });
        var y = tensor(new long[] { 1, 5, 3 });

        Assert.Multiple(() =>
        {
            Assert.That((x == y).data<bool>().ToArray(), Is.EqualTo(new[] { true, false, true }));
            Assert.That((x < y).data<bool>().ToArray(), Is.EqualTo(new[] { false, true, false }));
            Assert.That(x.Equals(y), Is.False);
            Assert.That(x.Equals(x.clone()), Is.True);
        });
    }

    [Test]
    public void Factories_WithoutType_ChooseTheElementTypeOfTheirValues()
    {
        Assert.Multiple(() =>
        {
            Assert.That(zeros(2).dtype, Is.EqualTo(float32));
            Assert.That(tensor(1.5).dtype, Is.EqualTo(float64));
            Assert.That(tensor(1.5f).dtype, Is.EqualTo(float32));
            Assert.That(tensor(true).dtype, Is.EqualTo(ScalarType.Bool));
            Assert.That(arange(3).dtype, Is.EqualTo(int64));
            Assert.That(full(2, 1.5).dtype, Is.EqualTo(float32));
            Assert.That(randperm(3).dtype, Is.EqualTo(int64));
        });
    }

    [Test]
    public void InPlaceOperator_OfATensor_ReturnsThatVeryObject()
    {
        var x = tensor(new float[] { -1, 2 });

        // So the result must not be disposed apart from the tensor.
        Assert.Multiple(() =>
        {
            Assert.That(x.add_(1), Is.SameAs(x));
            Assert.That(x.mul_(tensor(2f)), Is.SameAs(x));
            Assert.That(x.data<float>().ToArray(), Is.EqualTo(new float[] { 0, 6 }));
        });
    }

    [Test]
    public void Tensor_FromAnArray_CopiesIt()
    {
        var array = new float[] { 1, 2 };
        var copy = tensor(array);

        array[0] = 9;

        Assert.That(copy.data<float>().ToArray(), Is.EqualTo(new float[] { 1, 2 }));
    }

    [Test]
    public void Data_OfATransposedView_FollowsTheViewsOrder()
    {
        var view = arange(6, dtype: float32).reshape(2, 3).t();

        Assert.Multiple(() =>
        {
            Assert.That(view.data<float>().ToArray(), Is.EqualTo(new float[] { 0, 3, 1, 4, 2, 5 }));
            Assert.That(view.data<float>()[2, 1], Is.EqualTo(5f));
            Assert.That(view.contiguous().bytes.Length, Is.EqualTo(24));
        });
    }

    private static TestCaseData Function(string name, Func<Tensor, Tensor> operation, Func<double, double> expected) =>
        new TestCaseData(operation, expected).SetArgDisplayNames(name);
}
