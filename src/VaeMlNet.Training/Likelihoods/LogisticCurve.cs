using System.Numerics;
using System.Runtime.CompilerServices;

namespace VaeMlNet;

/// <summary>softplus(x) = log(1 + exp(x)) with the derivative sigmoid(x), at vectors of numbers.</summary>
/// <param name="Positive">max(x, 0).</param>
/// <param name="Factor">1 + exp(-|x|), from 1 to 2.</param>
/// <param name="Sigmoid">sigmoid(x).</param>
/// <param name="Complement">sigmoid(-x) = 1 - sigmoid(x), which stays exact for large x.</param>
internal readonly record struct LogisticCurve(
    Vector<float> Positive,
    Vector<float> Factor,
    Vector<float> Sigmoid,
    Vector<float> Complement
)
{
    /// <summary>Gets softplus(x) = max(x, 0) + log(1 + exp(-|x|)).</summary>
    public Vector<float> Softplus => Positive + VectorFunctions.Log(Factor);

    /// <summary>Computes the functions, without overflow for numbers of any size.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static LogisticCurve At(Vector<float> x)
    {
        var power = VectorFunctions.Exp(-Vector.Abs(x)); // at most 1
        var factor = Vector<float>.One + power;
        var larger = Vector<float>.One / factor;
        var smaller = power * larger;
        var isPositive = Vector.GreaterThan(x, Vector<float>.Zero);
        return new(
            Vector.Max(x, Vector<float>.Zero),
            factor,
            Vector.ConditionalSelect(isPositive, larger, smaller),
            Vector.ConditionalSelect(isPositive, smaller, larger)
        );
    }
}
