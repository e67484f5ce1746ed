using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace VaeMlNet;

/// <summary>Finds the split of a feature that explains most of the targets' variance. Used by one thread.</summary>
/// <param name="targets">float32 [targets][rows].</param>
/// <param name="minimumLeafRows">The smallest number of different rows on each side.</param>
internal sealed class SplitSearch(float[][] targets, int minimumLeafRows)
{
    // The loops are compiled with optimization at once: by default, each would first run a thousand times without, which is most of a small fit.
    private const MethodImplOptions AtOnce = MethodImplOptions.AggressiveOptimization;

    private const int Bins = 256;
    private const int BitsPerWord = 64;

    // Sums are the weight of rows and then, for each target, the weighted sum, in pairs of numbers that the processor adds together.
    private readonly int width = PairCount(targets);
    private readonly int[] counts = new int[Bins];
    private readonly Vector128<double>[] sums = new Vector128<double>[Bins * PairCount(targets)]; // [bins, width]
    private readonly Vector128<double>[] left = new Vector128<double>[PairCount(targets)];
    private readonly ulong[] isUsed = new ulong[Bins / BitsPerWord];
    private readonly byte[] used = new byte[Bins];
    private Vector128<double>[] ofRows = []; // [rows of the node, width]

    /// <summary>Returns the sums of the targets over rows.</summary>
    [MethodImpl(AtOnce)]
    public Description Describe(ReadOnlySpan<int> rows, int[] weights)
    {
        var totals = new double[targets.Length];
        double weight = 0;
        double squares = 0;
        foreach (var row in rows)
        {
            weight += weights[row];
            for (var target = 0; target < totals.Length; target++)
            {
                double value = targets[target][row];
                totals[target] += weights[row] * value;
                squares += weights[row] * value * value;
            }
        }

        return new(weight, totals, squares);
    }

    /// <summary>Begins the search in a node, whose rows <see cref="Best"/> then compares by one feature after the other.</summary>
    /// <param name="rows">The rows of the node.</param>
    /// <param name="weights">The number of times that each row was drawn: [rows of the data].</param>
    [MethodImpl(AtOnce)]
    public void Begin(ReadOnlySpan<int> rows, int[] weights)
    {
        if (ofRows.Length < rows.Length * width)
        {
            ofRows = new Vector128<double>[rows.Length * width];
        }

        for (var i = 0; i < rows.Length; i++)
        {
            var row = rows[i];
            var terms = Numbers(ofRows.AsSpan(i * width, width));
            terms[0] = weights[row];
            for (var target = 0; target < targets.Length; target++)
            {
                terms[target + 1] = weights[row] * targets[target][row];
            }
        }
    }

    /// <summary>Returns the best split of a feature, if it explains more than <paramref name="least"/>.</summary>
    /// <param name="codes">The bins of the feature: [rows of the data].</param>
    /// <param name="rows">The rows of <see cref="Begin"/>.</param>
    /// <param name="node">The sums over the node's rows.</param>
    /// <param name="least">The sum of squares that the best split so far explains.</param>
    [MethodImpl(AtOnce)]
    public (byte LastBin, double Explained)? Best(byte[] codes, ReadOnlySpan<int> rows, Description node, double least)
    {
        var bins = Fill(codes, rows);
        (byte, double)? best = null;
        var count = 0;
        Array.Clear(left);
        for (var i = 0; i < bins.Length - 1; i++)
        {
            var bin = bins[i];
            count += counts[bin];
            Add(sums, bin, left, 0);
            if (count < minimumLeafRows || rows.Length - count < minimumLeafRows)
            {
                continue;
            }

            var explained = Explained(node);
            if (explained > least)
            {
                least = explained;
                best = ((byte)((bin + bins[i + 1]) / 2), explained);
            }
        }

        foreach (var bin in bins)
        {
            counts[bin] = 0;
            sums.AsSpan(bin * width, width).Clear();
        }

        return best;
    }

    /// <summary>Adds up the rows in each bin, and returns the bins with rows in ascending order.</summary>
    [MethodImpl(AtOnce)]
    private ReadOnlySpan<byte> Fill(byte[] codes, ReadOnlySpan<int> rows)
    {
        Array.Clear(isUsed);
        for (var i = 0; i < rows.Length; i++)
        {
            var bin = codes[rows[i]];
            isUsed[bin / BitsPerWord] |= 1UL << (bin % BitsPerWord);
            counts[bin]++;
            Add(ofRows, i, sums, bin);
        }

        var usedCount = 0;
        for (var word = 0; word < isUsed.Length; word++)
        {
            for (var bits = isUsed[word]; bits != 0; bits &= bits - 1)
            {
                used[usedCount++] = (byte)((word * BitsPerWord) + BitOperations.TrailingZeroCount(bits));
            }
        }

        return used.AsSpan(0, usedCount);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Add(Vector128<double>[] from, int place, Vector128<double>[] to, int placeOfSum)
    {
        var terms = from.AsSpan(place * width, width);
        var all = to.AsSpan(placeOfSum * width, width);
        for (var i = 0; i < all.Length; i++)
        {
            all[i] += terms[i];
        }
    }

    private static int PairCount(float[][] targets) => (targets.Length + 2) / 2;

    private static Span<double> Numbers(Span<Vector128<double>> pairs) =>
        MemoryMarshal.Cast<Vector128<double>, double>(pairs);

    /// <summary>Returns the sum over both sides and all targets of (sum of the target)^2 / weight.</summary>
    private double Explained(Description node)
    {
        var ofLeft = Numbers(left);
        var weight = ofLeft[0];
        double explained = 0;
        for (var target = 0; target < node.Totals.Length; target++)
        {
            var sum = ofLeft[target + 1];
            var right = node.Totals[target] - sum;
            explained += (sum * sum / weight) + (right * right / (node.Weight - weight));
        }

        return explained;
    }

    /// <summary>The sums over the rows of a node.</summary>
    /// <param name="Weight">The number of drawn rows.</param>
    /// <param name="Totals">The sum of each target: [targets].</param>
    /// <param name="Squares">The sum of the squares of all targets.</param>
    public readonly record struct Description(double Weight, double[] Totals, double Squares)
    {
        /// <summary>Gets the means of the targets.</summary>
        public IEnumerable<float> Means => Array.ConvertAll(Totals, Mean);

        /// <summary>Gets the part of <see cref="Squares"/> that the means explain.</summary>
        public double Explained => Totals.Sum(total => total * total) / Weight;

        /// <summary>Gets the sum of the squared differences from the means.</summary>
        public double Impurity => Squares - Explained;

        private float Mean(double total) => (float)(total / Weight);
    }
}
