namespace VaeMlNet;

/// <summary>
/// Fills the missing values of the counters of one series. They rise from the last known value to the next one, in proportion to the increases that
/// the model expects. Between two known values, the increases of steps count as independent, so that the uncertainty is that of a bridge: 0 at both. Without
/// a next value, errors of the steps share a sign, and the uncertainty grows with their number.
/// </summary>
/// <remarks>Memory: the rows since the last known value of each counter. Not thread-safe.</remarks>
/// <param name="counters">The indices of the counters.</param>
internal sealed class CounterFill(IReadOnlyList<int> counters)
{
    private readonly List<SeriesRowScore>[] missing = [.. counters.Select(_ => new List<SeriesRowScore>())];

    /// <summary>Adds the next row, whose expected values are known. Where counters are missing, it becomes final with the next known values.</summary>
    public void Add(SeriesRowScore row)
    {
        foreach (var (counter, rows) in counters.Zip(missing))
        {
            if (float.IsNaN(row.Expectation!.Counter(counter).Value))
            {
                rows.Add(row);
                row.MissingCounters++;
            }
            else
            {
                Fill(counter, rows, row.Expectation);
            }
        }
    }

    /// <summary>Fills the remaining values, because the series ends.</summary>
    public void Finish()
    {
        foreach (var (counter, rows) in counters.Zip(missing))
        {
            Fill(counter, rows, next: null);
        }
    }

    private static void Fill(int counter, List<SeriesRowScore> rows, RowExpectation? next)
    {
        // Rows after an interruption have no value before.
        List<(RowExpectation Row, double Increase, double Variance, double Steps)> filled = [];
        var (increase, variance, steps, origin) = (0.0, 0.0, 0.0, float.NaN);
        foreach (var row in rows)
        {
            row.MissingCounters--;
            var count = row.Expectation!.Counter(counter);
            if (!float.IsNaN(count.Origin))
            {
                origin = count.Origin;
                Rise(count);
                filled.Add((row.Expectation, increase, variance, steps));
            }
        }

        rows.Clear();
        var end = next?.Counter(counter);
        // A counter that falls was reset.
        var rest = end?.Value >= origin ? end.Value.Value - origin : double.PositiveInfinity;
        if (end is { } known && double.IsFinite(rest) && !float.IsNaN(known.Origin))
        {
            Rise(known);
            filled.ForEach(cell =>
                Set(
                    cell.Row,
                    rest * (increase > 0 ? cell.Increase / increase : cell.Steps / steps),
                    variance > 0 ? (float)Math.Sqrt(cell.Variance * (variance - cell.Variance) / variance) : 0
                )
            );
            return;
        }

        filled.ForEach(cell => Set(cell.Row, Math.Min(cell.Increase, rest), uncertainty: null));

        void Rise((float Value, float Origin, float Steps, double Rate, double Uncertainty) count)
        {
            var passed = count.Steps - steps;
            increase += Math.Max(count.Rate, 0) * passed;
            variance += Math.Pow(count.Uncertainty * passed, 2);
            steps = count.Steps;
        }

        void Set(RowExpectation row, double risen, float? uncertainty) =>
            row.SetCounter(counter, (float)(origin + risen), uncertainty);
    }
}
