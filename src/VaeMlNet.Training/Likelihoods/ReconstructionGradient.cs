using System.Numerics;

namespace VaeMlNet;

/// <summary>Computes -log p(x|z) of rows and its gradient by manual backpropagation, in vectorized passes over memory.</summary>
/// <remarks>
/// The likelihood creates it: see <see cref="Likelihood.NewGradient"/>. <see cref="Differentiate"/> comes first, then <see cref="Scale"/> with
/// the same rows. Used by one thread at a time.
/// </remarks>
internal abstract class ReconstructionGradient
{
    /// <summary>
    /// Adds the weighted -log p in nats of each row to its loss, and replaces the decoder's outputs by the gradient of the row's loss.
    /// </summary>
    public abstract void Differentiate(SlotRows rows);

    /// <summary>
    /// Multiplies the gradients of each row by a factor, and overwrites the gradients of the likelihood's learned numbers with the sums over
    /// the rows.
    /// </summary>
    /// <param name="gradient">The gradients that <see cref="Differentiate"/> wrote.</param>
    /// <param name="factors">The factor of each row; 0 in unused lanes.</param>
    public virtual void Scale(Span<Vector<float>> gradient, ReadOnlySpan<Vector<float>> factors)
    {
        for (; !gradient.IsEmpty; gradient = gradient[factors.Length..])
        {
            for (var row = 0; row < factors.Length; row++)
            {
                gradient[row] *= factors[row];
            }
        }
    }
}
