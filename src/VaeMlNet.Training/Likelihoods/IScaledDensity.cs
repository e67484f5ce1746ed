using System.Numerics;

namespace VaeMlNet;

/// <summary>A density of r = (location - x) / scale, as a structure, so that the compiler can insert it into loops.</summary>
internal interface IScaledDensity
{
    /// <summary>Returns -log p(r) in nats without the logarithm of the scale, and its derivative.</summary>
    (Vector<float> Loss, Vector<float> Slope) At(Vector<float> ratio);
}
