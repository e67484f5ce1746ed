namespace VaeMlNet.Onnx;

/// <summary>Summarizes how far the numbers of an output are from the expected numbers.</summary>
internal sealed class OutputComparison(OutputTolerance tolerance)
{
    private double squaredDifferences;
    private double squaredExpected;
    private double squaredActual;
    private double squaredMagnitudes;
    private double products;

    /// <summary>Gets the number of compared values.</summary>
    public long Count { get; private set; }

    /// <summary>
    /// Gets the number of values outside the tolerance. NaN and infinities count as outside, even if they are expected.
    /// </summary>
    public long Outside { get; private set; }

    /// <summary>Gets the first value outside the tolerance; null if there is none.</summary>
    public (double Expected, double Actual, double Allowed)? FirstOutside { get; private set; }

    /// <summary>Gets the largest difference. It is infinite if a value is NaN.</summary>
    public double Largest { get; private set; }

    /// <summary>Gets the largest difference as a share of the allowed difference; 1 is the limit.</summary>
    public double LargestUse { get; private set; }

    /// <summary>Gets the root of the mean squared difference.</summary>
    public double RootMeanSquare => Math.Sqrt(squaredDifferences / Count);

    /// <summary>Gets the root of the mean square of the expected numbers.</summary>
    public double ExpectedRootMeanSquare => Math.Sqrt(squaredExpected / Count);

    public double MagnitudeRootMeanSquare => Math.Sqrt(squaredMagnitudes / Count);

    /// <summary>Gets the Euclidean norm of the differences, relative to that of the expected numbers.</summary>
    public double RelativeError => squaredDifferences == 0 ? 0 : Math.Sqrt(squaredDifferences / squaredExpected);

    /// <summary>Gets the cosine of the angle between the expected and the actual values; 1 if all are 0.</summary>
    public double CosineSimilarity =>
        squaredExpected == 0 && squaredActual == 0 ? 1 : products / Math.Sqrt(squaredExpected * squaredActual);

    /// <summary>Adds a value whose rounding grows with its own magnitude.</summary>
    public void Add(double expected, double actual) => Add(expected, actual, Math.Abs(expected));

    /// <summary>Adds a value.</summary>
    /// <param name="expected">The expected value.</param>
    /// <param name="actual">The actual value.</param>
    /// <param name="magnitude">
    /// The magnitude that determines the rounding. For a sum, it is the magnitude of its terms, which can cancel out.
    /// </param>
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
