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
