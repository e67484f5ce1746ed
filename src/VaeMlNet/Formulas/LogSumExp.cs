namespace VaeMlNet;

/// <summary>
/// Adds up exponentials for several rows at once, one number after the other. The largest number of a row so far is factored out, so that
/// nothing overflows or underflows.
/// </summary>
internal sealed class LogSumExp(int rowCount)
{
    private readonly double[] largest = [.. Enumerable.Repeat(double.MinValue, rowCount)];
    private readonly double[] sums = new double[rowCount]; // of exp(value - largest)
    private readonly int[] counts = new int[rowCount];

    /// <summary>Adds a number of a row, which is not NaN or +infinity.</summary>
    public void Add(int row, double value)
    {
        var next = Math.Max(largest[row], value);
        sums[row] = (sums[row] * Math.Exp(largest[row] - next)) + Math.Exp(value - next);
        largest[row] = next;
        counts[row]++;
    }

    /// <summary>Adds one number per row.</summary>
    public void Add(ReadOnlySpan<double> values)
    {
        for (var row = 0; row < values.Length; row++)
        {
            Add(row, values[row]);
        }
    }

    /// <summary>Returns log((exp(v_1) + ... + exp(v_K)) / K) of each row.</summary>
    public double[] LogMeans() =>
        [.. Enumerable.Range(0, rowCount).Select(row => largest[row] + Math.Log(sums[row] / counts[row]))];
}
