using System.Numerics;

namespace VaeMlNet;

/// <summary>A density of r = (location - x) / scale, as a structure, so that the compiler can insert it into loops.</summary>
internal interface IScaledDensity
{
    /// <summary>Returns -log p(r) in nats without the logarithm of the scale, and its derivative.</summary>
    (Vector<float> Loss, Vector<float> Slope) At(Vector<float> ratio);
}

/// <summary>The density of a Gaussian: f(r) = r^2 / 2 + log(2 pi) / 2.</summary>
internal readonly struct GaussianDensity : IScaledDensity
{
    private static readonly Vector<float> HalfLogTwoPi = new((float)(0.5 * Math.Log(2 * Math.PI)));

    public (Vector<float> Loss, Vector<float> Slope) At(Vector<float> ratio) =>
        ((ratio * ratio * 0.5f) + HalfLogTwoPi, ratio);
}

/// <summary>The density of Student's t with n degrees of freedom: f(r) = (n+1)/2 log(1 + r^2 / n) + the logarithm of the normalizer.</summary>
/// <param name="formula">The formula.</param>
internal readonly struct StudentTDensity(StudentTFormula formula) : IScaledDensity
{
    private readonly float degreesOfFreedom = (float)formula.Degrees;
    private readonly float logNormalizer = (float)formula.LogNormalizer;

    public (Vector<float> Loss, Vector<float> Slope) At(Vector<float> ratio)
    {
        var sum = (ratio * ratio) + new Vector<float>(degreesOfFreedom); // n + r^2
        var loss = VectorFunctions.Log(sum / degreesOfFreedom) * ((degreesOfFreedom + 1) / 2);
        return (loss + new Vector<float>(logNormalizer), ratio * (degreesOfFreedom + 1) / sum);
    }
}
