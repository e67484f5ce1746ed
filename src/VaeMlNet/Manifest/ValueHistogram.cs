namespace VaeMlNet;

/// <summary>
/// The distribution of a slot's training values in finer intervals than its bins, in ascending order. A value that occurs often is an
/// interval of its own.
/// </summary>
/// <remarks>
/// Synthetic rows draw numbers from it. A value that occurs only once in training is inside an interval that ends halfway to its
/// neighbors, so that it is not reproduced by itself. Thread safety: immutable. Equality compares the lists by reference.
/// </remarks>
internal sealed record ValueHistogram
{
    // The shares are rounded to float32.
    private const double ShareTolerance = 1e-3;

    /// <summary>Gets the smallest number of each interval.</summary>
    public required IReadOnlyList<float> Lows { get; init; }

    /// <summary>Gets the largest number of each interval. It equals the smallest one for a value that occurs often.</summary>
    public required IReadOnlyList<float> Highs { get; init; }

    /// <summary>Gets the share of the training values in each interval. The shares add up to 1.</summary>
    public required IReadOnlyList<float> Shares { get; init; }

    /// <summary>Returns the first interval whose middle is at or above a number.</summary>
    internal int FirstFrom(double number)
    {
        var (low, high) = (0, Lows.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (((double)Lows[middle] + Highs[middle]) / 2 < number)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        return low;
    }

    /// <summary>Returns the problem of the intervals, or null.</summary>
    internal string? Complaint()
    {
        if (Lows.Count == 0 || Highs.Count != Lows.Count || Shares.Count != Lows.Count)
        {
            return "a histogram without as many lows, highs and shares, at least one of each";
        }

        for (var i = 0; i < Lows.Count; i++)
        {
            var isOrdered =
                float.IsFinite(Lows[i])
                && float.IsFinite(Highs[i])
                && Lows[i] <= Highs[i]
                && (i == 0 || Highs[i - 1] <= Lows[i]);
            if (!isOrdered)
            {
                return FormattableString.Invariant($"a histogram whose interval {i} is not ordered or not finite");
            }
        }

        return ComplaintOfShares(Shares) is { } complaint ? $"a histogram with {complaint}" : null;
    }

    /// <summary>Returns the problem of shares that must add up to 1, or null.</summary>
    internal static string? ComplaintOfShares(IReadOnlyList<float> shares)
    {
        var sum = shares.Sum(share => (double)share);
        return shares.Any(share => share is not (>= 0 and <= 1)) || Math.Abs(sum - 1) > ShareTolerance
            ? FormattableString.Invariant($"shares that add up to {sum}, expected shares from 0 to 1 that add up to 1")
            : null;
    }
}
