namespace VaeMlNet;

/// <summary>
/// log of the mean of exp of numbers that come one at a time, for several rows at once. The largest so far is taken out,
/// so that nothing overflows or vanishes, whatever the numbers are.
/// </summary>
/// <param name="rowCount">The number of rows.</param>
internal sealed class LogSumExp(int rowCount)
{
    private readonly double[] largest = [.. Enumerable.Repeat(double.NegativeInfinity, rowCount)];
    private readonly double[] scaledSum = new double[rowCount];
    private int count;

    /// <summary>Takes in one number per row, finite.</summary>
    public void Add(ReadOnlySpan<float> values)
    {
        for (var row = 0; row < rowCount; row++)
        {
            var next = Math.Max(largest[row], values[row]);
            scaledSum[row] = (scaledSum[row] * Math.Exp(largest[row] - next)) + Math.Exp(values[row] - next);
            largest[row] = next;
        }

        count++;
    }

    /// <summary>log((exp(v_1) + ... + exp(v_K)) / K) of each row.</summary>
    public double[] LogMeans() =>
        [.. Enumerable.Range(0, rowCount).Select(row => largest[row] + Math.Log(scaledSum[row] / count))];
}
