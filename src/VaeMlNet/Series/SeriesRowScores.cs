using Microsoft.ML;
using Microsoft.ML.Data;

namespace VaeMlNet;

/// <summary>One pass over the windows of a view that gives the scores of its rows, in order.</summary>
/// <remarks>
/// For covering scores, it reads W - 1 rows of a series ahead. If rows of several series alternate, it keeps one
/// result for each row that it read ahead. The end of a series is known at the end of the view only, so that it keeps the results of all rows
/// after the last ones of a series. If expected values are read, rows with missing counters wait for the next known value.
/// </remarks>
internal sealed class SeriesRowScores : IDisposable
{
    private readonly DataViewRowCursor cursor;
    private readonly ValueGetter<long> place;
    private readonly ValueGetter<int> seriesNumber;
    private readonly ValueGetter<int> identity;
    private readonly ValueGetter<int>? ofAbsent;
    private readonly ValueGetter<float>? score;
    private readonly ValueGetter<VBuffer<float>>? contributions;
    private readonly WindowExpectation? expectation;
    private readonly WindowStep step;
    private readonly bool isCausal;
    private readonly List<CoveringMeans> means = [];
    private readonly Queue<SeriesRowScore> inOrder = new();
    private VBuffer<float> cells;
    private bool isAtEnd;

    /// <param name="windows">A view with the columns that <see cref="SeriesScoreStep"/> names.</param>
    /// <param name="reads">The columns to read.</param>
    /// <param name="step">The windows of the model.</param>
    /// <param name="isCausal">Whether a row has the results of the window that ends with it, and not the means of all windows that contain it.</param>
    public SeriesRowScores(IDataView windows, SeriesReads reads, WindowStep step, bool isCausal)
    {
        this.step = step;
        this.isCausal = isCausal;
        var hasExpectations = reads.HasFlag(SeriesReads.Expectations);
        string[] names =
        [
            SeriesScoreStep.PlaceColumn,
            SeriesScoreStep.SeriesNumberColumn,
            SeriesScoreStep.IdentityColumn,
            .. step.AbsentColumnName is { } absent ? (string[])[absent] : [],
            .. reads.HasFlag(SeriesReads.Scores) ? (string[])[SeriesScoreStep.ScoreColumn] : [],
            .. reads.HasFlag(SeriesReads.Contributions) ? (string[])[SeriesScoreStep.ContributionsColumn] : [],
            .. hasExpectations ? WindowExpectation.ColumnsFor(step) : [],
        ];
        cursor = windows.GetRowCursor(names.Select(name => windows.Schema[name]));
        place = cursor.GetGetter<long>(windows.Schema[SeriesScoreStep.PlaceColumn]);
        seriesNumber = cursor.GetGetter<int>(windows.Schema[SeriesScoreStep.SeriesNumberColumn]);
        identity = cursor.GetGetter<int>(windows.Schema[SeriesScoreStep.IdentityColumn]);
        ofAbsent = step.AbsentColumnName is null ? null : cursor.GetGetter<int>(windows.Schema[step.AbsentColumnName]);
        score = reads.HasFlag(SeriesReads.Scores)
            ? cursor.GetGetter<float>(windows.Schema[SeriesScoreStep.ScoreColumn])
            : null;
        contributions = reads.HasFlag(SeriesReads.Contributions)
            ? cursor.GetGetter<VBuffer<float>>(windows.Schema[SeriesScoreStep.ContributionsColumn])
            : null;
        expectation = hasExpectations ? new(cursor, step) : null;
    }

    /// <summary>Gets a value indicating whether results keep the contributions of the window's cells.</summary>
    public bool KeepsCells { get; init; }

    /// <summary>Returns the score of the next row.</summary>
    /// <param name="expected">The <see cref="RowIdentity"/> of the row.</param>
    /// <exception cref="InvalidOperationException">The view has another row or none.</exception>
    public SeriesRowScore Next(int expected)
    {
        while (inOrder.Count == 0 || !inOrder.Peek().IsFinal)
        {
            if (isAtEnd)
            {
                throw SeriesErrors.OtherRows();
            }

            ReadOne();
        }

        var row = inOrder.Dequeue();
        return row.Identity == expected ? row : throw SeriesErrors.OtherRows();
    }

    /// <summary>Checks that no row is left.</summary>
    /// <exception cref="InvalidOperationException">The view had more rows for the scores than for the other columns.</exception>
    public void CheckEnd()
    {
        if (All().Any())
        {
            throw SeriesErrors.OtherRows();
        }
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

        var (number, index, rowIdentity, absent, value) = (0L, 0, 0, 0, 0f);
        place(ref number);
        seriesNumber(ref index);
        identity(ref rowIdentity);
        ofAbsent?.Invoke(ref absent);
        score?.Invoke(ref value);
        var row = new SeriesRowScore(number, index)
        {
            Identity = rowIdentity,
            Score = value,
            IsAbsent = absent == AbsentRows.Mark,
        };
        ReadContributions(row);
        row.Expectation = expectation?.Read();
        if (!row.IsAbsent)
        {
            inOrder.Enqueue(row);
        }

        if (isCausal)
        {
            expectation?.AddTo(row.Expectation!, rowsBeforeTheLast: 0);
            row.AddOwn(row.OfRows?[^1] ?? 0, isFirst: true);
            row.IsOfFullWindows = number >= step.Length - 1;
            row.IsFinal = true;
            return;
        }

        if (index == means.Count)
        {
            means.Add(
                new(step.Length)
                {
                    Fill =
                        expectation is not null && step.Units is { HasCounters: true } units
                            ? new(units.Counters)
                            : null,
                }
            );
        }

        if (absent > 0)
        {
            means[index].RemoveLate(absent);
        }

        means[index].Add(row, expectation);
    }

    private void ReadContributions(SeriesRowScore row)
    {
        if (contributions is null)
        {
            return;
        }

        contributions(ref cells);
        var values = cells.GetValues();
        row.OfChannels = SumOverRows(values, step.Channels!.Count);
        row.OfRows = SumOverChannels(values, step.Channels!.Count);
        row.OfCells = KeepsCells ? values.ToArray() : null;
    }

    /// <summary>Returns the sum of a window's cells for each row: float32 [W, C] -> [W].</summary>
    private static float[] SumOverChannels(ReadOnlySpan<float> cells, int channelCount)
    {
        var sums = new float[cells.Length / channelCount];
        for (var i = 0; i < cells.Length; i++)
        {
            sums[i / channelCount] += cells[i];
        }

        return sums;
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
