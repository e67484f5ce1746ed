using System.Numerics;
using System.Runtime.InteropServices;

namespace VaeMlNet;

/// <summary>Checks every value of the training data while it is read, and records the range of all values.</summary>
/// <param name="groupsOf">Returns the allowed values of the slots for a row width; empty if they are checked elsewhere.</param>
/// <param name="source">The name of the rows in messages, such as "'Features'" or "'Features' of the validation data".</param>
/// <param name="conditionWidth">The number of slots of conditions at the end of each row, which are checked elsewhere.</param>
internal sealed class FeatureValues(Func<int, IReadOnlyList<SlotGroup>> groupsOf, string source, int conditionWidth = 0)
{
    private InputRange? range;

    /// <summary>Gets the number of slots of conditions at the end of each row.</summary>
    public int ConditionWidth => conditionWidth;

    /// <summary>Gets the name of the rows in messages.</summary>
    public string Source => source;

    /// <summary>Gets the smallest value so far; +infinity before the first value.</summary>
    public float Smallest { get; private set; } = float.PositiveInfinity;

    /// <summary>Gets the largest value so far; -infinity before the first value.</summary>
    public float Largest { get; private set; } = float.NegativeInfinity;

    /// <summary>Adds one row. All rows must have the width of the first.</summary>
    /// <exception cref="InvalidOperationException">A value is not finite, or the likelihood does not allow it.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The likelihood's options are for rows of another width.</exception>
    public void Add(ReadOnlySpan<float> row, long rowIndex)
    {
        row = row[..^conditionWidth];
        range ??= new InputRange(groupsOf(row.Length), source);
        if (range.FindRefused(row) is { } refused)
        {
            throw refused.Group.Refuse(
                row[refused.Slot],
                rowIndex,
                refused.Slot,
                source,
                columnName: null,
                "the model needs finite values. Use ReplaceMissingValues first."
            );
        }

        (Smallest, Largest) = ValueRange.Widen(Smallest, Largest, row);
    }
}

/// <summary>Finds the smallest and the largest of many values.</summary>
internal static class ValueRange
{
    /// <summary>Returns the range that also contains more values. NaN, a missing value, does not change the range.</summary>
    public static (float Smallest, float Largest) Widen(float smallest, float largest, ReadOnlySpan<float> values)
    {
        var vectors = MemoryMarshal.Cast<float, Vector<float>>(values);
        if (vectors.Length > 0)
        {
            (smallest, largest) = Widen(smallest, largest, vectors);
        }

        foreach (var value in values[(vectors.Length * Vector<float>.Count)..])
        {
            smallest = float.MinNumber(smallest, value);
            largest = float.MaxNumber(largest, value);
        }

        return (smallest, largest);
    }

    private static (float, float) Widen(float smallest, float largest, ReadOnlySpan<Vector<float>> vectors)
    {
        var low = new Vector<float>(smallest);
        var high = new Vector<float>(largest);
        foreach (var vector in vectors)
        {
            low = Vector.MinNumber(low, vector);
            high = Vector.MaxNumber(high, vector);
        }

        for (var i = 0; i < Vector<float>.Count; i++)
        {
            smallest = float.MinNumber(smallest, low[i]);
            largest = float.MaxNumber(largest, high[i]);
        }

        return (smallest, largest);
    }
}
