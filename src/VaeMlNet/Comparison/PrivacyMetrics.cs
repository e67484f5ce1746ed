namespace VaeMlNet;

/// <summary>Measures whether synthetic rows repeat real ones.</summary>
internal static class PrivacyMetrics
{
    private const float Tolerance = 0.01f;

    /// <summary>Measures the distances of synthetic rows to their closest real ones.</summary>
    /// <param name="real">The real rows, of which the model was trained.</param>
    /// <param name="synthetic">The synthetic rows to look at.</param>
    /// <param name="heldOut">Other real rows; null for none.</param>
    /// <param name="random">Draws rows.</param>
    public static VaePrivacyQuality Measure(
        ComparedTable real,
        ComparedTable synthetic,
        ComparedTable? heldOut,
        Random random
    )
    {
        var distances = new RecordDistances(real);
        var records = real.Sample(QualityBudget.RowsOfRecords(real.RowCount, real.Slots.Count), random);
        var toRandom = Median(distances.ToClosest(RandomRows(real, synthetic.RowCount, random), records));
        var toSynthetic = Median(distances.ToClosest(synthetic, records));
        return new()
        {
            NewRowShare = NewRowShare(synthetic, real),
            HeldOutNewRowShare = heldOut is null ? null : NewRowShare(heldOut.Sample(synthetic.RowCount, random), real),
            BaselineProtection = toRandom > 0 ? Math.Min(1, toSynthetic / toRandom) : null,
            OverfittingProtection = heldOut is null
                ? null
                : Overfitting(distances, records, synthetic, heldOut, random),
        };
    }

    /// <summary>Returns the share of rows that match no real row.</summary>
    private static double NewRowShare(ComparedTable rows, ComparedTable real)
    {
        var known = 0;
        Parallel.For(
            0,
            rows.RowCount,
            row =>
            {
                for (var other = 0; other < real.RowCount; other++)
                {
                    if (Match(rows, row, real, other))
                    {
                        Interlocked.Increment(ref known);
                        break;
                    }
                }
            }
        );
        return 1 - ((double)known / rows.RowCount);
    }

    private static bool Match(ComparedTable rows, int row, ComparedTable real, int other)
    {
        for (var slot = 0; slot < rows.Slots.Count; slot++)
        {
            var value = rows.Values[slot][row];
            var known = real.Values[slot][other];
            var isNear = rows.Slots[slot].IsNumber && MathF.Abs(value - known) <= Tolerance * MathF.Abs(value);
            if (!isNear && !value.Equals(known))
            {
                return false;
            }
        }

        return true;
    }

    private static double Overfitting(
        RecordDistances distances,
        ComparedTable records,
        ComparedTable synthetic,
        ComparedTable heldOut,
        Random random
    )
    {
        // Of two samples the larger one has the closer records.
        var count = Math.Min(records.RowCount, heldOut.RowCount);
        var toReal = distances.ToClosest(synthetic, records.First(count));
        var toHeldOut = distances.ToClosest(synthetic, heldOut.Sample(count, random));
        var closerToReal = toReal.Zip(toHeldOut).Count(d => d.First < d.Second);
        return Math.Min(1, 2 * (1 - ((double)closerToReal / synthetic.RowCount)));
    }

    /// <summary>Draws each cell alone: a number uniformly from the range, a category from those that occur, each as likely.</summary>
    private static ComparedTable RandomRows(ComparedTable real, int count, Random random)
    {
        var values = real.Values.Select(
            (column, slot) =>
            {
                float[] known = [.. column.Where(v => !float.IsNaN(v)).Distinct().Order()];
                return Enumerable
                    .Range(0, count)
                    .Select(_ =>
                        known.Length == 0 ? float.NaN
                        : real.Slots[slot].IsNumber ? known[0] + ((known[^1] - known[0]) * random.NextSingle())
                        : known[random.Next(known.Length)]
                    )
                    .ToArray();
            }
        );
        return new(real.Slots, [.. values], count);
    }

    private static double Median(float[] distances)
    {
        Array.Sort(distances);
        return (distances[(distances.Length - 1) / 2] + (double)distances[distances.Length / 2]) / 2;
    }
}

/// <summary>
/// Distances between rows: the mean over the variables of |a - b| in ranges of the real rows, at most 1, of numbers; and of 0 or
/// 1 for equal and different categories. A missing cell is as far from any value as a different category.
/// </summary>
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
