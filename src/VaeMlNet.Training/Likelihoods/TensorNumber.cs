using static TorchSharp.torch;
using static VaeMlNet.HeldScalars;

namespace VaeMlNet;

/// <summary>A tensor in a formula, or a constant.</summary>
/// <remarks>Intermediate tensors belong to the caller's scope.</remarks>
internal readonly struct TensorNumber : IFormulaNumber<TensorNumber>
{
    private readonly Tensor? tensor; // null for a constant
    private readonly Number constant;

    public TensorNumber(Tensor tensor)
    {
        this.tensor = tensor;
    }

    private TensorNumber(Number constant)
    {
        this.constant = constant;
    }

    public static bool IsSinglePrecision => false;

    /// <summary>Returns the tensor. It must not be a constant.</summary>
    public Tensor ToTensor() => tensor!;

    /// <summary>Returns the numbers as a tensor of the type and the shape of another one.</summary>
    public Tensor ToTensor(Tensor like) => Numbers(like).to(like.dtype).expand_as(like);

    /// <summary>Returns the numbers in float64.</summary>
    public TensorNumber ToFloat64() => Apply(this, x => x.to(ScalarType.Float64), c => c);

    public static implicit operator TensorNumber(double constant) => new(new Number(constant));

    public static TensorNumber operator +(TensorNumber a, TensorNumber b) =>
        (a.tensor, b.tensor) switch
        {
            (null, null) => new(a.constant + b.constant),
            ({ } x, null) => b.constant == 0 ? a : new(x.Plus(Held(b.constant.Value))),
            (null, _) => b + a,
            var (x, y) => new(x.Plus(y)),
        };

    public static TensorNumber operator -(TensorNumber a, TensorNumber b) =>
        a.tensor is { } x && b.tensor is { } y ? new(x - y) : a + -b;

    public static TensorNumber operator -(TensorNumber x) => Apply(x, y => -y, c => -c);

    public static TensorNumber operator *(TensorNumber a, TensorNumber b) =>
        (a.tensor, b.tensor) switch
        {
            (_, null) => a * b.constant.Value,
            (null, _) => b * a.constant.Value,
            var (x, y) => new(x * y),
        };

    public static TensorNumber operator *(TensorNumber x, double factor) =>
        factor == 1 ? x : Apply(x, y => y * Held(factor), c => c * factor);

    public static TensorNumber operator /(TensorNumber a, TensorNumber b) =>
        a.tensor is { } x && b.tensor is { } y ? new(x / y)
        : b.constant == 1 ? a
        : a * Apply(b, z => z.reciprocal(), c => 1 / c);

    public static TensorNumber Exp(TensorNumber x) => Apply(x, y => y.exp(), Number.Exp);

    public static TensorNumber Log(TensorNumber x) => Apply(x, y => y.log(), Number.Log);

    public static TensorNumber LogOnePlus(TensorNumber x) => Apply(x, y => y.log1p(), Number.LogOnePlus);

    public static TensorNumber LogOnePlus(TensorNumber u, TensorNumber elsewhere) => LogOnePlus(u);

    public static TensorNumber Softplus(TensorNumber x) => Apply(x, y => y.Softplus(), Number.Softplus);

    public static TensorNumber Sigmoid(TensorNumber x) => Apply(x, y => y.sigmoid(), Number.Sigmoid);

    public static TensorNumber CrossEntropy(TensorNumber logit, TensorNumber target) =>
        new(
            nn.functional.binary_cross_entropy_with_logits(logit.tensor!, target.tensor!, null, nn.Reduction.None, null)
        );

    public static TensorNumber Max(TensorNumber x, double bound) =>
        Apply(x, y => y.clamp_min(Held(bound)), c => Number.Max(c, bound));

    public static TensorNumber Min(TensorNumber x, double bound) =>
        Apply(x, y => y.clamp_max(Held(bound)), c => Number.Min(c, bound));

    public static TensorNumber WhereGreater(TensorNumber x, double bound, TensorNumber yes, TensorNumber no) =>
        x.tensor is { } y ? new(where(y.gt(Held(bound)), yes.Numbers(y), no.Numbers(y)))
        : x.constant > bound ? yes
        : no;

    public static TensorNumber Square(TensorNumber x) => Apply(x, y => y.Squared(), c => c * c);

    /// <summary>Computes in float64, because the terms of large counts cancel.</summary>
    public static TensorNumber FactorialRemainder(TensorNumber count)
    {
        var exact = count.tensor!.to(ScalarType.Float64);
        var power = exact * exact.clamp_min(Held(1)).log();
        return new((exact.Plus(Held(1)).lgamma() - power).Plus(exact).to(count.tensor.dtype));
    }

    public static TensorNumber StirlingRemainder(TensorNumber z) =>
        Apply(
            z,
            x => x.lgamma() - (((x - Held(0.5)) * x.log()) - x) - Held(0.5 * Math.Log(2 * Math.PI)),
            Number.StirlingRemainder
        );

    private Tensor Numbers(Tensor like) => tensor ?? full_like(like, Held(constant.Value));

    private static TensorNumber Apply(TensorNumber x, Func<Tensor, Tensor> ofTensor, Func<Number, Number> ofConstant) =>
        x.tensor is { } tensor ? new(ofTensor(tensor)) : new(ofConstant(x.constant));
}
