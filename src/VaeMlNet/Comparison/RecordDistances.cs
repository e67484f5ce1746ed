namespace VaeMlNet;

/// <summary>
/// Distances between rows: the mean over the variables of |a - b| in ranges of the real rows, at most 1, of numbers; and of 0 or
/// 1 for equal and different categories. A missing cell is as far from any value as a different category.
/// </summary>
/// <param name="real">The rows that give the ranges.</param>
/// <remarks>Source: Gower 1971, equation 5.</remarks>
internal sealed class RecordDistances(ComparedTable real)
{
    private readonly float[] scales =
    [
        .. real.Slots.Select((slot, i) => slot.IsNumber ? InverseRange(real.Values[i]) : float.PositiveInfinity),
    ];

    /// <summary>Returns the distance of each row to its closest record: float32 [rows].</summary>
    public float[] ToClosest(ComparedTable rows, ComparedTable records)
    {
        var closest = new float[rows.RowCount];
        Parallel.For(
            0,
            rows.RowCount,
            () => new float[records.RowCount],
            (row, _, sums) =>
            {
                Array.Clear(sums);
                for (var slot = 0; slot < scales.Length; slot++)
                {
                    AddDistances(sums, rows.Values[slot][row], records.Values[slot], scales[slot]);
                }

                closest[row] = sums.Min() / scales.Length;
                return sums;
            },
            _ => { }
        );
        return closest;
    }

    private static void AddDistances(float[] sums, float value, float[] others, float scale)
    {
        for (var i = 0; i < others.Length; i++)
        {
            // The product of 0 and infinity is NaN, as is a difference from a missing cell: the comparison then decides.
            var distance = MathF.Abs(value - others[i]) * scale;
            sums[i] +=
                distance <= 1 ? distance
                : distance > 1 ? 1
                : value.Equals(others[i]) ? 0
                : 1;
        }
    }

    private static float InverseRange(float[] values)
    {
        var range =
            values.Where(v => !float.IsNaN(v)).DefaultIfEmpty().Max()
            - values.Where(v => !float.IsNaN(v)).DefaultIfEmpty().Min();
        return range > 0 ? 1 / range : 1;
    }
}
