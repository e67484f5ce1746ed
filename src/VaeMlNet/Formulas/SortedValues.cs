using System.Buffers;

namespace VaeMlNet;

/// <summary>Finite numbers in rising order, in rented memory, because there can be as many as rows.</summary>
/// <remarks>Numbers that are float32 are sorted as such, in half the memory.</remarks>
internal sealed class SortedValues : IDisposable
{
    private readonly double[]? doubles;
    private readonly float[]? floats;

    private SortedValues(int count, double[]? doubles, float[]? floats)
    {
        Count = count;
        this.doubles = doubles;
        this.floats = floats;
        doubles?.AsSpan(0, count).Sort();
        floats?.AsSpan(0, count).Sort();
    }

    /// <summary>Gets the number of values.</summary>
    public int Count { get; private set; }

    /// <summary>Gets the value with so many values before it.</summary>
    public double this[int index] => floats is null ? doubles![index] : floats[index];

    /// <summary>Sorts a copy of values. They are read once. The caller must dispose the result.</summary>
    public static SortedValues Of(IEnumerable<double> values)
    {
        if (!values.TryGetNonEnumeratedCount(out var count))
        {
            values = [.. values];
            count = values.Count();
        }

        var copy = ArrayPool<double>.Shared.Rent(count);
        foreach (var (i, value) in values.Index())
        {
            copy[i] = value;
        }

        return new(count, copy, null);
    }

    public static SortedValues Of(ReadOnlySpan<float> values)
    {
        var copy = ArrayPool<float>.Shared.Rent(values.Length);
        values.CopyTo(copy);
        return new(values.Length, null, copy);
    }

    /// <summary>Leaves out the largest values that are far from all others.</summary>
    /// <param name="most">The most values that can be so, less than <see cref="Count"/>.</param>
    /// <param name="probability">The probability that there are such values by chance.</param>
    public void RemoveIsolated(int most, double probability)
    {
        var examined = Math.Min(Count, most + IsolatedEnd.TailLength(Count) + 1);
        double[] highest = [.. Enumerable.Range(1, examined).Select(i => this[Count - i])];
        Count -= IsolatedEnd.Count(highest, this[0], most, Count, probability);
    }

    public void Dispose()
    {
        if (doubles is not null)
        {
            ArrayPool<double>.Shared.Return(doubles);
        }

        if (floats is not null)
        {
            ArrayPool<float>.Shared.Return(floats);
        }
    }
}
