namespace VaeMlNet.Onnx;

/// <summary>Sums up how far the numbers of an output are from those expected.</summary>
/// <param name="tolerance">What may differ.</param>
internal sealed class OutputComparison(OutputTolerance tolerance)
{
    private double squaredDifferences;
    private double squaredExpected;
    private double squaredActual;
    private double squaredMagnitudes;
    private double products;

    /// <summary>Gets how many numbers were compared.</summary>
    public long Count { get; private set; }

    /// <summary>Gets how many numbers are outside the tolerance. NaN and infinities are, even where they are expected.</summary>
    public long Outside { get; private set; }

    /// <summary>Gets the first number that is outside the tolerance; null where there is none.</summary>
    public (double Expected, double Actual, double Allowed)? FirstOutside { get; private set; }

    /// <summary>Gets the largest difference; infinite where a number is NaN.</summary>
    public double Largest { get; private set; }

    /// <summary>Gets the largest share of the allowed difference that a number uses; 1 is the limit.</summary>
    public double LargestUse { get; private set; }

    /// <summary>Gets the root of the mean squared difference.</summary>
    public double RootMeanSquare => Math.Sqrt(squaredDifferences / Count);

    /// <summary>Gets the root of the mean square of the expected numbers.</summary>
    public double ExpectedRootMeanSquare => Math.Sqrt(squaredExpected / Count);

    /// <summary>Gets the root of the mean square of the magnitudes.</summary>
    public double MagnitudeRootMeanSquare => Math.Sqrt(squaredMagnitudes / Count);

    /// <summary>Gets the Euclidean norm of the differences, relative to that of the expected numbers.</summary>
    public double RelativeError => squaredDifferences == 0 ? 0 : Math.Sqrt(squaredDifferences / squaredExpected);

    /// <summary>Gets the cosine of the angle between the expected and the actual numbers; 1 where all are 0.</summary>
    public double CosineSimilarity =>
        squaredExpected == 0 && squaredActual == 0 ? 1 : products / Math.Sqrt(squaredExpected * squaredActual);

    /// <summary>Adds a number whose rounding grows with itself.</summary>
    public void Add(double expected, double actual) => Add(expected, actual, Math.Abs(expected));

    /// <summary>Adds a number.</summary>
    /// <param name="expected">What is expected.</param>
    /// <param name="actual">What was computed.</param>
    /// <param name="magnitude">What its rounding grows with: of a sum, the magnitude of its terms, which may cancel out.</param>
    public void Add(double expected, double actual, double magnitude)
    {
        var difference = Math.Abs(actual - expected);
        var allowed = tolerance.For(magnitude);
        if (!double.IsFinite(difference) || difference > allowed)
        {
            Outside++;
            FirstOutside ??= (expected, actual, allowed);
        }

        Count++;
        Largest = Math.Max(Largest, double.IsNaN(difference) ? double.PositiveInfinity : difference);
        LargestUse = Math.Max(LargestUse, difference / allowed);
        squaredDifferences += difference * difference;
        squaredExpected += expected * expected;
        squaredActual += actual * actual;
        squaredMagnitudes += magnitude * magnitude;
        products += expected * actual;
    }
}
