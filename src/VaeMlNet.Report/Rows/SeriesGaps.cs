namespace VaeMlNet.Report;

/// <summary>
/// The gaps of a series: steps of the time that are longer than nearly all others. Memory does not grow with the number of rows, because the usual
/// step is that of the first steps, and only the longest steps are kept.
/// </summary>
internal sealed class SeriesGaps
{
    /// <summary>A gap is longer than the usual step by this factor.</summary>
    public const double LeastFactor = 1.5;

    /// <summary>The largest number of gaps that are kept.</summary>
    public const int Most = 500;

    // Weekends of daily rows are a usual step.
    private const double UsualShare = 0.95;
    private const int StepsOfUsual = 1000;

    private readonly List<double> firstSteps = [];
    private readonly PriorityQueue<(double From, double To), double> longest = new();
    private double last = double.NaN;

    /// <summary>Gets the times of the rows before and after each gap, in their order.</summary>
    public IReadOnlyList<(double From, double To)> Gaps
    {
        get
        {
            if (firstSteps.Count == 0)
            {
                return [];
            }

            double[] sorted = [.. firstSteps.Order()];
            var least = LeastFactor * sorted[(int)(UsualShare * (sorted.Length - 1))];
            return
            [
                .. longest
                    .UnorderedItems.Select(item => item.Element)
                    .Where(gap => gap.To - gap.From > least)
                    .OrderBy(gap => gap.From),
            ];
        }
    }

    /// <summary>Adds the time of the next row.</summary>
    public void Add(double time)
    {
        var step = time - last;
        if (step > 0)
        {
            if (firstSteps.Count < StepsOfUsual)
            {
                firstSteps.Add(step);
            }

            if (longest.Count < Most)
            {
                longest.Enqueue((last, time), step);
            }
            else
            {
                longest.EnqueueDequeue((last, time), step);
            }
        }

        last = time;
    }
}
