using TorchSharp;
using static TorchSharp.torch;

namespace Dependencies.Tests;

/// <summary>Operators that training calls, on values that can be computed by hand.</summary>
public sealed class TrainingOperatorTests
{
    private DisposeScope scope = null!;

    [SetUp]
    public void OpenScope() => scope = NewDisposeScope();

    [TearDown]
    public void CloseScope() => scope.Dispose();

    private static Tensor Row => tensor(new float[] { -2, 0, 0.5f, 3 });

    private static Tensor Square => tensor(new float[] { 1, 2, 3, 4 }).view(2, 2);

    private static IEnumerable<TestCaseData> Operators()
    {
        yield return Operator("addmm_", () => Square.addmm_(Square, Square, 0, 1), 7, 10, 15, 22);
        yield return Operator("addmm_ with beta", () => Square.addmm_(Square.t(), Square, 1, 2), 21, 30, 31, 44);
        yield return Operator("addcmul_", () => Row.addcmul_(Row, Row, -1), -6, 0, 0.25, -6);
        yield return Operator("add_ with factor", () => Row.add_(Row, 2), -6, 0, 1.5, 9);
        yield return Operator("sub_", () => Row.sub_(1).mul_(2), -6, -2, -1, 4);
        yield return Operator("exp_ of zero", () => Row.zero_().exp_(), 1, 1, 1, 1);
        yield return Operator("relu_", () => Row.relu_(), 0, 0, 0.5, 3);
        yield return Operator("sign_", () => Row.sign_(), -1, 0, 1, 1);
        yield return Operator("abs_", () => Row.abs_(), 2, 0, 0.5, 3);
        yield return Operator("neg", () => Row.neg(), 2, 0, -0.5, -3);
        yield return Operator("tanh_", () => Row.tanh_().mul_(1000).round(), -964, 0, 462, 995);
        yield return Operator("sigmoid_", () => Row.sigmoid_().mul_(1000).round(), 119, 500, 622, 953);
        yield return Operator("log1p", () => (Row + 2).log1p().exp(), 1, 3, 3.5, 6);
        yield return Operator("lgamma", () => tensor(new float[] { 1, 2, 5 }).lgamma().exp(), 1, 1, 24);
        yield return Operator("dot", () => Row.dot(Row), 13.25);
        yield return Operator("prod", () => Square.prod(1), 2, 12);
        yield return Operator("permute", () => Square.permute(1, 0).contiguous(), 1, 3, 2, 4);
        yield return Operator("unfold", () => Row.unfold(0, 2, 1).contiguous(), -2, 0, 0, 0.5, 0.5, 3);
        yield return Operator("select", () => Square.select(1, 1).contiguous(), 2, 4);
        yield return Operator("unsqueeze", () => Row.unsqueeze(0).expand_as(ones(2, 4)).sum(dim: 0), -4, 0, 1, 6);
        yield return Operator("topk", () => Row.topk(2, 0, largest: false).indexes.to(float32), 0, 1);
        yield return Operator("argmax", () => Square.argmax(1, keepdim: true).to(float32), 1, 1);
        yield return Operator("clamp_min", () => Row.clamp_min(0.25), 0.25, 0.25, 0.5, 3);
        yield return Operator("clamp_max", () => Row.clamp_max(0.25), -2, 0, 0.25, 0.25);
        yield return Operator("ge and le", () => Row.ge(0).logical_and(Row.le(0.5)).to(float32), 0, 1, 1, 0);
        yield return Operator("lt and not", () => Row.lt(0.5).logical_not().to(float32), 0, 0, 1, 1);
        yield return Operator("eq", () => Row.eq(3).to(float32), 0, 0, 0, 1);
        yield return Operator("isnan", () => (Row / 0).isnan().to(float32), 0, 1, 0, 0);
        yield return Operator("nan_to_num", () => (Row.zero_() / 0).nan_to_num(7), 7, 7, 7, 7);
        yield return Operator("scatter_", () => zeros(2, 2).scatter_(1, Places, ones(2, 1)), 1, 0, 0, 1);
        yield return Operator("scatter_add_", () => Square.scatter_add_(1, Places, ones(2, 1)), 2, 2, 3, 5);
        yield return Operator("ones_like", () => Row.ones_like(float64).to(float32), 1, 1, 1, 1);
    }

    [TestCaseSource(nameof(Operators))]
    public void Operator_OnKnownValues_GivesTheKnownResult(Func<Tensor> compute, double[] expected) =>
        Assert.That(compute().data<float>().ToArray(), Is.EqualTo(expected).Within(1e-5));

    /// <summary>A convolution's weight is such a view, and a product is written into it.</summary>
    [Test]
    public void AddmmInPlace_OfAViewThatIsNotContiguous_WritesThroughIt()
    {
        var flat = zeros(6);
        var transposed = flat.view(3, 2).t(); // [2, 3]

        transposed.addmm_(Square, tensor(new float[] { 1, 0, 2, 0, 1, 1 }).view(2, 3), 0, 1);

        Assert.That(flat.data<float>().ToArray(), Is.EqualTo(new float[] { 1, 3, 2, 4, 4, 10 }));
    }

    private static IEnumerable<TestCaseData> Draws()
    {
        Tensor Weights() => tensor(new float[] { 0, 1, 3, 0 }).view(1, 4);
        yield return Draw("multinomial", generator => Weights().multinomial(50, true, generator));
        yield return Draw("bernoulli", generator => full(50, 0.3, ScalarType.Float32).bernoulli(generator));
        yield return Draw("uniform_", generator => zeros(50).uniform_(-1, 1, generator));
        yield return Draw("rand", generator => rand(10, 5, ScalarType.Float32, generator: generator));
        yield return Draw("randn", generator => randn(50, generator: generator));
        yield return Draw("randperm", generator => randperm(50, ScalarType.Int64, generator: generator));
    }

    [TestCaseSource(nameof(Draws))]
    public void Draw_FromAGenerator_RepeatsWithItsSeedAndLeavesTheDefaultOne(Func<Generator, Tensor> draw)
    {
        using Generator first = new(5);
        using Generator again = new(5);
        using Generator other = new(6);
        var state = get_rng_state();

        var drawn = draw(first);

        Assert.That(draw(again).Equals(drawn), Is.True);
        Assert.That(draw(first).Equals(drawn), Is.False, "the generator moves on");
        Assert.That(draw(other).Equals(drawn), Is.False);
        Assert.That(get_rng_state().Equals(state), Is.True);
    }

    [Test]
    public void Multinomial_WithReplacement_DrawsByWeight()
    {
        using Generator generator = new(1);
        var weights = tensor(new float[] { 0, 1, 3, 0, 1, 0, 0, 0 }).view(2, 4);

        var drawn = weights.multinomial(4000, true, generator);

        Assert.That(drawn.dtype, Is.EqualTo(int64));
        Assert.That(drawn.shape, Is.EqualTo(new long[] { 2, 4000 }));
        Assert.That(drawn.select(0, 0).eq(2).to(float32).mean().item<float>(), Is.EqualTo(0.75).Within(0.03));
        Assert.That(drawn.select(0, 1).sum().item<long>(), Is.Zero);
    }

    [Test]
    public void SetNumThreads_AndBack_IsWhatOneReads()
    {
        var before = get_num_threads();

        set_num_threads(1);
        var inside = get_num_threads();
        set_num_threads(before);

        Assert.That((inside, get_num_threads()), Is.EqualTo((1, before)));
    }

    private static Tensor Places => tensor(new long[] { 0, 1 }).view(2, 1);

    private static TestCaseData Operator(string name, Func<Tensor> compute, params double[] expected) =>
        new TestCaseData(compute, expected).SetArgDisplayNames(name);

    private static TestCaseData Draw(string name, Func<Generator, Tensor> draw) =>
        new TestCaseData(draw).SetArgDisplayNames(name);
}
