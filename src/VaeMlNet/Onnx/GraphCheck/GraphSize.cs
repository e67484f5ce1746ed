using System.Globalization;

namespace VaeMlNet;

/// <summary>The size of an axis: a number, or a number times N, the rows of the batch.</summary>
/// <param name="Count">True if the size is multiplied by N.</param>
/// <param name="IsPerRow">True when the size is multiplied by N.</param>
internal readonly record struct GraphSize(long Count, bool IsPerRow)
{
    public static GraphSize One => new(1, false);

    public static GraphSize Batch => new(1, true);

    public static GraphSize operator *(GraphSize a, GraphSize b)
    {
        if (a.IsPerRow && b.IsPerRow)
        {
            throw new InvalidDataException("its result grows with the square of the number of rows");
        }

        return a.Count <= GraphLimits.LargestValue / b.Count
            ? new(a.Count * b.Count, a.IsPerRow || b.IsPerRow)
            : throw new InvalidDataException(
                $"its result has more than {GraphLimits.LargestValue} elements for each row"
            );
    }

    public static GraphSize Product(ReadOnlySpan<GraphSize> sizes)
    {
        var product = One;
        foreach (var size in sizes)
        {
            product *= size;
        }

        return product;
    }

    public override string ToString() =>
        !IsPerRow ? Count.ToString(CultureInfo.InvariantCulture)
        : Count == 1 ? "N"
        : FormattableString.Invariant($"{Count}N");
}
