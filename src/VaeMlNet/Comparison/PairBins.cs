using System.Runtime.InteropServices;

namespace VaeMlNet;

/// <summary>
/// One variable as bins: categories as they are, and numbers in 10 bins of equal width over the range of the real rows. Missing
/// cells are a bin of their own.
/// </summary>
internal sealed class PairBins
{
    private const int Missing = 0;
    private const int Intervals = 10;

    /// <summary>From here on most cells of a contingency table are empty.</summary>
    private const long LargestArray = 1 << 16;

    private readonly int[] real;
    private readonly int[] synthetic;
    private readonly int count;

    /// <summary>Bins a variable.</summary>
    public PairBins(ComparedSlot slot, float[] real, float[] synthetic)
    {
        var edges = slot.IsNumber ? Edges(real) : [];
        int Bin(float value) =>
            float.IsNaN(value) ? Missing
            : slot.IsNumber ? 1 + IndexOf(edges, value)
            : 1 + (int)value;
        this.real = Array.ConvertAll(real, Bin);
        this.synthetic = Array.ConvertAll(synthetic, Bin);
        count = 1 + Math.Max(this.real.Max(), this.synthetic.Max());
    }

    /// <summary>Returns 1 minus the total variation distance of the two contingency tables.</summary>
    public static double Similarity(PairBins first, PairBins second)
    {
        var size = (long)first.count * second.count;
        var dense = new double[size <= LargestArray ? size : 0];
        var sparse = new Dictionary<long, double>();
        Add(first.real, second.real, 1.0 / first.real.Length);
        Add(first.synthetic, second.synthetic, -1.0 / first.synthetic.Length);
        return 1 - Math.Min(1, (dense.Length > 0 ? dense : (IEnumerable<double>)sparse.Values).Sum(Math.Abs) / 2);

        void Add(int[] a, int[] b, double share)
        {
            for (var row = 0; row < a.Length; row++)
            {
                var cell = ((long)a[row] * second.count) + b[row];
                ref var sum = ref dense.Length > 0
                    ? ref dense[cell]
                    : ref CollectionsMarshal.GetValueRefOrAddDefault(sparse, cell, out _);
                sum += share;
            }
        }
    }

    /// <summary>Returns the upper ends of all intervals but the last, which has none, like the first has no lower end.</summary>
    private static float[] Edges(float[] values)
    {
        double least = values.Where(v => !float.IsNaN(v)).DefaultIfEmpty().Min();
        double largest = values.Where(v => !float.IsNaN(v)).DefaultIfEmpty().Max();
        var width = (largest - least) / Intervals;
        // As float32, like the values: an end that is a value of the column then belongs to its own interval.
        return [.. Enumerable.Range(1, Intervals - 1).Select(i => (float)(least + (i * width)))];
    }

    /// <summary>Returns the number of edges below the value: an interval contains its upper end.</summary>
    private static int IndexOf(float[] edges, float value)
    {
        var index = 0;
        while (index < edges.Length && edges[index] < value)
        {
            index++;
        }

        return index;
    }
}
