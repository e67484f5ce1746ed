namespace VaeMlNet;

/// <summary>A number of C# in a formula: float64.</summary>
internal readonly record struct Number(double Value) : IFormulaNumber<Number>
{
    public static bool IsSinglePrecision => false;

    public static implicit operator Number(double constant) => new(constant);

    public static implicit operator double(Number x) => x.Value;

    public static Number operator +(Number a, Number b) => a.Value + b.Value;

    public static Number operator -(Number a, Number b) => a.Value - b.Value;

    public static Number operator -(Number x) => -x.Value;

    public static Number operator *(Number a, Number b) => a.Value * b.Value;

    public static Number operator *(Number x, double factor) => x.Value * factor;

    public static Number operator /(Number a, Number b) => a.Value / b.Value;

    public static Number Exp(Number x) => Math.Exp(x);

    public static Number Log(Number x) => Math.Log(x);

    public static Number LogOnePlus(Number x) => Math.Log(1 + x.Value);

    /// <summary>Returns log(w) of w = 1 + u, corrected by the rounding of w.</summary>
    public static Number LogOnePlus(Number u, Number elsewhere)
    {
        var w = 1 + u.Value;
        return Math.Log(w) + ((u.Value - (w - 1)) / w);
    }

    public static Number Softplus(Number x) => Math.Max(x, 0) + Math.Log(1 + Math.Exp(-Math.Abs(x)));

    public static Number Sigmoid(Number x) => 1 / (1 + Math.Exp(-x.Value));

    public static Number CrossEntropy(Number logit, Number target) =>
        Math.Max(logit, 0) - (logit.Value * target.Value) + Math.Log(1 + Math.Exp(-Math.Abs(logit)));

    public static Number Max(Number x, double bound) => Math.Max(x, bound);

    public static Number Min(Number x, double bound) => Math.Min(x, bound);

    public static Number WhereGreater(Number x, double bound, Number yes, Number no) => x.Value > bound ? yes : no;

    public static Number StirlingRemainder(Number z) => GammaFunction.StirlingRemainder(z.Value);

    public static Number FactorialRemainder(Number count) => GammaFunction.FactorialRemainder(count);
}
