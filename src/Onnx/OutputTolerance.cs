namespace VaeMlNet.Onnx;

/// <summary>How far a number may be from what is expected: an absolute part, and one that grows with its magnitude.</summary>
internal readonly record struct OutputTolerance(double Absolute, double Relative)
{
    /// <summary>The absolute part of <see cref="Rounding"/>.</summary>
    public const double AbsoluteRounding = 1e-5;

    /// <summary>The relative part of <see cref="Rounding"/>.</summary>
    public const double RelativeRounding = 1e-4;

    /// <summary>Gets the tolerance for float32 results of other libraries and processors, which add in other orders.</summary>
    public static OutputTolerance Rounding { get; } = new(AbsoluteRounding, RelativeRounding);

    /// <summary>Gets the tolerance that every finite difference is within.</summary>
    public static OutputTolerance AnyFinite { get; } = new(double.MaxValue, 0);

    /// <summary>Returns the difference that is allowed for a number of a magnitude.</summary>
    public double For(double magnitude) => Absolute + (Relative * magnitude);
}
