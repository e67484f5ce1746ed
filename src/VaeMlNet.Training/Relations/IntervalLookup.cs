namespace VaeMlNet;

/// <summary>Turns a lookup of the values of a number into one of intervals, in each of which the target has one value, such as age groups.</summary>
internal static class IntervalLookup
{
    /// <summary>
    /// Returns lines that are level in each interval of values with one target. Below the first number of the next interval, the line rises or falls
    /// within the smallest distance of float32, so that no number lies on it. Null for one interval.
    /// </summary>
    public static ColumnLookup? Of(ColumnLookup lookup)
    {
        int[] right = [.. Enumerable.Range(0, lookup.Values.Length).Where(i => !IsAlone(i))];
        float[] values = [.. right.Select(i => lookup.Values[i])];
        float[] targets = [.. right.Select(i => lookup.Targets[i])];
        List<(float Value, float Target)> points = [(values[0], targets[0])];
        for (var i = 1; i < values.Length; i++)
        {
            if (targets[i] != targets[i - 1])
            {
                var first = RoundestIn(values[i - 1], values[i]);
                Add(ColumnLookup.LastBefore(first), targets[i - 1]);
                Add(first, targets[i]);
            }
        }

        Add(values[^1], targets[^1]);
        return points.TrueForAll(point => point.Target == targets[0])
            ? null
            : lookup with
            {
                Values = [.. points.Select(point => point.Value)],
                Targets = [.. points.Select(point => point.Target)],
                Interpolates = true,
            };

        // A single value between two with another target is taken for an error.
        bool IsAlone(int i) =>
            i > 0
            && i < lookup.Targets.Length - 1
            && lookup.Targets[i] != lookup.Targets[i - 1]
            && lookup.Targets[i - 1] == lookup.Targets[i + 1];

        void Add(float value, float target)
        {
            if (value > points[^1].Value)
            {
                points.Add((value, target));
            }
        }
    }

    /// <summary>
    /// Returns the number with the fewest digits that is above one number, and not above another one: someone who divides numbers into groups writes
    /// 2,500, not 2,487.
    /// </summary>
    private static float RoundestIn(float low, float high)
    {
        var step = Math.Pow(10, Math.Ceiling(Math.Log10(Math.Max(Math.Abs(low), Math.Abs(high)))));
        for (; step > 0; step /= 10)
        {
            foreach (var size in (double[])[step, step / 2])
            {
                var number = (float)(Math.Floor(high / size) * size);
                if (number > low && number <= high)
                {
                    return number;
                }
            }
        }

        return high;
    }
}
