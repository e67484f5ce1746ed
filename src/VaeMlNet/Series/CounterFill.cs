namespace VaeMlNet;

/// <summary>
/// Fills the missing values of the counters of one series. They rise from the last known value to the next one, in proportion to the increases that
/// the model expects.
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
        List<(RowExpectation Row, double Increase, double Steps)> filled = [];
        var (increase, steps, origin) = (0.0, 0.0, float.NaN);
        foreach (var row in rows)
        {
            row.MissingCounters--;
            var count = row.Expectation!.Counter(counter);
            if (!float.IsNaN(count.Origin))
            {
                origin = count.Origin;
                increase += Math.Max(count.Rate, 0) * (count.Steps - steps);
                steps = count.Steps;
                filled.Add((row.Expectation, increase, steps));
            }
        }

        rows.Clear();
        var end = next?.Counter(counter);
        // A counter that falls was reset.
        var rest = end?.Value >= origin ? end.Value.Value - origin : double.PositiveInfinity;
        if (end is { } known && double.IsFinite(rest) && !float.IsNaN(known.Origin))
        {
            increase += Math.Max(known.Rate, 0) * (known.Steps - steps);
            filled.ForEach(cell =>
                Set(cell.Row, rest * (increase > 0 ? cell.Increase / increase : cell.Steps / known.Steps))
            );
            return;
        }

        filled.ForEach(cell => Set(cell.Row, Math.Min(cell.Increase, rest)));

        void Set(RowExpectation row, double risen) => row.SetCounter(counter, (float)(origin + risen));
    }
}
