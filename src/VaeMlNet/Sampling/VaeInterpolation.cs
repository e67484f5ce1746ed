namespace VaeMlNet;

/// <summary>The form of a path between two latents.</summary>
public enum VaeInterpolation
{
    /// <summary>Along the straight line: (1 - t) from + t to.</summary>
    Linear,

    /// <summary>
    /// Along the great circle, with the length changing evenly (White 2016, "Sampling Generative Networks", section 2.1): the
    /// points keep a length that draws from a wide normal prior have, where the middle of a straight line is too short.
    /// Latents in the same or opposite directions, or of length 0, span no circle; between them the path is the straight line.
    /// </summary>
    Spherical,
}
