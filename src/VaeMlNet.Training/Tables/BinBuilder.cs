using System.Numerics;

namespace VaeMlNet;

/// <summary>
/// Divides the values of a slot of numbers into bins for a histogram likelihood. Few different values have a bin each. Otherwise each
/// frequent value has its own bin, and the others are divided halfway between bins of equal counts and bins of equal widths.
/// </summary>
/// <param name="largestCount">The largest number of bins, at least 2.</param>
/// <param name="intervalCount">The number of intervals of the histogram, about. Fewer than there are bins mean no histogram.</param>
internal sealed class BinBuilder(int largestCount, int intervalCount = 512)
{
    // The share of the rows that makes a value a bin of its own, and the share that a bin of several values has at least.
    private const double FrequentShare = 0.02;
    private const double LeastShare = 0.002;

    // Fewer cells say nothing about a bin's probability.
    private const int LeastFrequentCells = 8;
    private const int LeastCells = 4;

    // Of the intervals of the histogram, those that can be a single value.
    private const double FrequentIntervalShare = 0.75;
    private const double GoldenRatio = 1.6180339887498949;

    private const double TailShare = 0.005;
    private const int LargestDecimals = 6;

    // Fewer values can have a common divisor by chance, and means that are rounded to it would be moved far.
    private const int FewestValuesOfStep = 20;
    private const int LargestExactInteger = 1 << 24; // of float32

    /// <summary>Divides values.</summary>
    /// <param name="values">Finite values in any order; the method sorts them. At least one.</param>
    public NumberBins Build(float[] values)
    {
        Array.Sort(values);
        var runs = FindRuns(values);
        var bins = FindBins(values, runs);
        var decimals = FindDecimals(values);
        return new NumberBins
        {
            Lows = [.. bins.Select(bin => values[bin.First])],
            Highs = [.. bins.Select(bin => values[bin.Last])],
            Means = [.. bins.Select(bin => Mean(values, bin.First, bin.Last))],
            Decimals = decimals,
            Step = FindStep(values, runs, decimals),
            Histogram = intervalCount < bins.Count ? null : BuildHistogram(values, runs, bins),
        };
    }

    /// <summary>Returns the places of the first and the last value of each bin.</summary>
    private List<(int First, int Last)> FindBins(float[] sorted, List<(int First, int Last)> runs)
    {
        if (runs.Count <= largestCount)
        {
            return runs;
        }

        var leastFrequent = Math.Max(FrequentShare * sorted.Length, LeastFrequentCells);
        var isFrequent = runs.ConvertAll(run => run.Last - run.First + 1 >= leastFrequent);
        var rest = isFrequent.Count(frequent => !frequent);
        if (rest == 0)
        {
            return runs; // such as the coordinates of a grid
        }

        var binCount = Math.Max(4, largestCount - (runs.Count - rest));
        var least = Math.Max(LeastShare * sorted.Length, LeastCells);
        var place = PlacesIn(sorted, runs, isFrequent, binCount);
        List<(int First, int Last)> bins = [];
        var isOpen = false; // the last bin is of infrequent values and can take more
        var binOfLast = 0;
        foreach (var (i, run) in runs.Index())
        {
            if (isFrequent[i])
            {
                bins.Add(run);
                isOpen = false;
                continue;
            }

            var isFull = isOpen && place[i] != binOfLast && bins[^1].Last - bins[^1].First + 1 >= least;
            if (isOpen && !isFull)
            {
                bins[^1] = (bins[^1].First, run.Last);
            }
            else
            {
                bins.Add(run);
            }

            isOpen = true;
            binOfLast = place[i];
        }

        return bins;
    }

    /// <summary>
    /// Divides the values of each bin further: the most frequent values of the column are intervals of their own, and the values between them
    /// are divided into intervals of about equal counts.
    /// </summary>
    private ValueHistogram BuildHistogram(
        float[] sorted,
        List<(int First, int Last)> runs,
        List<(int First, int Last)> bins
    )
    {
        // A value that occurs once may identify a person. The values of a column with few different ones do not.
        var leastCount = runs.Count <= largestCount ? 1 : 2;
        var frequent = Enumerable
            .Range(0, runs.Count)
            .Where(i => CountOf(runs[i]) >= leastCount)
            .OrderByDescending(i => CountOf(runs[i]))
            .ThenBy(Spread)
            .Take((int)(FrequentIntervalShare * intervalCount))
            .ToHashSet();
        var intervalsOfBin = Math.Max((int)((1 - FrequentIntervalShare) * intervalCount) / bins.Count, 1);
        List<(float Low, float High, int Count)> intervals = [];
        var run = 0;
        foreach (var (first, last) in bins)
        {
            var end = run;
            while (end < runs.Count && runs[end].Last <= last)
            {
                end++;
            }

            var rest = Enumerable.Range(run, end - run).Where(i => !frequent.Contains(i)).Sum(i => CountOf(runs[i]));
            AddIntervals(run, end, Math.Max(rest / intervalsOfBin, 1));
            run = end;
        }

        return new ValueHistogram
        {
            Lows = [.. intervals.Select(interval => interval.Low)],
            Highs = [.. intervals.Select(interval => interval.High)],
            Shares = [.. intervals.Select(interval => (float)interval.Count / sorted.Length)],
        };

        void AddIntervals(int start, int end, int fullCount)
        {
            var (open, count) = (start, 0);
            for (var i = start; i < end; i++)
            {
                if (frequent.Contains(i))
                {
                    Close(i);
                    intervals.Add((ValueOf(i), ValueOf(i), CountOf(runs[i])));
                    open = i + 1;
                    continue;
                }

                count += CountOf(runs[i]);
                if (count >= fullCount)
                {
                    Close(i + 1);
                }
            }

            Close(end);

            void Close(int next)
            {
                if (count > 0)
                {
                    intervals.Add(
                        (MiddleBelow(open), next == runs.Count ? ValueOf(next - 1) : MiddleBelow(next), count)
                    );
                }

                (open, count) = (next, 0);
            }
        }

        // Values that are equally frequent are taken from the whole range, not from its begin.
        double Spread(int i) => i * GoldenRatio % 1;

        float ValueOf(int i) => sorted[runs[i].First];

        float MiddleBelow(int i) => i == 0 ? ValueOf(0) : (float)(((double)ValueOf(i - 1) + ValueOf(i)) / 2);
    }

    private static int CountOf((int First, int Last) run) => run.Last - run.First + 1;

    /// <summary>Returns the places of the first and the last of each group of equal values.</summary>
    private static List<(int First, int Last)> FindRuns(float[] sorted)
    {
        List<(int, int)> runs = [];
        var first = 0;
        for (var i = 1; i <= sorted.Length; i++)
        {
            if (i == sorted.Length || sorted[i] != sorted[first])
            {
                runs.Add((first, i - 1));
                first = i;
            }
        }

        return runs;
    }

    /// <summary>Returns, for each infrequent value, the number of its bin: half by rank, half by size within the tails.</summary>
    private static int[] PlacesIn(float[] sorted, List<(int First, int Last)> runs, List<bool> isFrequent, int binCount)
    {
        double[] rest = [.. runs.Index().Where(run => !isFrequent[run.Index]).SelectMany(Cells)];
        var low = rest[(int)(TailShare * (rest.Length - 1))];
        var high = rest[(int)Math.Ceiling((1 - TailShare) * (rest.Length - 1))];
        var width = high > low ? high - low : 1;
        var places = new int[runs.Count];
        var rank = 0;
        foreach (var (i, run) in runs.Index())
        {
            if (isFrequent[i])
            {
                continue;
            }

            var count = run.Last - run.First + 1;
            var byRank = (rank + (count / 2.0)) / rest.Length;
            var bySize = Math.Clamp((sorted[run.First] - low) / width, 0, 1);
            places[i] = Math.Min((int)((byRank + bySize) / 2 * binCount), binCount - 1);
            rank += count;
        }

        return places;

        IEnumerable<double> Cells((int Index, (int First, int Last) Item) run) =>
            Enumerable.Repeat((double)sorted[run.Item.First], run.Item.Last - run.Item.First + 1);
    }

    private static float Mean(float[] values, int first, int last)
    {
        var sum = 0.0;
        for (var i = first; i <= last; i++)
        {
            sum += values[i];
        }

        // Rounding must not move the mean out of the bin.
        return Math.Clamp((float)(sum / (last - first + 1)), values[first], values[last]);
    }

    /// <summary>Returns <see cref="NumberBins.Step"/>.</summary>
    private static int? FindStep(float[] sorted, List<(int First, int Last)> runs, int? decimals)
    {
        var units = Math.Pow(10, decimals ?? 0);
        if (
            decimals is null
            || runs.Count < FewestValuesOfStep
            || Math.Max(-sorted[0], sorted[^1]) * units > LargestExactInteger
        )
        {
            return null;
        }

        var step = BigInteger.Zero;
        foreach (var (first, _) in runs)
        {
            step = BigInteger.GreatestCommonDivisor(step, new(Math.Round(sorted[first] * units)));
            if (step.IsOne)
            {
                return null;
            }
        }

        return (int)step;
    }

    /// <summary>Returns the fewest decimals that represent all values as float32 exactly; null if more than 6.</summary>
    private static int? FindDecimals(float[] values)
    {
        for (var decimals = 0; decimals <= LargestDecimals; decimals++)
        {
            if (Array.TrueForAll(values, value => (float)Math.Round((double)value, decimals) == value))
            {
                return decimals;
            }
        }

        return null;
    }
}
