using System.Numerics;

namespace VaeMlNet;

/// <summary>The density of cells with a location and a scale, as a structure, so that the compiler can insert it into loops.</summary>
internal interface ICellDensity<TSelf>
    where TSelf : struct, ICellDensity<TSelf>
{
    TSelf With(CellScale scale, int slot);

    CellLoss At(Vector<float> location, Vector<float> x);
}

/// <summary>The scales s of cells.</summary>
/// <param name="Log">log s.</param>
/// <param name="Inverse">1 / s.</param>
internal readonly record struct CellScale(Vector<float> Log, Vector<float> Inverse);

/// <summary>The losses of cells and their derivatives.</summary>
/// <param name="Loss">-log p in nats.</param>
/// <param name="ByLocation">The derivative by the decoder's output for the location.</param>
/// <param name="ByLogScale">The derivative by log s.</param>
internal readonly record struct CellLoss(Vector<float> Loss, Vector<float> ByLocation, Vector<float> ByLogScale);

/// <summary>A density f of r = (location - x) / s: the loss f(r) + log s has the derivatives f'(r) / s and 1 - r f'(r).</summary>
internal readonly struct RatioDensity<TDensity>(TDensity density, CellScale scale = default)
    : ICellDensity<RatioDensity<TDensity>>
    where TDensity : struct, IScaledDensity
{
    public RatioDensity<TDensity> With(CellScale scale, int slot) => new(density, scale);

    public CellLoss At(Vector<float> location, Vector<float> x)
    {
        var ratio = (location - x) * scale.Inverse;
        var (loss, slope) = density.At(ratio);
        return new(loss + scale.Log, slope * scale.Inverse, Vector<float>.One - (ratio * slope));
    }
}

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
