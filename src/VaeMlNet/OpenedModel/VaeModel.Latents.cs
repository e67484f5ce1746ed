namespace VaeMlNet;

public sealed partial class VaeModel
{
    /// <summary>The smallest usable sine of the angle. Below it, the formula of the great circle divides by rounding errors.</summary>
    private const double SmallestSine = 1e-6;

    /// <summary>
    /// Returns latents on the path from one latent to another in equal steps, including both ends. <see cref="Decode"/> and
    /// <c>mlContext.Data.VaeSample(model, latents)</c> decode them.
    /// </summary>
    /// <param name="from">The first point, float32 [L], such as a posterior mean.</param>
    /// <param name="to">The last point, float32 [L].</param>
    /// <param name="pointCount">The number P of points. Range: 2 and up.</param>
    /// <param name="isSpherical">
    /// Default: false, a straight line: (1 - t) from + t to. True: a great circle, with evenly changing length (White 2016, "Sampling Generative
    /// Networks", section 2.1). Its points have lengths that are typical for samples from a wide normal prior; the middle of a straight line is
    /// too short. If the latents have the same or opposite directions, or length 0, the path is the straight line.
    /// The probabilities of categories and labels always change along a straight line, whose points are probabilities.
    /// </param>
    /// <returns>float32 [P, L], row-major.</returns>
    /// <exception cref="ArgumentException">An end does not have L values.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There are fewer than 2 points.</exception>
    /// <exception cref="ObjectDisposedException">The model was disposed.</exception>
    public float[] Interpolate(
        ReadOnlySpan<float> from,
        ReadOnlySpan<float> to,
        int pointCount,
        bool isSpherical = false
    )
    {
        CheckLatent(from, nameof(from));
        CheckLatent(to, nameof(to));
        ArgumentOutOfRangeException.ThrowIfLessThan(pointCount, 2);
        var gaussian = Manifest.Latent.GaussianDim;
        var angle = isSpherical ? Angle(from[..gaussian], to[..gaussian]) : null;
        var points = new float[pointCount * from.Length];
        for (var p = 0; p < pointCount; p++)
        {
            var t = (double)p / (pointCount - 1);
            var (arc, line) = (Weights(t, angle), Weights(t, angle: null));
            for (var i = 0; i < from.Length; i++)
            {
                var (first, second) = i < gaussian ? arc : line;
                points[(p * from.Length) + i] = (float)((first * from[i]) + (second * to[i]));
            }
        }

        return points;
    }

    /// <summary>
    /// Returns latents that differ from a given latent in one dimension, which runs over a range in equal steps.
    /// </summary>
    /// <param name="latent">The latent to start from, float32 [L], such as a posterior mean, or zeros.</param>
    /// <param name="dimension">The dimension that changes, from 0.</param>
    /// <param name="pointCount">The number P of points. Range: 2 and up.</param>
    /// <param name="minimum">
    /// The first value of the dimension. Finite. Default: -3, three standard deviations of the prior N(0, I) below its mean. A learned prior
    /// (<see cref="VaeLatentSpace.HasLearnedPrior"/>) has other means and deviations, so that typical values are those of embeddings.
    /// </param>
    /// <param name="maximum">The last value of the dimension. Finite. Default: 3.</param>
    /// <returns>float32 [P, L], row-major.</returns>
    /// <exception cref="ArgumentException">The latent does not have L values.</exception>
    /// <exception cref="ArgumentOutOfRangeException">
    /// The dimension does not exist, there are fewer than 2 points, or a value is not finite.
    /// </exception>
    /// <exception cref="ObjectDisposedException">The model was disposed.</exception>
    public float[] Traverse(
        ReadOnlySpan<float> latent,
        int dimension,
        int pointCount,
        float minimum = -3,
        float maximum = 3
    )
    {
        CheckLatent(latent, nameof(latent));
        ArgumentOutOfRangeException.ThrowIfNegative(dimension);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(dimension, latent.Length);
        ArgumentOutOfRangeException.ThrowIfLessThan(pointCount, 2);
        CheckFinite(minimum, nameof(minimum));
        CheckFinite(maximum, nameof(maximum));
        var points = new float[pointCount * latent.Length];
        for (var p = 0; p < pointCount; p++)
        {
            var point = points.AsSpan(p * latent.Length, latent.Length);
            latent.CopyTo(point);
            var t = (double)p / (pointCount - 1);
            point[dimension] = (float)(((1 - t) * minimum) + (t * maximum));
        }

        return points;
    }

    /// <summary>Returns the weights of the two ends (Shoemake 1985), or those of a straight line without an angle.</summary>
    private static (double First, double Second) Weights(double t, double? angle) =>
        angle is { } omega
            ? (Math.Sin((1 - t) * omega) / Math.Sin(omega), Math.Sin(t * omega) / Math.Sin(omega))
            : (1 - t, t);

    private static double? Angle(ReadOnlySpan<float> from, ReadOnlySpan<float> to)
    {
        (double product, double fromSquare, double toSquare) = (0, 0, 0);
        for (var i = 0; i < from.Length; i++)
        {
            product += (double)from[i] * to[i];
            fromSquare += (double)from[i] * from[i];
            toSquare += (double)to[i] * to[i];
        }

        var angle = Math.Acos(Math.Clamp(product / Math.Sqrt(fromSquare * toSquare), -1, 1));
        // NaN, the angle for a length of 0, compares as false.
        return Math.Sin(angle) > SmallestSine ? angle : null;
    }

    private void CheckLatent(ReadOnlySpan<float> latent, string parameter)
    {
        ThrowIfDisposed();
        folder.WithLatents();
        if (latent.Length != LatentDim)
        {
            throw new ArgumentException(
                FormattableString.Invariant(
                    $"A latent of model '{Folder}' has {LatentDim} values, but {latent.Length} were given. Pass one row of its encoder's means."
                ),
                parameter
            );
        }
    }

    private static void CheckFinite(float value, string parameter)
    {
        if (!float.IsFinite(value))
        {
            throw new ArgumentOutOfRangeException(parameter, value, "The range of a traversal must be finite.");
        }
    }
}
