namespace VaeMlNet;

/// <summary>
/// Computes the logarithm of the mean of exponentials, for several rows at once. The numbers are added one at a time. The
/// largest number so far is factored out, so that nothing overflows or underflows.
/// </summary>
/// <param name="rowCount">The number of rows.</param>
internal sealed class LogSumExp(int rowCount)
{
    private readonly double[] largest = [.. Enumerable.Repeat(double.NegativeInfinity, rowCount)];
    private readonly double[] scaledSum = new double[rowCount];
    private int count;

    /// <summary>Adds one finite number per row.</summary>
    public void Add(ReadOnlySpan<double> values)
    {
        for (var row = 0; row < rowCount; row++)
        {
            var next = Math.Max(largest[row], values[row]);
            scaledSum[row] = (scaledSum[row] * Math.Exp(largest[row] - next)) + Math.Exp(values[row] - next);
            largest[row] = next;
        }

        count++;
    }

    /// <summary>Returns log((exp(v_1) + ... + exp(v_K)) / K) of each row.</summary>
    public double[] LogMeans() =>
        [.. Enumerable.Range(0, rowCount).Select(row => largest[row] + Math.Log(scaledSum[row] / count))];
}
