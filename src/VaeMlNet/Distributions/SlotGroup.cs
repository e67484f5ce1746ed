using System.Numerics;
using System.Runtime.InteropServices;

namespace VaeMlNet;

/// <summary>Neighboring input slots that a likelihood treats as one group, with the values that they may have.</summary>
internal readonly record struct SlotGroup(int Width, AllowedValues Values)
{
    /// <summary>The largest count: Single represents every whole number exactly up to 2^24.</summary>
    private const float LargestCount = 1 << 24;

    /// <summary>Creates the error for a value that is not allowed.</summary>
    /// <param name="value">The value.</param>
    /// <param name="row">The number of the row, from 0.</param>
    /// <param name="slot">The number of the slot in the column, from 0.</param>
    /// <param name="source">What has the slot, as the message names it.</param>
    /// <param name="columnName">The name of the column; null if the rows have no columns.</param>
    /// <param name="ofAllValues">What every value must be, with advice: for values that are not finite, and for groups that allow all others.</param>
    public VaeRowException Refuse(
        float value,
        long row,
        int slot,
        string source,
        string? columnName,
        string ofAllValues
    ) =>
        new(
            $"Row {row}, slot {slot} of {source} is {value}, but {(float.IsFinite(value) ? Expectation ?? ofAllValues : ofAllValues)} Rows and slots count from 0.",
            row,
            columnName
        )
        {
            Slot = slot,
            Requirement = float.IsFinite(value) ? Requirement : null,
        };

    /// <summary>Gets the requirement on finite values, without advice; null if there is none.</summary>
    public string? Requirement =>
        Values switch
        {
            AllowedValues.UnitInterval => "the Bernoulli likelihood needs values in [0, 1]",
            AllowedValues.OneHot =>
                $"the categorical likelihood needs one 1 and otherwise 0 in each group, here of {Width} slots, or 0 in all of them for an unknown category",
            AllowedValues.Counts => "its likelihood needs counts: whole numbers from 0 to 16777216",
            AllowedValues.Positive => "the log-normal likelihood needs numbers above 0",
            AllowedValues.NonNegative => "the zero-inflated log-normal likelihood needs numbers of at least 0",
            _ => null,
        };

    /// <summary>Gets the requirement on finite values, with advice for values that break it; null if there is none.</summary>
    public string? Expectation => Requirement is { } requirement ? $"{requirement}. {Advice}" : null;

    private string? Advice =>
        Values switch
        {
            AllowedValues.UnitInterval =>
                "Rescale with NormalizeMinMax and fixZero: false, or train with VaeLikelihoodOptions.GaussianUnitVariance.",
            AllowedValues.OneHot => "Encode with OneHotEncoding, and check the widths of the groups.",
            AllowedValues.Counts => "Do not normalize counts; count words with ProduceWordBags and weighting Tf.",
            AllowedValues.Positive => "For amounts that can be 0, train with ZeroInflatedLikelihoodOptions.",
            AllowedValues.NonNegative => "For numbers of both signs, train with StudentTLikelihoodOptions.",
            _ => null,
        };

    /// <summary>Returns the first slot whose value is not allowed, or -1. NaN and infinities are never allowed.</summary>
    public int FindRefused(ReadOnlySpan<float> slots) =>
        Values switch
        {
            AllowedValues.OneHot => FindNotOneHot(slots),
            AllowedValues.Counts => FindNotCount(slots),
            _ => FindOutside(slots, Limits),
        };

    /// <summary>Copies the slots, and returns whether all their values are allowed. Both may be the same memory.</summary>
    public bool Copy(ReadOnlySpan<float> slots, Span<float> destination)
    {
        if (Values is AllowedValues.OneHot or AllowedValues.Counts)
        {
            slots.CopyTo(destination);
            return FindRefused(slots) < 0;
        }

        return CopyWithin(slots, destination, Limits);
    }

    /// <summary>Gets the smallest and the largest allowed number, if every number between them is allowed.</summary>
    private (float Low, float High) Limits =>
        Values switch
        {
            AllowedValues.UnitInterval => (0, 1),
            AllowedValues.Positive => (float.Epsilon, float.MaxValue),
            AllowedValues.NonNegative => (0, float.MaxValue),
            _ => (float.MinValue, float.MaxValue),
        };

    /// <summary>
    /// Returns the first cell of a number column whose value is not allowed, or -1. NaN is a missing cell, which is allowed.
    /// </summary>
    public static int FindRefusedCell(AllowedValues values, ReadOnlySpan<float> cells)
    {
        if (values == AllowedValues.Finite)
        {
            return cells.IndexOfAny(float.PositiveInfinity, float.NegativeInfinity);
        }

        var group = new SlotGroup(1, values);
        for (var i = 0; i < cells.Length; i++)
        {
            if (!float.IsNaN(cells[i]) && group.FindRefused(cells.Slice(i, 1)) >= 0)
            {
                return i;
            }
        }

        return -1;
    }

    private static int FindOutside(ReadOnlySpan<float> slots, (float Low, float High) limits)
    {
        var vectors = MemoryMarshal.Cast<float, Vector<float>>(slots);
        var start = AreWithin(vectors, limits) ? vectors.Length * Vector<float>.Count : 0;
        for (var i = start; i < slots.Length; i++)
        {
            if (!IsWithin(slots[i], limits))
            {
                return i;
            }
        }

        return -1;
    }

    /// <summary>Returns whether a value is within the limits. NaN is not.</summary>
    private static bool IsWithin(float value, (float Low, float High) limits) =>
        value >= limits.Low && value <= limits.High;

    private static bool AreWithin(ReadOnlySpan<Vector<float>> vectors, (float Low, float High) limits)
    {
        var lows = new Vector<float>(limits.Low);
        var highs = new Vector<float>(limits.High);
        // Test once at the end. A branch for each vector costs more than the comparisons, and nearly all rows pass.
        var within = Vector<int>.AllBitsSet;
        foreach (var vector in vectors)
        {
            within &= Vector.GreaterThanOrEqual(vector, lows) & Vector.LessThanOrEqual(vector, highs);
        }

        return Vector.EqualsAll(within, Vector<int>.AllBitsSet);
    }

    /// <summary>Copies values, and returns whether all of them are within the limits. One pass is faster than a copy and a test.</summary>
    private static bool CopyWithin(ReadOnlySpan<float> slots, Span<float> destination, (float Low, float High) limits)
    {
        var vectors = MemoryMarshal.Cast<float, Vector<float>>(slots);
        var copies = MemoryMarshal.Cast<float, Vector<float>>(destination[..slots.Length]);
        var lows = new Vector<float>(limits.Low);
        var highs = new Vector<float>(limits.High);
        var within = Vector<int>.AllBitsSet;
        for (var i = 0; i < vectors.Length; i++)
        {
            var vector = vectors[i];
            within &= Vector.GreaterThanOrEqual(vector, lows) & Vector.LessThanOrEqual(vector, highs);
            copies[i] = vector;
        }

        var areWithin = Vector.EqualsAll(within, Vector<int>.AllBitsSet);
        for (var i = vectors.Length * Vector<float>.Count; i < slots.Length; i++)
        {
            areWithin &= IsWithin(slots[i], limits);
            destination[i] = slots[i];
        }

        return areWithin;
    }

    private static int FindNotOneHot(ReadOnlySpan<float> slots)
    {
        var isSet = false;
        for (var i = 0; i < slots.Length; i++)
        {
            if (slots[i] == 0)
            {
                continue;
            }

            if (slots[i] != 1 || isSet)
            {
                return i;
            }

            isSet = true;
        }

        return -1;
    }

    private static int FindNotCount(ReadOnlySpan<float> slots)
    {
        for (var i = 0; i < slots.Length; i++)
        {
            if (!(slots[i] >= 0 && slots[i] <= LargestCount && slots[i] == MathF.Floor(slots[i])))
            {
                return i;
            }
        }

        return -1;
    }
}
