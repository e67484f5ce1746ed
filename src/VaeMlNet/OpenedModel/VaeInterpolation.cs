namespace VaeMlNet;

/// <summary>The form of a path between two latents.</summary>
public enum VaeInterpolation
{
    /// <summary>A straight line: (1 - t) from + t to.</summary>
    Linear,

    /// <summary>
    /// A great circle, with evenly changing length (White 2016, "Sampling Generative Networks", section 2.1). The points have
    /// lengths that are typical for samples from a wide normal prior; the middle of a straight line is too short. If the
    /// latents have the same or opposite directions, or length 0, the path is the straight line.
    /// </summary>
    Spherical,
}
