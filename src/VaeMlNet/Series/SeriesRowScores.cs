using Microsoft.ML;
using Microsoft.ML.Data;

namespace VaeMlNet;

/// <summary>One pass over the windows of a view that gives the scores of its rows, in order.</summary>
/// <remarks>
/// With <see cref="VaeSeriesScoring.Covering"/>, it reads W - 1 rows of a series ahead. If rows of several series alternate, it keeps one
/// result for each row that it read ahead.
/// </remarks>
internal sealed class SeriesRowScores : IDisposable
{
    private readonly DataViewRowCursor cursor;
    private readonly ValueGetter<long> place;
    private readonly ValueGetter<int> seriesNumber;
    private readonly ValueGetter<float> score;
    private readonly ValueGetter<VBuffer<float>>? contributions;
    private readonly VaeSeries series;
    private readonly VaeSeriesScoring scoring;
    private readonly List<CoveringMeans> means = [];
    private readonly Queue<SeriesRowScore> inOrder = new();
    private VBuffer<float> cells;
    private bool isAtEnd;

    public SeriesRowScores(
        IDataView windows,
        (string Place, string SeriesNumber, string Score, string? Contributions) columns,
        VaeSeries series,
        VaeSeriesScoring scoring
    )
    {
        this.series = series;
        this.scoring = scoring;
        var names = new[] { columns.Place, columns.SeriesNumber, columns.Score, columns.Contributions };
        cursor = windows.GetRowCursor(names.OfType<string>().Select(name => windows.Schema[name]));
        place = cursor.GetGetter<long>(windows.Schema[columns.Place]);
        seriesNumber = cursor.GetGetter<int>(windows.Schema[columns.SeriesNumber]);
        score = cursor.GetGetter<float>(windows.Schema[columns.Score]);
        contributions = columns.Contributions is { } name
            ? cursor.GetGetter<VBuffer<float>>(windows.Schema[name])
            : null;
    }

    /// <summary>Gets a value indicating whether results keep the contributions of the window's cells.</summary>
    public bool KeepsCells { get; init; }

    /// <summary>Returns the score of the next row.</summary>
    /// <exception cref="InvalidOperationException">There are no more rows.</exception>
    public SeriesRowScore Next()
    {
        while (inOrder.Count == 0 || !inOrder.Peek().IsFinal)
        {
            if (isAtEnd)
            {
                throw new InvalidOperationException("The view has fewer rows than when it was read before.");
            }

            ReadOne();
        }

        return inOrder.Dequeue();
    }

    /// <summary>Returns the scores of all remaining rows.</summary>
    public IEnumerable<SeriesRowScore> All()
    {
        while (inOrder.Count > 0 || !isAtEnd)
        {
            if (inOrder.TryPeek(out var first) && first.IsFinal)
            {
                yield return inOrder.Dequeue();
            }
            else
            {
                ReadOne();
            }
        }
    }

    public void Dispose() => cursor.Dispose();

    private void ReadOne()
    {
        if (!cursor.MoveNext())
        {
            isAtEnd = true;
            means.ForEach(mean => mean.Finish());
            return;
        }

        var (number, index, value) = (0L, 0, 0f);
        place(ref number);
        seriesNumber(ref index);
        score(ref value);
        var row = new SeriesRowScore(number, index) { Score = value };
        ReadContributions(row);
        inOrder.Enqueue(row);
        if (scoring == VaeSeriesScoring.Causal)
        {
            row.IsFinal = true;
            return;
        }

        if (index == means.Count)
        {
            means.Add(new(series.WindowLength));
        }

        means[index].Add(row);
    }

    private void ReadContributions(SeriesRowScore row)
    {
        if (contributions is null)
        {
            return;
        }

        contributions(ref cells);
        var values = cells.GetValues();
        row.OfChannels = SumOverRows(values, series.Channels.Count);
        row.OfCells = KeepsCells ? values.ToArray() : null;
    }

    /// <summary>Returns the sum of a window's cells for each channel: float32 [W, C] -> [C].</summary>
    public static float[] SumOverRows(ReadOnlySpan<float> cells, int channelCount)
    {
        var sums = new double[channelCount];
        for (var i = 0; i < cells.Length; i++)
        {
            sums[i % channelCount] += cells[i];
        }

        return [.. sums.Select(sum => (float)sum)];
    }
}
