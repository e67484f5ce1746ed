using System.Numerics;
using System.Runtime.CompilerServices;

namespace VaeMlNet;

/// <summary>softplus(x) = log(1 + exp(x)) with the derivative sigmoid(x), at vectors of numbers.</summary>
/// <param name="Softplus">softplus(x).</param>
/// <param name="Sigmoid">sigmoid(x).</param>
/// <param name="Complement">sigmoid(-x) = 1 - sigmoid(x), which stays exact for large x.</param>
internal readonly record struct LogisticCurve(Vector<float> Softplus, Vector<float> Sigmoid, Vector<float> Complement)
{
    /// <summary>Computes the functions, without overflow for numbers of any size.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static LogisticCurve At(Vector<float> x)
    {
        var power = VectorFunctions.Exp(-Vector.Abs(x)); // at most 1
        var larger = Vector<float>.One / (Vector<float>.One + power);
        var smaller = power * larger;
        var isPositive = Vector.GreaterThan(x, Vector<float>.Zero);
        return new(
            Vector.Max(x, Vector<float>.Zero) + VectorFunctions.Log(Vector<float>.One + power),
            Vector.ConditionalSelect(isPositive, larger, smaller),
            Vector.ConditionalSelect(isPositive, smaller, larger)
        );
    }
}
